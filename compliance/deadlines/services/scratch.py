"""Two small temporary tables that a sweep joins against: what each shape owes, and who is told.

They are made once per connection and emptied before each use. Whom a shape tells, and in which
parts somebody stands to an owner, are sets of bits, so that one condition joins them.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Date, Integer, MetaData, String, Table, delete, insert
from sqlalchemy.schema import CreateTable

from compliance.db import session
from compliance.deadlines.models import DeadlineShape
from compliance.deadlines.queries.recipients import AUDIENCES, recipients_of
from compliance.deadlines.rules import look
from compliance.occasions import Occasion

BITS = {name: 1 << place for place, name in enumerate(AUDIENCES)}
_scratch = MetaData()
LOOKED = Table(
    "sweep_looked",
    _scratch,
    Column("shape_id", Integer, primary_key=True, autoincrement=False),
    Column("due_on", Date, nullable=False),
    Column("rung", String(20)),
    Column("tells", Integer, nullable=False),
    Column("next_on", Date),
    prefixes=["TEMPORARY"],
)
TOLD = Table(
    "sweep_told",
    _scratch,
    Column("owner_id", Integer, primary_key=True, autoincrement=False),
    Column("recipient_id", Integer, primary_key=True, autoincrement=False),
    Column("parts", Integer, nullable=False),
    prefixes=["TEMPORARY"],
)


def fill_scratch(shapes: Sequence[DeadlineShape], owners: Sequence[int], on: Occasion) -> bool:
    """Write what each shape owes today and whom each owner's alerts tell.

    Returns whether any shape has reached a rung, so that there are alerts to write.
    """
    connection = session().connection()
    for table in (LOOKED, TOLD):
        connection.execute(CreateTable(table, if_not_exists=True))
        connection.execute(delete(table))
    looked = [_looked_row(each, on) for each in shapes]
    connection.execute(insert(LOOKED), looked)
    told = list(_told_rows(owners, on))
    if told:
        connection.execute(insert(TOLD), told)
    return any(row["rung"] for row in looked)


def _looked_row(shape: DeadlineShape, on: Occasion) -> dict[str, Any]:
    rungs = on.book.ladders[shape.ladder].rungs_on(on.today)
    calendar = on.book.calendar(shape.calendar)
    seen = look(rungs, shape.due_on, shape.legal_on, calendar, on.today)
    return {
        "shape_id": shape.id,
        "due_on": shape.due_on,
        "rung": seen.rung,
        "tells": sum(BITS[each] for each in set(seen.audience)) if seen.rung else 0,
        "next_on": seen.next_on,
    }


def _told_rows(owners: Collection[int], on: Occasion) -> Iterator[dict[str, int]]:
    """Yield everybody to be told for an owner, once, with all the parts they stand in."""
    for owner, people in recipients_of(owners, on.today).items():
        parts: dict[int, int] = {}
        for audience in AUDIENCES:
            for person in people[audience]:
                parts[person] = parts.get(person, 0) | BITS[audience]
        for person, bits in parts.items():
            yield {"owner_id": owner, "recipient_id": person, "parts": bits}
