"""Whose application it is: its provider, its practice, and the twin of a PCBH pair."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from compliance.core.identifiers import npi_problem
from compliance.core.states import ApplicationState
from compliance.credentialing.models import ApplicationRef, ApplicationRow, FormerBelonging
from compliance.credentialing.rules.entries import DESTINATIONS, Entry
from compliance.db import seen, session
from compliance.directory.services import (
    Applicant,
    PracticeValues,
    ProviderValues,
    correct_provider,
    place_practices,
    place_providers,
    provider_with_npi,
)
from compliance.occasions import Occasion
from compliance.wallclock import local_day

Belonging = tuple[int, int | None, int | None]
OVER = frozenset(
    {
        ApplicationState.WITHDRAWN,
        ApplicationState.CLOSED,
        ApplicationState.NOT_ELIGIBLE,
        ApplicationState.VOID,
        ApplicationState.MERGED,
        ApplicationState.DENIED,
    }
)
"""States in which a file waits for no twin: a new application is another matter."""


@lru_cache(maxsize=4096)
def sound_npi(npi: str) -> str:
    """Return the NPI, or nothing where its digits cannot be right."""
    return "" if npi_problem(npi) else npi


def applicant_of(entry: Entry, birth_date: date | None = None) -> Applicant:
    """Return the applicant as the directory knows people. A wrong NPI names nobody."""
    values = ProviderValues(
        last_name=entry.last_name,
        first_name=entry.first_name,
        sort_name=entry.sort_name,
        npi=sound_npi(entry.npi),
        license_number=entry.license_number,
        license_state=entry.license_state,
        caqh_id=entry.caqh_id,
        email=entry.email,
    )
    return Applicant(values, birth_date)


def practice_of(entry: Entry) -> PracticeValues:
    """Return the practice that an application names."""
    return PracticeValues(entry.practice_name, entry.practice_npi, entry.tin, entry.contact_email)


def follow_values(number: int, before: Entry, after: Entry, on: Occasion) -> None:
    """Carry values that were set right into the directory.

    An NPI set right may turn out to be somebody else's: the application is theirs then. Where
    the provider has other applications, those keep the provider, and this one finds its own.
    """
    if before == after:
        return
    ref = session().get_one(ApplicationRef, number)
    stood = belonging(ref)
    was, now = applicant_of(before).values, applicant_of(after).values
    if now.npi != was.npi and _is_another(ref, now):
        ref.provider_id = place_providers([applicant_of(after)], on)[0]
    elif now != was:
        correct_provider(ref.provider_id, now, on)
    if practice_of(before) != practice_of(after):
        ref.practice_id = place_practices([practice_of(after)], on)[0]
    keep_former(ref, stood, on)
    if ref.twin_id is None and after.model == "pcbh":
        link_twins([number], on)


def keep_former(ref: ApplicationRef, stood: Belonging, on: Occasion) -> None:
    """Keep whose an application was where that has changed; one made in this act was nobody's."""
    if stood == belonging(ref) or ref.made_at == on.now:
        return
    row = FormerBelonging
    since = select(func.max(row.superseded_at)).where(row.application_id == ref.id)
    began = session().scalar(since) or ref.made_at
    days = {"from_on": local_day(began), "recorded_at": began, "superseded_at": on.now}
    provider, practice, twin = stood
    whose = {"provider_id": provider, "practice_id": practice, "twin_id": twin}
    session().add(row(application_id=ref.id, until_on=None, **whose, **days))
    session().flush()


def belonging(ref: ApplicationRef) -> Belonging:
    """Return provider, practice and twin of an application as they stand now."""
    return ref.provider_id, ref.practice_id, ref.twin_id


def _is_another(ref: ApplicationRef, now: ProviderValues) -> bool:
    """Return whether the NPI is on record as another provider's, or others share this one."""
    if not now.npi:
        return False
    table = ApplicationRef
    shared = select(table.id).where(table.provider_id == ref.provider_id, table.id != ref.id)
    is_shared = session().scalar(shared.limit(1)) is not None
    return is_shared or provider_with_npi(now.npi) not in {None, ref.provider_id}


def link_twins(numbers: Collection[int], on: Occasion) -> None:
    """Link each of these PCBH applications with the same provider's to the other destination.

    A file that ended is nobody's twin; of several that wait, the oldest is.
    """
    if not numbers:
        return
    rows = _waiting_beside(numbers)
    shelves: dict[tuple[int, str], list[Any]] = {}
    for row in rows:
        shelves.setdefault((row.provider_id, row.role), []).append(row)
    twins: dict[int, int] = {}
    for row in rows:
        shelf = shelves[row.provider_id, row.role]
        others = (each.id for each in shelf if _is_twin(row, each) and each.id not in twins)
        if row.id in numbers and row.id not in twins and (other := next(others, None)):
            twins |= {row.id: other, other: row.id}
    for ref in session().scalars(select(ApplicationRef).where(ApplicationRef.id.in_(twins))):
        stood = belonging(ref)
        ref.twin_id = twins[ref.id]
        keep_former(ref, stood, on)
    session().flush()


def _waiting_beside(numbers: Collection[int]) -> list[Any]:
    """Return the applications without a twin, and not over, of the same providers, oldest first."""
    ref, row = ApplicationRef, ApplicationRow
    providers = select(ref.provider_id).where(ref.id.in_(numbers))
    query = (
        select(ref.id, ref.provider_id, row.role, row.destination)
        .join(row, row.application_id == ref.id)
        .where(
            ref.provider_id.in_(providers),
            ref.twin_id.is_(None),
            seen(row, None, None),
            row.state.not_in(OVER),
        )
        .order_by(ref.id)
    )
    return list(session().execute(query))


def _is_twin(row: Any, other: Any) -> bool:
    return {row.destination, other.destination} == set(DESTINATIONS)
