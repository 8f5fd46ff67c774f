"""The sweep: everything whose alert day has come gets the alert of the worst rung it reached.

Set-based: each shape is looked at once by the pure rule; one INSERT .. SELECT writes the alerts
and one UPDATE sets the next day. No calendar is read in SQL, and no
subject is opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from compliance.db import UtcDateTime, changed_rows, session
from compliance.deadlines.models import Alert, Deadline, DeadlineShape
from compliance.deadlines.queries.recipients import AUDIENCES, NOBODY
from compliance.deadlines.services.scratch import BITS, LOOKED, TOLD, fill_scratch
from compliance.occasions import Occasion

Place = tuple[date, int]  # an alert day and a deadline's number
SLICE = 20_000  # deadlines; keeps the write lock under a second
IS_RUNNING = Deadline.state == literal_column("'running'")  # as the partial indexes say it
OWNER = func.coalesce(Deadline.owner_id, NOBODY)
TELLING = LOOKED.c.tells.bitwise_and(TOLD.c.parts)  # the parts in which somebody is told
WRITTEN = (
    "deadline_id", "due_on", "rung", "audience", "recipient_id", "written_on", "written_at",
)  # fmt: skip


@dataclass(frozen=True)
class Swept:
    """How many deadlines were looked at because their day had come, and the alerts written."""

    looked_at: int = 0
    alerts_written: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.looked_at + other.looked_at, self.alerts_written + other.alerts_written)


def sweep(
    on: Occasion,
    *,
    subjects: tuple[str, Sequence[int]] | None = None,
    before: Place | None = None,
) -> Swept:
    """Write the alerts that are due on the occasion's day and set each deadline's next day.

    `subjects` narrows to some subjects of one kind, `before` to the deadlines of a slice, in the
    order of the index on alert days: a range of ids would read every deadline in between. A
    second sweep of the same day finds nothing to do.
    """
    on.refuse_past()
    due = _due(on, subjects, before)
    shapes = _shapes(due)
    if not shapes:
        return Swept()
    written = 0
    if fill_scratch(shapes, _owners(due), on):
        _close_milder(due, on)
        written = _write_alerts(due, on)
    return Swept(_set_next(due), written)


def sweep_slices(on: Occasion, size: int = SLICE) -> list[Place | None]:
    """Return the ends of the slices to sweep in order, each in a transaction of its own.

    A slice ends before the place it names; the last one has no end. What is swept leaves the set,
    so a slice needs no beginning.
    """
    ends: list[Place | None] = []
    if not session().scalar(select(exists().where(_due(on, None, None)))):
        return ends
    end = _next_end(None, size, on)
    while end:
        ends.append(end)
        end = _next_end(end, size, on)
    return [*ends, None]


def _next_end(start: Place | None, size: int, on: Occasion) -> Place | None:
    """Return the place `size` due deadlines after `start`, None where fewer are left."""
    place = tuple_(Deadline.next_alert_on, Deadline.id)
    query = select(Deadline.next_alert_on, Deadline.id).where(_due(on, None, None))
    if start:
        query = query.where(place >= tuple_(*start))
    query = query.order_by(Deadline.next_alert_on, Deadline.id).limit(1).offset(size)
    found = session().execute(query).first()
    return (found[0], found[1]) if found and found[0] else None


def _due(
    on: Occasion, subjects: tuple[str, Sequence[int]] | None, before: Place | None
) -> ColumnElement[bool]:
    place = tuple_(Deadline.next_alert_on, Deadline.id)
    has_come = place < tuple_(*before) if before else Deadline.next_alert_on <= on.today
    conditions = [IS_RUNNING, has_come]
    if subjects:
        kind, numbers = subjects
        conditions += [Deadline.subject_kind == kind, Deadline.subject_id.in_(numbers)]
    return and_(*conditions)


def _shapes(due: ColumnElement[bool]) -> Sequence[DeadlineShape]:
    wanted = select(Deadline.shape_id).where(due).distinct()
    return session().scalars(select(DeadlineShape).where(DeadlineShape.id.in_(wanted))).all()


def _owners(due: ColumnElement[bool]) -> list[int]:
    return list(session().scalars(select(OWNER).where(due).distinct()))


def _write_alerts(due: ColumnElement[bool], on: Occasion) -> int:
    """Write the alerts in the order of the index; return how many.

    Everything about a deadline that is needed here stands in the index on alert days.
    """
    audience = case(
        *((TELLING.bitwise_and(BITS[name]) != 0, name) for name in AUDIENCES[:-1]),
        else_=AUDIENCES[-1],
    )
    rows = (
        select(
            Deadline.id,
            LOOKED.c.due_on,
            LOOKED.c.rung,
            audience,
            TOLD.c.recipient_id,
            literal(on.today, Date),
            literal(on.now, UtcDateTime),
        )
        .join(LOOKED, LOOKED.c.shape_id == Deadline.shape_id)
        .join(TOLD, TOLD.c.owner_id == OWNER)
        .where(due, TELLING != 0)
        .order_by(Deadline.next_alert_on, Deadline.id)
    )
    dialect: Any = postgresql if _is_postgresql() else sqlite
    statement = dialect.insert(Alert).from_select(WRITTEN, rows, include_defaults=False)
    return changed_rows(session().execute(statement.on_conflict_do_nothing()))


def _close_milder(due: ColumnElement[bool], on: Occasion) -> None:
    """Close open alerts about milder rungs, for those who are told of the worse one."""
    told_worse = exists().where(
        Deadline.id == Alert.deadline_id,
        LOOKED.c.shape_id == Deadline.shape_id,
        LOOKED.c.rung != Alert.rung,
        TOLD.c.owner_id == OWNER,
        TOLD.c.recipient_id == Alert.recipient_id,
        TELLING != 0,
    )
    swept = select(Deadline.id).where(due)
    session().execute(
        update(Alert)
        .where(Alert.closed_at.is_(None), Alert.deadline_id.in_(swept), told_worse)
        .values(closed_at=on.now, closed_why="worse")
        .execution_options(synchronize_session=False)
    )


def _set_next(due: ColumnElement[bool]) -> int:
    looked = select(LOOKED.c.next_on).where(LOOKED.c.shape_id == Deadline.shape_id)
    statement = (
        update(Deadline)
        .where(due)
        .values(next_alert_on=looked.scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    return changed_rows(session().execute(statement))


def _is_postgresql() -> bool:
    return session().get_bind().dialect.name == "postgresql"
