"""Locations: where a practice sees people, from one day to another."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from compliance.core.errors import BadValue, NotFound
from compliance.db import session
from compliance.directory.models import Location
from compliance.directory.rules import address_problems
from compliance.directory.services.batches import stamp
from compliance.occasions import Occasion


@dataclass(frozen=True)
class Address:
    """An address as it was given."""

    line: str
    city: str
    state: str
    zip_code: str
    county: str = ""


def add_location(practice_id: int, address: Address, from_on: date, on: Occasion) -> None:
    """Record an address of a practice from a day on; the same one twice is one.

    Raises:
        BadValue: a part of the address that cannot be right, or an address that is there.
    """
    on.refuse_past()
    for field, problem in address_problems(asdict(address)):
        raise BadValue(problem, field)
    if any(_address_of(row) == address for row in _standing(practice_id)):
        raise BadValue("This address is on record already.", "line")
    span = {**stamp(on), "from_on": from_on}
    session().add(Location(practice_id=practice_id, **asdict(address), **span))
    session().flush()


def leave_location(location_id: int, until_on: date, on: Occasion) -> None:
    """Record from which day on an address holds no more; the row as it was stays readable.

    Raises:
        NotFound: no such address stands.
        BadValue: a day before the address began to hold.
    """
    on.refuse_past()
    old = session().get(Location, location_id)
    if old is None or old.superseded_at or old.until_on:
        raise NotFound("There is no such address any more. Load the page again.")
    if until_on < old.from_on:
        raise BadValue("The address did not hold yet on that day. Check the day.", "until_on")
    old.superseded_at = on.now
    session().flush()
    span = {**stamp(on), "from_on": old.from_on, "until_on": until_on}
    session().add(Location(practice_id=old.practice_id, **asdict(_address_of(old)), **span))
    session().flush()


def _standing(practice_id: int) -> list[Location]:
    now = (Location.superseded_at.is_(None), Location.until_on.is_(None))
    query = select(Location).where(Location.practice_id == practice_id, *now)
    return list(session().scalars(query))


def _address_of(row: Location) -> Address:
    return Address(row.line, row.city, row.state, row.zip_code, row.county)
