"""The two tables of a small file's preview: what is wrong in its rows, and what they would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from compliance.intake.kinds import Change, Judged, RowWord
from compliance.web.cells import Status
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Page, Total
from compliance.web.tables import Column, Table

R = TypeVar("R")
SHOWN = 200


@dataclass(frozen=True)
class Word:
    """One message with what became of its row."""

    said: RowWord
    is_refusal: bool


def _outcome(word: Word) -> Status:
    if word.is_refusal:
        return Status("Refused", "over", "circle-x")
    return Status("Kept", "soon", "alert-triangle")


def _does(change: Change) -> Status:
    return Status("New", "run", "circle-plus") if change.is_new else Status("Changed", "run")


WORDS: Table[Word] = Table(
    "file-problems",
    (
        Column("row", "Row", lambda word: word.said.row, numeric=True),
        Column("kind", "What becomes of it", cell=_outcome),
        Column("column", "Column", lambda word: word.said.column, css="nw"),
        Column("value", "Value", lambda word: word.said.value, css="trunc"),
        Column("message", "What is wrong", lambda word: word.said.message),
    ),
)
CHANGES: Table[Change] = Table(
    "file-changes",
    (
        Column("row", "Row", lambda change: change.row, numeric=True),
        Column("does", "What it does", cell=_does),
        Column("words", "In words", lambda change: change.words),
    ),
)


def words_listing(judged: Judged, today: date) -> Listing[Word]:
    """Return what is wrong: refusals first, then values kept with a problem."""
    words = [Word(each, is_refusal=True) for each in judged.refused]
    words += [Word(each, is_refusal=False) for each in judged.problems]
    return _listing(WORDS, words, "problems", today)


def changes_listing(judged: Judged, noun: str, today: date) -> Listing[Change]:
    """Return what the rows would do, in the order of the file."""
    return _listing(CHANGES, sorted(judged.changes, key=lambda each: each.row), noun, today)


def _listing(table: Table[R], rows: Sequence[R], what: str, today: date) -> Listing[R]:
    return Listing(
        table=table,
        page=Page(rows[:SHOWN]),
        what=what,
        today=today,
        total=Total(len(rows)),
        keys=(),
        empty=Empty(f"No {what}"),
    )
