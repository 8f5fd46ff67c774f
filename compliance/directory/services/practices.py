"""Practices: found again by their name before a new one is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from compliance.db import seen, session, write_rows
from compliance.directory.models import Practice, PracticeDetail
from compliance.directory.services.batches import SLICE, new_numbers, slices, stamp
from compliance.occasions import Occasion


@dataclass(frozen=True)
class PracticeValues:
    """What an application says of a practice."""

    name: str
    npi: str = ""
    tin: str = ""
    contact_email: str = ""


def place_practices(named: Sequence[PracticeValues], on: Occasion) -> list[int | None]:
    """Return a practice number for each, in order; None where no name was given."""
    wanted = {each.name.casefold(): each for each in named if each.name}
    known = _known_practices(sorted({each.name for each in named if each.name}))
    fresh = [each for name, each in wanted.items() if name not in known]
    numbers = new_numbers(Practice, len(fresh), on)
    stamped = stamp(on)
    rows = [
        {"practice_id": number, **vars(each), **stamped}
        for number, each in zip(numbers, fresh, strict=True)
    ]
    write_rows(PracticeDetail, rows)
    known |= {each.name.casefold(): number for each, number in zip(fresh, numbers, strict=True)}
    return [known.get(each.name.casefold()) for each in named]


def _known_practices(names: Sequence[str]) -> dict[str, int]:
    table = PracticeDetail
    found: dict[str, int] = {}
    for some in slices(names, SLICE):
        folded = func.lower(table.name).in_({each.lower() for each in some})
        query = select(table.name, table.practice_id).where(
            or_(table.name.in_(some), folded), seen(table, None, None)
        )
        found |= {name.casefold(): number for name, number in session().execute(query)}
    return found
