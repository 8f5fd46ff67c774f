"""What is due: the running deadlines of a person, a team, or one subject, on the day seen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, ScalarSelect, Subquery, func, or_, select

from compliance.accounts.standings import everybody, team_on
from compliance.audit.services import identifies
from compliance.core.errors import NotFound
from compliance.core.states import ClockState, DeadlineState
from compliance.db import session
from compliance.deadlines.models import Deadline
from compliance.deadlines.queries.seen import deadlines_seen, is_running
from compliance.deadlines.rules import ClockDates, clock_state
from compliance.occasions import Occasion

Scope = Literal["mine", "team", "all"]
MOST = 1000


@dataclass(frozen=True)
class DueItem:
    """One deadline as Today and record pages show it; `state` is read on the day seen."""

    deadline_id: int
    kind: str
    subject_kind: str
    subject_id: int
    cycle: int
    ref: str
    label: str
    owner_id: int | None
    owner: str
    started_on: date
    due_on: date
    legal_on: date | None
    act_by: date
    statutory: bool
    stored: DeadlineState
    met_on: date | None
    missed_on: date | None
    state: ClockState


def due_items(
    on: Occasion,
    scope: Scope = "mine",
    kinds: Collection[str] | None = None,
    until: date | None = None,
) -> list[DueItem]:
    """Return the first 1,000 running deadlines, statutory first, then by our date.

    `mine` is what the person owns; `team` what the person's team owns, the person included, and
    what nobody owns; `kinds` narrows, as to those that wait on somebody outside; `until` to those
    due by that day.
    """
    rows = deadlines_seen(on)
    conditions = [is_running(rows), *_scoped(rows, on, scope)]
    if kinds is not None:
        conditions.append(rows.c.kind.in_(kinds))
    if until is not None:
        conditions.append(rows.c.due_on <= until)
    order = (rows.c.statutory.desc(), rows.c.due_on, rows.c.id)
    return _items(rows, conditions, order, on, MOST)


def next_due(on: Occasion, scope: Scope, after: date) -> DueItem | None:
    """Return the first running deadline due after a day, None where nothing more is due."""
    rows = deadlines_seen(on)
    conditions = [is_running(rows), *_scoped(rows, on, scope), rows.c.due_on > after]
    return next(iter(_items(rows, conditions, (rows.c.due_on, rows.c.id), on, 1)), None)


@identifies()
def deadlines_of(subject_kind: str, subject_id: int, on: Occasion) -> list[DueItem]:
    """Return every deadline of one subject, met and void ones too, in the order they started."""
    rows = deadlines_seen(on)
    conditions = [rows.c.subject_kind == subject_kind, rows.c.subject_id == subject_id]
    return _items(rows, conditions, (rows.c.started_on, rows.c.id), on, MOST)


def deadline_item(deadline_id: int, on: Occasion) -> DueItem:
    """Return one deadline by its number; raises `NotFound`."""
    rows = deadlines_seen(on)
    found = _items(rows, [rows.c.id == deadline_id], (rows.c.id,), on, 1)
    if not found:
        raise NotFound(f"There is no deadline {deadline_id}.")
    return found[0]


def running_counts(
    on: Occasion, kinds: Collection[str], scope: Scope, until: date
) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """Return how many are overdue, and how many more are due by a day, for a larger statement."""
    rows = deadlines_seen(on)
    wanted = [is_running(rows), rows.c.kind.in_(sorted(kinds)), *_scoped(rows, on, scope)]
    is_overdue = func.coalesce(rows.c.legal_on, rows.c.due_on) < on.day_seen
    overdue = select(func.count(rows.c.id)).where(*wanted, is_overdue)
    soon = select(func.count(rows.c.id)).where(*wanted, ~is_overdue, rows.c.due_on <= until)
    return overdue.scalar_subquery(), soon.scalar_subquery()


def _scoped(rows: Subquery, on: Occasion, scope: Scope) -> list[ColumnElement[bool]]:
    person = on.actor.person_id
    if scope == "all" or person is None:
        return []
    if scope == "mine":
        return [rows.c.owner_id == person]
    return [or_(rows.c.owner_id.in_([person, *team_on(person, on)]), rows.c.owner_id.is_(None))]


def _items(
    rows: Subquery,
    conditions: Sequence[ColumnElement[bool]],
    order: Sequence[ColumnElement[Any]],
    on: Occasion,
    limit: int,
) -> list[DueItem]:
    people = everybody(on.known_at)
    query = (
        select(rows, people.c.name.label("owner"))
        .outerjoin(people, people.c.id == rows.c.owner_id)
        .where(*conditions)
        .order_by(*order)
        .limit(limit)
    )
    soon = SoonDays(on)
    return [_item(dict(row), soon, on) for row in session().execute(query).mappings()]


def _item(row: dict[str, Any], soon: "SoonDays", on: Occasion) -> DueItem:
    stored = DeadlineState(row.pop("state"))
    ends = (row["met_on"], row["missed_on"])
    dates = ClockDates(row["due_on"], row["legal_on"], stored, *ends)
    state = clock_state(dates, on.day_seen, soon.of(row["kind"]))
    row |= {"deadline_id": row.pop("id"), "owner": row["owner"] or ""}
    return DueItem(**row, stored=stored, state=state)


class SoonDays:
    """The warning window of each kind of deadline on the day seen, looked up once."""

    def __init__(self, on: Occasion) -> None:
        self._on = on
        self._found: dict[str, int] = {}

    def of(self, kind: str) -> int:
        """Return how many calendar days before its date a deadline of the kind is due soon."""
        if kind not in self._found:
            rungs = self._on.book.ladder_for(kind).rungs_on(self._on.day_seen)
            self._found[kind] = rungs.due_soon_days
        return self._found[kind]


def running_owners(subject_kind: str) -> dict[int, int | None]:
    """Return who owns the running deadlines of each subject of a kind."""
    query = select(Deadline.subject_id, Deadline.owner_id).where(
        Deadline.subject_kind == subject_kind, Deadline.state == DeadlineState.RUNNING
    )
    return dict(session().execute(query).all())
