"""When the alerts last ran, when they run next, and whether that is too long ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from compliance.db import session
from compliance.deadlines.queries.alerts import AlertView, count_of
from compliance.occasions import Occasion
from compliance.wallclock import local_day, moment_of
from compliance.work.queries import last_success_query

SWEEP = "sweep"  # the name of the timed job
SWEEP_HOUR = 6  # in California; as in the timetable
STALE_HOURS = "jobs.stale_hours"


@dataclass(frozen=True)
class RunState:
    """What the head of the alerts page says."""

    open: int
    snoozed: int
    last_at: datetime | None
    next_at: datetime
    is_stale: bool


def run_state(on: Occasion) -> RunState:
    """Return the person's counts and the state of the runs, read in one statement.

    An instance whose alerts never ran is new, and not late.
    """
    query = select(
        count_of(AlertView.OPEN, on).label("open"),
        count_of(AlertView.SNOOZED, on).label("snoozed"),
        last_success_query(SWEEP).label("last_at"),
    )
    row = session().execute(query).one()
    longest = timedelta(hours=on.book.parameter(STALE_HOURS).days_on(on.today))
    is_stale = row.last_at is not None and on.now - row.last_at > longest
    return RunState(row.open, row.snoozed, row.last_at, next_run_at(on.now), is_stale)


def next_run_at(now: datetime) -> datetime:
    """Return the next six in the morning."""
    today = local_day(now)
    at = moment_of(today, SWEEP_HOUR)
    return at if at > now else moment_of(today + timedelta(days=1), SWEEP_HOUR)
