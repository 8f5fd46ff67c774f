"""Which record a fact is about: what it is called, and the page that shows it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, literal, union_all

from compliance.core.responsibility import ENTITIES
from compliance.core.rulebook import Rulebook
from compliance.credentialing.queries import references
from compliance.credentialing.queries.references import known_by_ref
from compliance.db import session
from compliance.directory.services import slices
from compliance.ledger.services import Subject
from compliance.meetings.queries import loading
from compliance.meetings.queries.loading import action_ref, meeting_numbered
from compliance.occasions import Occasion
from compliance.record.rules.tables import one_row

LARGEST = 9  # digits of a number
APPLICATION, DUTY, MEETING, ACTION = "application", "duty", "meeting", "action"
PROVIDER = "provider"
PAGES: Mapping[str, tuple[str, str]] = {
    APPLICATION: ("applications.show", "ref"),
    DUTY: ("duties.show", "ref"),
    MEETING: ("meetings.show", "ref"),
    ACTION: ("meetings.show_action", "ref"),
    PROVIDER: ("network.show", "ref"),
    "responsibility": ("contracts.show", "number"),
    "role_decision": ("roles.index", ""),
}
"""Kind of record -> its page, and what its address names it by."""
NAMED: Mapping[str, Callable[[Collection[int]], Select[int, str]]] = {
    APPLICATION: references.refs_select,
    MEETING: loading.refs_select,
}
"""Kind of record with a reference of its own -> the statement that reads it."""
SLICE = 500
WORDS: Mapping[str, str] = {"responsibility": "DOFR row"}


@dataclass(frozen=True)
class Record:
    """A record as lists name it; `endpoint` and `given` make its address, where it has a page."""

    label: str
    endpoint: str = ""
    given: tuple[tuple[str, str | int], ...] = ()


def names_in(book: Rulebook) -> dict[str, str]:
    """Return the titles of the codes that facts hold: code families, lines, who is responsible."""
    families = {code: each.title for code, each in book.families.items()}
    lines = {code: each.title for code, each in book.lines.items()}
    return {**families, **lines, **ENTITIES}


def records_named(subjects: Iterable[Subject], on: Occasion) -> dict[Subject, Record]:
    """Return what the subjects are called: one statement for all of them."""
    wanted = set(subjects)
    names: dict[str, Mapping[int, str]] = {
        **_refs(wanted),
        DUTY: {number: duty.id for number, duty in on.book.duties().items()},
        ACTION: {number: action_ref(number) for number in _numbers(ACTION, wanted)},
    }
    return {each: _record(each, names.get(each.kind, {}).get(each.id)) for each in wanted}


def _refs(subjects: Iterable[Subject]) -> dict[str, dict[int, str]]:
    """Return the references of applications and meetings by number."""
    numbers = {kind: _numbers(kind, subjects) for kind in NAMED}
    asked = [
        NAMED[kind](some).add_columns(literal(kind))
        for kind, every in numbers.items()
        for some in slices(every, SLICE)
    ]
    found: dict[str, dict[int, str]] = {kind: {} for kind in NAMED}
    for number, ref, kind in session().execute(union_all(*asked)) if asked else ():
        found[kind][number] = ref
    return found


def record_called(text: str, on: Occasion) -> Subject | None:
    """Return the record that somebody names: APP-1046, CRED-02, ACT-3, 2026-12-03, Provider 12.

    A number alone is an application's; None where there is no such record.
    """
    name = text.strip().upper()
    if name.isascii() and name.isdecimal():
        name = f"APP-{name}"
    if known := known_by_ref([name]).get(name):
        return Subject(APPLICATION, known.id)
    duties = {duty.id: number for number, duty in on.book.duties().items()}
    if name in duties:
        return Subject(DUTY, duties[name])
    for kind, begins in ((ACTION, action_ref(0)[:-1]), (PROVIDER, "PROVIDER ")):
        number = name.removeprefix(begins)
        if number != name and number.isascii() and number.isdecimal() and len(number) < LARGEST:
            return Subject(kind, int(number))
    meeting = meeting_numbered(name)
    return Subject(MEETING, meeting) if meeting else None


def _numbers(kind: str, subjects: Iterable[Subject]) -> list[int]:
    return [each.id for each in subjects if each.kind == kind]


def _record(subject: Subject, name: str | None) -> Record:
    if subject.kind in (APPLICATION, DUTY, MEETING, ACTION) and name is None:
        return Record(f"{subject.kind.capitalize()} {subject.id}")
    word = WORDS.get(subject.kind) or one_row(subject.kind)
    label = name or f"{word[:1].upper()}{word[1:]} {subject.id}"
    if subject.kind not in PAGES:
        return Record(label)
    endpoint, key = PAGES[subject.kind]
    value = name or (subject.id if key == "number" else str(subject.id))
    return Record(label, endpoint, ((key, value),) if key else ())
