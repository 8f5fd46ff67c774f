"""Writing the directory: a provider or practice is found again before a new one is made.

Works on batches, so that a form with one entry and a file with ten thousand take the same way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import func, or_, select

from compliance.db import seen, session, write_rows
from compliance.directory.models import (
    Practice,
    PracticeDetail,
    Provider,
    ProviderDetail,
    ProviderRestricted,
)
from compliance.occasions import Occasion

SLICE = 500
Known = dict[tuple[str, ...], tuple[int, str]]


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
    numbers = _new_numbers(Provider, len(fresh), on)
    stamp = _stamp(on)
    details = [
        {"provider_id": number, **vars(each.values), **stamp}
        for number, each in zip(numbers, fresh, strict=True)
    ]
    born = [
        {"provider_id": number, "birth_date": each.birth_date, **stamp}
        for number, each in zip(numbers, fresh, strict=True)
        if each.birth_date
    ]
    write_rows(ProviderDetail, details)
    write_rows(ProviderRestricted, born)
    return numbers


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
    numbers = _new_numbers(Practice, len(fresh), on)
    stamp = _stamp(on)
    rows = [
        {"practice_id": number, **vars(each), **stamp}
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


def slices(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """Yield the items in runs of at most `size`, so that no statement grows without bound."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _new_numbers(table: type[Provider] | type[Practice], count: int, on: Occasion) -> list[int]:
    """Write new lasting numbers in one statement and return them; each is found by its key."""
    keys = [uuid4().hex for _ in range(count)]
    write_rows(table, [{"key": key, "made_at": on.now} for key in keys])
    found: dict[str, int] = {}
    for some in slices(keys, SLICE):
        query = select(table.key, table.id).where(table.key.in_(some))
        found |= dict(session().execute(query).all())
    return [found[key] for key in keys]


def _stamp(on: Occasion) -> dict[str, Any]:
    return {
        "from_on": on.today,
        "until_on": None,
        "recorded_at": on.now,
        "superseded_at": None,
    }
