"""The sweep: everything whose alert day has come gets the alert of the worst rung it reached.

Set-based: each shape is looked at once by the pure rule; one INSERT .. SELECT writes the alerts
and one UPDATE sets the next day. No calendar is read in SQL, and no subject is opened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from compliance.core.states import DeadlineState
from compliance.db import UtcDateTime, changed_rows, session
from compliance.deadlines.models import Alert, Deadline, DeadlineShape
from compliance.deadlines.queries.recipients import recipients_of
from compliance.deadlines.rules import look
from compliance.occasions import Occasion

NOBODY = 0
AUDIENCES = ("owner", "supervisor", "compliance")
WRITTEN = (
    "deadline_id", "due_on", "rung", "audience", "recipient_id", "written_on", "written_at",
)  # fmt: skip
_scratch = MetaData()
LOOKED = Table(
    "sweep_looked",
    _scratch,
    Column("shape_id", Integer, primary_key=True),
    Column("rung", String(20)),
    *(Column(f"tells_{each}", Boolean, nullable=False) for each in AUDIENCES),
    Column("next_on", Date),
    prefixes=["TEMPORARY"],
)
TOLD = Table(
    "sweep_told",
    _scratch,
    Column("owner_id", Integer, primary_key=True),
    Column("audience", String(12), primary_key=True),
    Column("recipient_id", Integer, primary_key=True),
    Column("rank", Integer, nullable=False),
    prefixes=["TEMPORARY"],
)


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
    ids: tuple[int, int] | None = None,
) -> Swept:
    """Write the alerts that are due on the occasion's day and set each deadline's next day.

    `subjects` narrows to some subjects of one kind, `ids` to a range of deadlines, so that a
    large sweep takes the write lock in slices.
    """
    due = _due(on, subjects, ids)
    shapes = _shapes(due)
    if not shapes:
        return Swept()
    _fill_scratch(shapes, _owners(due), on)
    written = _write_alerts(due, on)
    _close_milder(due, on)
    looked_at = _set_next(due)
    _drop_scratch()
    return Swept(looked_at, written)


def _due(
    on: Occasion, subjects: tuple[str, Sequence[int]] | None, ids: tuple[int, int] | None
) -> ColumnElement[bool]:
    conditions = [Deadline.state == DeadlineState.RUNNING, Deadline.next_alert_on <= on.today]
    if subjects:
        kind, numbers = subjects
        conditions += [Deadline.subject_kind == kind, Deadline.subject_id.in_(numbers)]
    if ids:
        conditions.append(Deadline.id.between(*ids))
    return and_(*conditions)


def _shapes(due: ColumnElement[bool]) -> Sequence[DeadlineShape]:
    wanted = select(Deadline.shape_id).where(due).distinct()
    return session().scalars(select(DeadlineShape).where(DeadlineShape.id.in_(wanted))).all()


def _owners(due: ColumnElement[bool]) -> list[int]:
    query = select(func.coalesce(Deadline.owner_id, NOBODY)).where(due).distinct()
    return list(session().scalars(query))


def _fill_scratch(shapes: Iterable[DeadlineShape], owners: Sequence[int], on: Occasion) -> None:
    connection = session().connection()
    _scratch.create_all(connection, checkfirst=False)
    looked = [_looked_row(each, on) for each in shapes]
    connection.execute(insert(LOOKED), looked)
    told = list(_told_rows(owners, on))
    if told:
        connection.execute(insert(TOLD), told)


def _looked_row(shape: DeadlineShape, on: Occasion) -> dict[str, Any]:
    rungs = on.book.ladders[shape.ladder].rungs_on(on.today)
    calendar = on.book.calendar(shape.calendar)
    seen = look(rungs, shape.due_on, shape.legal_on, calendar, on.today)
    tells = {f"tells_{each}": each in seen.audience for each in AUDIENCES}
    return {"shape_id": shape.id, "rung": seen.rung, "next_on": seen.next_on, **tells}


def _told_rows(owners: Sequence[int], on: Occasion) -> Iterable[dict[str, Any]]:
    for owner, people in recipients_of(owners, on.today).items():
        for rank, audience in enumerate(AUDIENCES):
            for recipient in people.get(audience, ()):
                yield {
                    "owner_id": owner,
                    "audience": audience,
                    "recipient_id": recipient,
                    "rank": rank,
                }


def _write_alerts(due: ColumnElement[bool], on: Occasion) -> int:
    tells = or_(*(and_(TOLD.c.audience == each, LOOKED.c[f"tells_{each}"]) for each in AUDIENCES))
    rows = (
        select(
            Deadline.id,
            Deadline.due_on,
            LOOKED.c.rung,
            TOLD.c.audience,
            TOLD.c.recipient_id,
            literal(on.today, Date),
            literal(on.now, UtcDateTime),
        )
        .join(LOOKED, LOOKED.c.shape_id == Deadline.shape_id)
        .join(TOLD, TOLD.c.owner_id == func.coalesce(Deadline.owner_id, NOBODY))
        .where(due, LOOKED.c.rung.is_not(None), tells)
        .order_by(Deadline.id, TOLD.c.rank)
    )
    dialect: Any = postgresql if _is_postgresql() else sqlite
    names = [
        "deadline_id",
        "due_on",
        "rung",
        "audience",
        "recipient_id",
        "written_on",
        "written_at",
    ]
    statement = dialect.insert(Alert).from_select(names, rows, include_defaults=False)
    return changed_rows(session().execute(statement.on_conflict_do_nothing()))


def _close_milder(due: ColumnElement[bool], on: Occasion) -> None:
    """Close open alerts of the same deadlines for milder rungs than the one now told."""
    swept = select(Deadline.id).where(due)
    worse = exists().where(
        Deadline.id == Alert.deadline_id,
        due,
        LOOKED.c.shape_id == Deadline.shape_id,
        LOOKED.c.rung.is_not(None),
        LOOKED.c.rung != Alert.rung,
    )
    session().execute(
        update(Alert)
        .where(Alert.closed_at.is_(None), Alert.deadline_id.in_(swept), worse)
        .values(closed_at=on.now, closed_why="worse")
        .execution_options(synchronize_session=False)
    )


def _set_next(due: ColumnElement[bool]) -> int:
    next_on = (
        select(LOOKED.c.next_on).where(LOOKED.c.shape_id == Deadline.shape_id).scalar_subquery()
    )
    statement = (
        update(Deadline)
        .where(due)
        .values(next_alert_on=next_on)
        .execution_options(synchronize_session=False)
    )
    return changed_rows(session().execute(statement))


def _drop_scratch() -> None:
    _scratch.drop_all(session().connection(), checkfirst=False)


def _is_postgresql() -> bool:
    return session().get_bind().dialect.name == "postgresql"
