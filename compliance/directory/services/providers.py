"""Providers: found again before a new one is made, and set right where an application was.

Works on batches, so that a form with one entry and a file with ten thousand take the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, select

from compliance.db import seen, session, write_rows
from compliance.directory.models import Provider, ProviderDetail, ProviderRestricted
from compliance.directory.services.batches import SLICE, new_numbers, slices, stamp
from compliance.occasions import Occasion

Known = dict[tuple[str, ...], tuple[int, str]]
D = TypeVar("D", ProviderDetail, ProviderRestricted)


@dataclass(frozen=True)
class ProviderValues:
    """What an application says of a provider."""

    last_name: str
    first_name: str = ""
    sort_name: str = ""
    npi: str = ""
    license_number: str = ""
    license_state: str = ""
    caqh_id: str = ""
    email: str = ""

    def known_by(self, birth_date: date | None = None) -> list[tuple[str, ...]]:
        """Return the keys this provider is known by, strongest first.

        Order: NPI, license, CAQH number, then name with birth date. A name alone never makes two
        files one person. Source: domain notes, section 15.
        """
        found: list[tuple[str, ...]] = []
        if self.npi:
            found.append(("npi", self.npi))
        if self.license_number:
            found.append(("license", self.license_number, self.license_state))
        if self.caqh_id:
            found.append(("caqh", self.caqh_id))
        if birth_date:
            found.append(("born", self.sort_name, birth_date.isoformat()))
        return found


@dataclass(frozen=True)
class Applicant:
    """A provider as one application gives it, with the restricted birth date apart."""

    values: ProviderValues
    birth_date: date | None = None


def place_providers(applicants: Sequence[Applicant], on: Occasion) -> list[int]:
    """Return a provider number for each applicant, in order; new providers are written."""
    known = _known_providers(applicants)
    numbers: list[int | None] = []
    fresh: list[Applicant] = []
    places: list[int] = []
    pending: dict[tuple[str, ...], int] = {}
    for applicant in applicants:
        keys = applicant.values.known_by(applicant.birth_date)
        npi = applicant.values.npi
        found = (known[key] for key in keys if key in known)
        number = next((each for each, other in found if _may_be_one(npi, other)), None)
        likely = (pending[key] for key in keys if key in pending)
        waiting = next((n for n in likely if _may_be_one(npi, fresh[n].values.npi)), None)
        if number is None and waiting is None:
            waiting = len(fresh)
            fresh.append(applicant)
        if waiting is not None:
            pending |= {key: waiting for key in keys if key not in pending}
        numbers.append(number)
        places.append(-1 if waiting is None else waiting)
    made = _make_providers(fresh, on)
    return [
        made[place] if number is None else number
        for number, place in zip(numbers, places, strict=True)
    ]


def _may_be_one(npi: str, other: str) -> bool:
    """Return whether two files may be one person's: two different NPIs are two people.

    Boards number their licenses each from one, so a bare number may be two people's.
    """
    return not (npi and other and npi != other)


def _known_providers(applicants: Sequence[Applicant]) -> Known:
    """Return the providers on record under any key of the applicants, with their NPIs."""
    table = ProviderDetail
    now = (table.superseded_at.is_(None), table.until_on.is_(None))
    found: Known = {}
    for column, values in (
        (table.npi, {each.values.npi for each in applicants}),
        (table.license_number, {each.values.license_number for each in applicants}),
        (table.caqh_id, {each.values.caqh_id for each in applicants}),
    ):
        for some in slices(sorted(values - {""}), SLICE):
            for row in session().scalars(select(table).where(column.in_(some), *now)):
                for key in _values_of(row).known_by():
                    found.setdefault(key, (row.provider_id, row.npi))
    return found | _known_by_birth(applicants)


def _known_by_birth(applicants: Sequence[Applicant]) -> Known:
    days = sorted({each.birth_date for each in applicants if each.birth_date})
    detail, restricted = ProviderDetail, ProviderRestricted
    found: Known = {}
    for some in slices(days, SLICE):
        query = (
            select(detail.sort_name, restricted.birth_date, detail.provider_id, detail.npi)
            .join(restricted, restricted.provider_id == detail.provider_id)
            .where(
                restricted.birth_date.in_(some),
                seen(detail, None, None),
                seen(restricted, None, None),
            )
        )
        for name, born, number, npi in session().execute(query):
            if born:
                found["born", name, born.isoformat()] = number, npi
    return found


def _values_of(row: ProviderDetail) -> ProviderValues:
    return ProviderValues(
        row.last_name, row.first_name, row.sort_name, row.npi, row.license_number,
        row.license_state, row.caqh_id, row.email,
    )  # fmt: skip


def _make_providers(fresh: Sequence[Applicant], on: Occasion) -> list[int]:
    numbers = new_numbers(Provider, len(fresh), on)
    stamped = stamp(on)
    details = [
        {"provider_id": number, **vars(each.values), **stamped}
        for number, each in zip(numbers, fresh, strict=True)
    ]
    born = [
        {"provider_id": number, "birth_date": each.birth_date, **stamped}
        for number, each in zip(numbers, fresh, strict=True)
        if each.birth_date
    ]
    write_rows(ProviderDetail, details)
    write_rows(ProviderRestricted, born)
    return numbers


def provider_with_npi(npi: str) -> int | None:
    """Return the oldest provider on record with an NPI, or None."""
    table = ProviderDetail
    held = select(table.provider_id).where(table.npi == npi, seen(table, None, None))
    return session().scalar(held.order_by(table.provider_id).limit(1))


def correct_provider(number: int, values: ProviderValues, on: Occasion) -> None:
    """Set the values of a provider right. They hold from the same day; the old stay readable."""
    old = session().scalars(_detail_of(ProviderDetail, number)).one()
    if _values_of(old) != values:
        _supersede(old, {**vars(values), "provider_id": number}, on)


def correct_birth_date(number: int, birth_date: date, on: Occasion) -> None:
    """Set the birth date of a provider right, or write the first one."""
    old = session().scalars(_detail_of(ProviderRestricted, number)).one_or_none()
    values = {"provider_id": number, "birth_date": birth_date}
    if old is None:
        session().add(ProviderRestricted(**values, **stamp(on)))
        session().flush()
    elif old.birth_date != birth_date:
        _supersede(old, values, on)


def birth_dates(numbers: Sequence[int]) -> dict[int, date]:
    """Return the birth dates on record, by provider."""
    table = ProviderRestricted
    found: dict[int, date] = {}
    for some in slices(sorted(set(numbers)), SLICE):
        query = select(table.provider_id, table.birth_date)
        rows = session().execute(query.where(table.provider_id.in_(some), seen(table, None, None)))
        found |= {number: day for number, day in rows if day}
    return found


def _detail_of(table: type[D], number: int) -> Select[D]:
    return select(table).where(table.provider_id == number, seen(table, None, None))


def _supersede(
    old: ProviderDetail | ProviderRestricted, values: dict[str, Any], on: Occasion
) -> None:
    """Write other values in place of a row, for the same span; one of this moment is replaced."""
    old.superseded_at = on.now
    session().flush()
    session().add(type(old)(**{**stamp(on), "from_on": old.from_on, **values}))
    session().flush()
