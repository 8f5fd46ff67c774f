"""Shapes: the distinct ladders, due days and limits, so that a sweep looks at each once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from compliance.db import session
from compliance.deadlines.models import DeadlineShape

SLICE = 200


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


def shape_ids(shapes: Collection[Shape]) -> dict[Shape, int]:
    """Return the number of each shape; those not there yet are written."""
    wanted = set(shapes)
    found = _known(wanted)
    missing = sorted(wanted - found.keys(), key=lambda each: each.key)
    if missing:
        statement = insert(DeadlineShape).returning(DeadlineShape.id, sort_by_parameter_order=True)
        rows = [{**vars(each), "key": each.key} for each in missing]
        numbers = session().scalars(statement, rows).all()
        found |= dict(zip(missing, numbers, strict=True))
    return found


def _known(wanted: set[Shape]) -> dict[Shape, int]:
    by_key = {each.key: each for each in wanted}
    keys = sorted(by_key)
    found: dict[Shape, int] = {}
    for start in range(0, len(keys), SLICE):
        some = DeadlineShape.key.in_(keys[start : start + SLICE])
        query = select(DeadlineShape.key, DeadlineShape.id).where(some)
        found |= {by_key[key]: number for key, number in session().execute(query)}
    return found
