"""Reading the directory: organizations, and a practice with its locations."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select

from compliance.core.errors import NotFound
from compliance.db import recorded, seen, session
from compliance.directory.models import Location, Organization, PracticeDetail
from compliance.directory.rules import MBHO, ORGANIZATION_KINDS
from compliance.occasions import Occasion


@dataclass(frozen=True)
class OrganizationRow:
    """One organization as lists show it."""

    key: str
    kind: str
    name: str
    short_name: str
    phone: str
    email: str
    from_on: date

    @property
    def kind_word(self) -> str:
        """Return its kind in words."""
        return ORGANIZATION_KINDS.get(self.kind, self.kind)


@dataclass(frozen=True)
class LocationRow:
    """One address of a practice."""

    id: int
    line: str
    city: str
    county: str
    state: str
    zip_code: str
    from_on: date

    @property
    def text(self) -> str:
        """Return the address on one line."""
        return f"{self.line}, {self.city}, {self.state} {self.zip_code}"


@dataclass(frozen=True)
class PracticeView:
    """A practice as its page shows it."""

    id: int
    name: str
    npi: str
    tin: str
    contact_email: str
    locations: tuple[LocationRow, ...]


def organizations(on: Occasion) -> list[OrganizationRow]:
    """Return the organizations of the day seen: the plan, the MBHO, then medical groups."""
    table = Organization
    place = case({kind: at for at, kind in enumerate(ORGANIZATION_KINDS)}, value=table.kind)
    columns = (
        table.key, table.kind, table.name, table.short_name, table.phone, table.email,
        table.from_on,
    )  # fmt: skip
    query = select(*columns).where(seen(table, on.day_seen, on.known_at))
    return [OrganizationRow(*row) for row in session().execute(query.order_by(place, table.name))]


def organization(key: str, on: Occasion) -> OrganizationRow:
    """Return one organization of the day seen; raises `NotFound`."""
    found = next((each for each in organizations(on) if each.key == key), None)
    if found is None:
        raise NotFound(f"There is no organization {key}.")
    return found


def mbho_names(on: Occasion) -> dict[str, str]:
    """Return the name of each MBHO of the day seen, by its key; the one of set-up is first."""
    found = [each for each in organizations(on) if each.kind == MBHO]
    found.sort(key=lambda each: each.key != MBHO)
    return {each.key: each.name for each in found}


def practice(number: int, on: Occasion) -> PracticeView:
    """Return a practice as known then, with the addresses of the day seen; raises `NotFound`."""
    table = PracticeDetail
    known = (table.practice_id == number, recorded(table, on.known_at), table.until_on.is_(None))
    detail = session().scalars(select(table).where(*known)).one_or_none()
    if detail is None:
        raise NotFound(f"There is no practice {number}.")
    return PracticeView(
        number, detail.name, detail.npi, detail.tin, detail.contact_email, _locations(number, on)
    )


def _locations(number: int, on: Occasion) -> tuple[LocationRow, ...]:
    table = Location
    columns = (
        table.id, table.line, table.city, table.county, table.state, table.zip_code, table.from_on,
    )  # fmt: skip
    held = (table.practice_id == number, seen(table, on.day_seen, on.known_at))
    query = select(*columns).where(*held).order_by(table.city, table.line, table.id)
    return tuple(LocationRow(*row) for row in session().execute(query))
