"""What stands on every page: rail counts, and whether the alerts have run; one statement."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from compliance.credentialing.queries.lists import Filters, open_count
from compliance.db import session
from compliance.deadlines.queries import AlertView, breach_count, count_of
from compliance.occasions import Occasion
from compliance.work.queries import last_success_query

STALE_HOURS = "jobs.stale_hours"
SWEEP = "sweep"


@dataclass(frozen=True)
class Header:
    """The counts of the rail and the last time that the sweep ran."""

    overdue: int
    due_soon: int
    alerts: int
    breaches: int
    swept_at: datetime | None


def header_facts(on: Occasion) -> Header:
    """Return what every page's shell shows, read in one statement."""
    query = select(
        open_count(Filters(view="overdue"), on).label("overdue"),
        open_count(Filters(view="notice"), on).label("due_soon"),
        count_of(AlertView.OPEN, on).label("alerts"),
        breach_count(on).label("breaches"),
        last_success_query(SWEEP).label("swept_at"),
    )
    return Header(*session().execute(query).one())


def stale_since(header: Header, on: Occasion) -> datetime | None:
    """Return when the alerts last ran if that is too long ago, else None.

    An instance whose alerts never ran is new, and says nothing.
    """
    hours = on.book.parameter(STALE_HOURS).days_on(on.today)
    if header.swept_at is None or on.now - header.swept_at <= timedelta(hours=hours):
        return None
    return header.swept_at
