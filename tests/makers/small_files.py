"""A small kind of file for tests: numbers of desks, one to a person, kept in the directory."""

from collections.abc import Sequence

from sqlalchemy import select

from compliance.choices.models import Choice
from compliance.choices.services import NewChoice, choose
from compliance.db import seen, session
from compliance.intake.kinds import Change, FileColumn, FileKind, Judged, RowWord, SheetRow
from compliance.occasions import Occasion

DESKS = FileKind(
    name="desks",
    title="Desks",
    noun="desks",
    columns=(
        FileColumn("person", "ines", "whose desk", is_required=True),
        FileColumn("desk", "12", "a number"),
    ),
    permission="duties.assign",
    back="today.index",
    judge="tests.makers.small_files:judge_desks",
    apply="tests.makers.small_files:apply_desks",
    largest=50,
)


def judge_desks(rows: Sequence[SheetRow], on: Occasion) -> Judged:
    changes, refused, unchanged = [], [], 0
    for each in rows:
        person, desk = each.cells["person"], each.cells.get("desk", "")
        held = desk_of(person)
        if desk and not desk.isdigit():
            refused.append(RowWord(each.row, "desk", desk, f"{desk} is no desk. Give a number."))
        elif desk in ("", held):
            unchanged += 1
        else:
            words = f"{person} sits at desk {desk}"
            changes.append(Change(each.row, not held, words, (person, desk)))
    return Judged(len(rows), tuple(changes), unchanged, refused=tuple(refused))


def apply_desks(judged: Judged, origin: str, on: Occasion) -> None:
    for each in judged.changes:
        person, desk = each.what
        why = f"{origin}, row {each.row}"
        choose(NewChoice(f"desk.{person}", desk, on.today, why=why), on.now)


def desk_of(person: str) -> str:
    held = (Choice.key == f"desk.{person}", seen(Choice, None, None))
    return session().scalar(select(Choice.value).where(*held)) or ""
