"""The place that a row of a roster names: there already, new, or other than on record."""

from dataclasses import dataclass, replace
from typing import Any

from compliance.core.dates import day_words
from compliance.directory.queries.members import KnownPlace
from compliance.directory.services import PlaceValues
from compliance.network.rules.roster_rows import RosterRow
from compliance.network.services.matching import Person
from compliance.occasions import Occasion

NOT_YET = 0
"""The number of a practice or place that is not on record while a file is judged."""


@dataclass(frozen=True)
class PlaceChange:
    """A place to be written: its practice by name, its values, the row it replaces."""

    practice: str
    values: PlaceValues
    replaced: int | None
    words: str


def place_change(row: RosterRow, person: Person, on: Occasion) -> PlaceChange | None:
    """Return what the row changes of the person's places, None where it is so already.

    The person's places are brought up to what the row says, for the rows that follow.
    """
    practice = row.given.get("practice", "")
    if not practice:
        return None
    spans: dict[str, Any] = {"from_on": row.days.get("location_from")}
    spans["until_on"] = row.days.get("location_to")
    given = {**row.address, **{name: day for name, day in spans.items() if day}}
    known = _same_place(practice, row, person)
    before = known.values if known else PlaceValues(NOT_YET, from_on=on.today)
    after = replace(before, **given)
    if known and after == before:
        return None
    if known:
        person.places.remove(known)
    person.places.append(KnownPlace(known.id if known else NOT_YET, practice, after))
    replaced = known.id if known and known.id else None
    return PlaceChange(practice, after, replaced, _words(practice, after))


def _same_place(practice: str, row: RosterRow, person: Person) -> KnownPlace | None:
    """Return the place of the same practice and address; a row without an address means any."""
    line = row.address.get("line", "").casefold()
    zip_code = row.address.get("zip_code", "")
    for place in person.places:
        values = place.values
        is_there = not line or not values.line or values.line.casefold() == line
        is_zip = not zip_code or not values.zip_code or values.zip_code == zip_code
        if place.practice.casefold() == practice.casefold() and is_there and is_zip:
            return place
    return None


def _words(practice: str, values: PlaceValues) -> str:
    where = ", ".join(part for part in (practice, values.line, values.city) if part)
    until = f" until {day_words(values.until_on)}" if values.until_on else ""
    return f"at {where}{until}"
