"""Shapes: the distinct ladders, due days and limits, so that a sweep looks at each once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from compliance.core.rulebook import Rulebook
from compliance.db import session
from compliance.deadlines.models import DeadlineShape

SLICE = 200
USUAL_CALENDAR = "ca_strict"


@dataclass(frozen=True)
class Shape:
    """What decides the alert days of a deadline."""

    ladder: str
    calendar: str
    due_on: date
    legal_on: date | None

    @property
    def key(self) -> str:
        """Return what the shape is found by."""
        return f"{self.ladder}|{self.calendar}|{self.due_on}|{self.legal_on or ''}"


def ladder_and_calendar(kind: str, book: Rulebook) -> tuple[str, str]:
    """Return the ladder and the calendar that a kind of deadline goes by.

    A kind that is no clock of the rulebook goes by the usual calendar.
    """
    clock = book.clocks.get(kind)
    return book.ladder_for(kind).id, clock.calendar if clock else USUAL_CALENDAR


def shape_ids(shapes: Collection[Shape]) -> dict[Shape, int]:
    """Return the number of each shape; those not there yet are written."""
    wanted = set(shapes)
    found = _known(wanted)
    missing = sorted(wanted - found.keys(), key=lambda each: each.key)
    if missing:
        _write(missing)
        found |= _known(missing)
    return found


def _write(shapes: Sequence[Shape]) -> None:
    """Write shapes; one that another transaction wrote just now is left as it is."""
    is_postgresql = session().get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if is_postgresql else sqlite.insert
    rows = [{**vars(each), "key": each.key} for each in shapes]
    table = DeadlineShape.__table__
    session().connection().execute(insert(table).on_conflict_do_nothing(), rows)


def _known(wanted: Collection[Shape]) -> dict[Shape, int]:
    by_key = {each.key: each for each in wanted}
    keys = sorted(by_key)
    found: dict[Shape, int] = {}
    for start in range(0, len(keys), SLICE):
        some = DeadlineShape.key.in_(keys[start : start + SLICE])
        query = select(DeadlineShape.key, DeadlineShape.id).where(some)
        found |= {by_key[key]: number for key, number in session().execute(query)}
    return found
