"""Two small temporary tables that a sweep joins against: what each shape owes, and who is told.

They are made once per connection and emptied before each use.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table, delete, insert
from sqlalchemy.schema import CreateTable

from compliance.db import session
from compliance.deadlines.models import DeadlineShape
from compliance.deadlines.queries.recipients import AUDIENCES, recipients_of
from compliance.deadlines.rules import look
from compliance.occasions import Occasion

_scratch = MetaData()
LOOKED = Table(
    "sweep_looked",
    _scratch,
    Column("shape_id", Integer, primary_key=True, autoincrement=False),
    Column("rung", String(20)),
    *(Column(f"tells_{each}", Boolean, nullable=False) for each in AUDIENCES),
    Column("next_on", Date),
    prefixes=["TEMPORARY"],
)
TOLD = Table(
    "sweep_told",
    _scratch,
    Column("owner_id", Integer, primary_key=True, autoincrement=False),
    Column("audience", String(12), primary_key=True),
    Column("recipient_id", Integer, primary_key=True, autoincrement=False),
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
    tells = {f"tells_{each}": each in seen.audience for each in AUDIENCES}
    return {"shape_id": shape.id, "rung": seen.rung, "next_on": seen.next_on, **tells}


def _told_rows(owners: Sequence[int], on: Occasion) -> Iterator[dict[str, Any]]:
    for owner, people in recipients_of(owners, on.today).items():
        for audience in AUDIENCES:
            for recipient in people[audience]:
                yield {"owner_id": owner, "audience": audience, "recipient_id": recipient}
