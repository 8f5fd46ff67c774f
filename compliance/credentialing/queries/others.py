"""The other applications of the same provider: an earlier one that ended, a later one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, select

from compliance.core.states import APPLICATION_WORDS, ApplicationState, Word
from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.queries.belongings import belongings
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
    of = belongings(on.known_at)
    mine = select(of.c.provider_id).where(of.c.id == number).scalar_subquery()
    twin = select(of.c.twin_id).where(of.c.id == number, of.c.twin_id.is_not(None))
    row = ApplicationRow.application_id
    return _applications(on, mine, row != number, row.not_in(twin))


def applications_of(provider_id: int, on: Occasion) -> list[Other]:
    """Return the applications of a provider, newest first."""
    return _applications(on, provider_id)


def _applications(
    on: Occasion, provider: int | ScalarSelect[int], *conditions: ColumnElement[bool]
) -> list[Other]:
    of, row = belongings(on.known_at), ApplicationRow
    query = (
        select(row.ref, row.state, row.role, row.destination, row.received_on)
        .join(of, of.c.id == row.application_id)
        .where(of.c.provider_id == provider, *conditions, seen(row, on.as_of, on.known_at))
        .order_by(row.received_on.desc(), row.application_id.desc())
        .limit(MOST)
    )
    return [
        Other(name, APPLICATION_WORDS[ApplicationState(state)], role, destination, day)
        for name, state, role, destination, day in session().execute(query)
    ]
