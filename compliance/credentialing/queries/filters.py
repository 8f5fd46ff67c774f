"""What narrows the queue: saved views, filters and text, as conditions on one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    literal_column,
    or_,
    select,
    true,
)

from compliance.core.folding import folded
from compliance.core.states import ApplicationState
from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.rules.snapshots import NO_CLOCK
from compliance.db import seen
from compliance.deadlines.queries import late_subjects
from compliance.occasions import Occasion

DUE_VIEW_DAYS = 7
NOTICE_VIEW_DAYS = 7
DECISION_VIEW_DAYS = 14
UNASSIGNED = "none"
LONGEST_TEXT = 200
T = ApplicationRow
VIEWS = {
    "all": "All open",
    "unassigned": "Unassigned",
    "overdue": "Overdue",
    "notice": "Notice due, 7 days",
    "decision": "Decision due, 14 days",
    "waiting": "Waiting on provider",
    "associates": "Associates",
    "closed": "Closed",
}
LATE_VIEWS = {
    "late_notice": ("completeness_notice", "general_notice"),
    "late_decision": ("decision", "general_decision"),
}
"""What the figures of Today count as late: closed past the limit in 90 days, or open past it."""


@dataclass(frozen=True)
class Filters:
    """What narrows the queue: the saved view and the chips of the address.

    With a `delegate` only what went to that MBHO is found, whatever else is asked.
    """

    view: str = "all"
    text: str = ""
    owners: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    due_within: int | None = None
    ids: tuple[int, ...] = ()
    delegate: str | None = None

    @property
    def is_narrowed(self) -> bool:
        """Return whether more than the saved view is in force."""
        chosen = (self.text, self.owners, self.models, self.practices, self.states)
        return any(chosen) or self.due_within is not None


@dataclass(frozen=True)
class Sight:
    """The day that a statement looks at; unlike an occasion it can be a key."""

    as_of: date | None
    known_on: date | None
    known_at: datetime | None
    day_seen: date


def sight_of(on: Occasion) -> Sight:
    """Return the day that the occasion looks at."""
    return Sight(on.as_of, on.known_on, on.known_at, on.day_seen)


def _seen(on: Occasion | Sight) -> ColumnElement[bool]:
    return seen(T, on.as_of, on.known_at)


def open_on(on: Occasion) -> ColumnElement[bool]:
    """Return the condition: open on the day looked at, as known then."""
    return and_(_seen(on), _is_open())


def _is_open() -> ColumnElement[bool]:
    """Return the bare column, so that the partial index over open applications is used.

    Without a type: a boolean would be written `is_open = 1` for SQLite, which the index, over
    `is_open`, does not answer.
    """
    return literal_column("applications.is_open")


def _view(view: str, on: Occasion | Sight) -> ColumnElement[bool]:
    day = on.day_seen
    if view == "closed":
        return T.is_open.is_(False)
    if view == "any":
        return true()
    if view == "overdue":
        return overdue(day)
    if view in LATE_VIEWS:
        return T.application_id.in_(late_subjects(on, "application", LATE_VIEWS[view]))
    if view == "due":
        return due_by(day + timedelta(days=DUE_VIEW_DAYS))
    conditions: dict[str, ColumnElement[bool]] = {
        "unassigned": T.owner_id.is_(None),
        "notice": T.notice_sort_on <= day + timedelta(days=NOTICE_VIEW_DAYS),
        "decision": T.decision_sort_on <= day + timedelta(days=DECISION_VIEW_DAYS),
        "waiting": T.state == ApplicationState.INCOMPLETE,
        "associates": literal_column("applications.is_associate", type_=T.is_associate.type),
    }
    return and_(_is_open(), conditions[view]) if view in conditions else _is_open()


def overdue(day: date) -> ColumnElement[bool]:
    """Return the condition: any running clock is past the legal limit, or our date without one.

    An approved applicant who waits for activation is among them: that clock runs on.
    """
    return T.limit_on < day


def due_by(day: date) -> ColumnElement[bool]:
    """Return the condition: any clock runs and is due by the day or was due before it."""
    return and_(T.limit_on < NO_CLOCK, T.soonest_on <= day)


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        found.append(_matches(filters.text.strip()[:LONGEST_TEXT]))
    if filters.owners:
        found.append(_owned_by(filters.owners))
    for column, chosen in (
        (T.model, filters.models),
        (T.practice_name, filters.practices),
        (T.state, [each for each in ApplicationState if each.value in filters.states]),
    ):
        if chosen:
            found.append(column.in_(chosen))
    if filters.states and not set(filters.states) & set(ApplicationState):
        found.append(false())
    if filters.delegate is not None:
        found += [T.delegate == filters.delegate, T.delegate != ""]
    if filters.ids:
        found.append(T.application_id.in_(filters.ids))
    return found


def _matches(text: str) -> ColumnElement[bool]:
    """Return the condition: every word stands in the row, a number from its beginning."""
    words = folded(text).split()
    found = (T.search_text.like(f"% {word}%" if word.isdigit() else f"%{word}%") for word in words)
    return and_(*found) if words else false()


def is_number(text: str) -> bool:
    """Return whether the text is the number of a record; a longer one no database holds."""
    return text.isascii() and text.isdecimal() and len(text) < 10


def _owned_by(owners: Sequence[str]) -> ColumnElement[bool]:
    numbers = [int(each) for each in owners if is_number(each)]
    nobody = T.owner_id.is_(None) if UNASSIGNED in owners else None
    mine = T.owner_id.in_(numbers)
    return mine if nobody is None else or_(mine, nobody)


def matching_rows(
    filters: Filters, on: Occasion | Sight, *columns: Any
) -> Select[*tuple[Any, ...]]:
    """Return the columns of every application that matches, their numbers unless told."""
    conditions = [_seen(on), _view(filters.view, on), *_narrowed(filters)]
    if filters.due_within is not None:
        conditions.append(T.soonest_on <= on.day_seen + timedelta(days=filters.due_within))
    return select(*(columns or (T.application_id,))).where(*conditions)
