"""Which record a fact is about: what it is called, and the page that shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from compliance.credentialing.queries.references import refs_of
from compliance.ledger.services import Subject
from compliance.meetings.queries.loading import action_ref, meeting_refs
from compliance.occasions import Occasion

APPLICATION, DUTY, MEETING, ACTION = "application", "duty", "meeting", "action"
PAGES: Mapping[str, tuple[str, str]] = {
    APPLICATION: ("applications.show", "ref"),
    DUTY: ("duties.show", "ref"),
    MEETING: ("meetings.show", "ref"),
    ACTION: ("meetings.show_action", "ref"),
    "provider": ("network.show", "ref"),
    "responsibility": ("contracts.show", "number"),
    "role_decision": ("roles.index", ""),
}
"""Kind of record -> its page, and what its address names it by."""
WORDS: Mapping[str, str] = {
    "provider": "Provider",
    "responsibility": "DOFR row",
    "role_decision": "Role decision",
    "series": "Series",
    "alert": "Alert",
    "people": "Person",
}


@dataclass(frozen=True)
class Record:
    """A record as lists name it; `endpoint` and `given` make its address, where it has a page."""

    label: str
    endpoint: str = ""
    given: tuple[tuple[str, str | int], ...] = ()


def records_named(subjects: Iterable[Subject], on: Occasion) -> dict[Subject, Record]:
    """Return what the subjects are called: one statement for each kind that needs one."""
    wanted = set(subjects)
    names: dict[str, Mapping[int, str]] = {
        APPLICATION: refs_of(_numbers(APPLICATION, wanted)),
        DUTY: {number: duty.id for number, duty in on.book.duties().items()},
        MEETING: meeting_refs(_numbers(MEETING, wanted)),
        ACTION: {number: action_ref(number) for number in _numbers(ACTION, wanted)},
    }
    return {each: _record(each, names.get(each.kind, {}).get(each.id)) for each in wanted}


def _numbers(kind: str, subjects: Iterable[Subject]) -> list[int]:
    return [each.id for each in subjects if each.kind == kind]


def _record(subject: Subject, name: str | None) -> Record:
    if subject.kind in (APPLICATION, DUTY, MEETING, ACTION) and name is None:
        return Record(f"{subject.kind.capitalize()} {subject.id}")
    word = WORDS.get(subject.kind, subject.kind.replace("_", " ").capitalize())
    label = name or f"{word} {subject.id}"
    if subject.kind not in PAGES:
        return Record(label)
    endpoint, key = PAGES[subject.kind]
    value = name or (subject.id if key == "number" else str(subject.id))
    return Record(label, endpoint, ((key, value),) if key else ())
