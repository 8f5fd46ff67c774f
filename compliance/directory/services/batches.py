"""What writing the directory in batches needs: runs of a bounded size, new numbers, a stamp."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from compliance.db import session, write_rows
from compliance.directory.models import Practice, Provider
from compliance.occasions import Occasion

SLICE = 500


def slices(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """Yield the items in runs of at most `size`, so that no statement grows without bound."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def new_numbers(table: type[Provider] | type[Practice], count: int, on: Occasion) -> list[int]:
    """Write new lasting numbers in one statement and return them; each is found by its key."""
    keys = [uuid4().hex for _ in range(count)]
    write_rows(table, [{"key": key, "made_at": on.now} for key in keys])
    found: dict[str, int] = {}
    for some in slices(keys, SLICE):
        query = select(table.key, table.id).where(table.key.in_(some))
        found |= dict(session().execute(query).all())
    return [found[key] for key in keys]


def stamp(on: Occasion) -> dict[str, Any]:
    """Return the columns of a row that holds from today on."""
    return {
        "from_on": on.today,
        "until_on": None,
        "recorded_at": on.now,
        "superseded_at": None,
    }
