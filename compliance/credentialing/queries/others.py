"""The other applications of the same provider: an earlier one that ended, a later one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from compliance.core.states import APPLICATION_WORDS, ApplicationState, Word
from compliance.credentialing.models import ApplicationRef, ApplicationRow
from compliance.db import seen, session
from compliance.occasions import Occasion

MOST = 10


@dataclass(frozen=True)
class Other:
    """Another application of the provider, as the page names it."""

    ref: str
    word: Word
    role: str
    destination: str
    received_on: date


def others_of(number: int, on: Occasion) -> list[Other]:
    """Return the provider's other applications, newest first; the twin of a pair is not one.

    Whoever withdrew and applies again has a new application with clocks of its own; the old one
    is a step away. Source: domain notes 6.4.
    """
    ref = ApplicationRef
    mine = select(ref.provider_id).where(ref.id == number).scalar_subquery()
    twin = select(ref.twin_id).where(ref.id == number, ref.twin_id.is_not(None))
    return _applications(on, ref.provider_id == mine, ref.id != number, ref.id.not_in(twin))


def applications_of(provider_id: int, on: Occasion) -> list[Other]:
    """Return the applications of a provider, newest first."""
    return _applications(on, ApplicationRef.provider_id == provider_id)


def _applications(on: Occasion, *conditions: ColumnElement[bool]) -> list[Other]:
    ref, row = ApplicationRef, ApplicationRow
    query = (
        select(row.ref, row.state, row.role, row.destination, row.received_on)
        .join(ref, ref.id == row.application_id)
        .where(*conditions, seen(row, on.as_of, on.known_at))
        .order_by(row.received_on.desc(), row.application_id.desc())
        .limit(MOST)
    )
    return [
        Other(name, APPLICATION_WORDS[ApplicationState(state)], role, destination, day)
        for name, state, role, destination, day in session().execute(query)
    ]
