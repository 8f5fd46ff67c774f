"""When the alerts last ran, when they run next, and whether that is too long ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from compliance.accounts.queries import set_up_at_query
from compliance.audit.services import identifies
from compliance.core.states import MessageState
from compliance.db import session
from compliance.deadlines.queries.alerts import AlertView, count_of
from compliance.occasions import Occasion
from compliance.outbox.past import delivery_log_at
from compliance.outbox.queries import (
    PROBLEMS,
    LogFilter,
    LogLine,
    count_query,
    delivery_log,
)
from compliance.wallclock import end_of_day, local_day, moment_of
from compliance.work.queries import last_success_query

SWEEP = "sweep"  # the name of the timed job
SWEEP_HOUR = 6  # in California; as in the timetable
LONGEST_LOG = 500
STALE_HOURS = "jobs.stale_hours"


@dataclass(frozen=True)
class Standstill:
    """Alerts that have not run for too long: since their last run, or since set-up."""

    since: datetime
    has_run: bool


@dataclass(frozen=True)
class RunState:
    """What the head of the alerts page says."""

    open: int
    snoozed: int
    last_at: datetime | None
    next_at: datetime
    standstill: Standstill | None
    failed: int


def standstill(
    last_at: datetime | None, set_up_at: datetime | None, on: Occasion
) -> Standstill | None:
    """Return how long the alerts have stood still, None while that is not too long."""
    since = last_at or set_up_at
    if since is None or on.now - since <= longest_pause(on):
        return None
    return Standstill(since, has_run=last_at is not None)


def longest_pause(on: Occasion) -> timedelta:
    """Return how long a daily job may not have run before pages say so."""
    return timedelta(hours=on.book.parameter(STALE_HOURS).days_on(on.today))


def run_state(on: Occasion, log_days: int = 7) -> RunState:
    """Return the person's counts, the state of the runs, and how many messages of the log failed.

    Read in one statement; on another day the log tells what had failed by then.
    """
    query = select(
        count_of(AlertView.OPEN, on).label("open"),
        count_of(AlertView.SNOOZED, on).label("snoozed"),
        last_success_query(SWEEP).label("last_at"),
        set_up_at_query().label("set_up_at"),
        count_query(_log_wanted(on, log_days, PROBLEMS)).label("failed"),
    )
    row = session().execute(query).one()
    still = standstill(row.last_at, row.set_up_at, on)
    failed = _failed_by(on.seen_until, on, log_days) if on.seen_until else row.failed
    return RunState(row.open, row.snoozed, row.last_at, next_run_at(on.now), still, failed)


def _failed_by(moment: datetime, on: Occasion, days: int) -> int:
    """Return how many messages of the log had failed by a moment."""
    wanted = _log_wanted(on, days, PROBLEMS)
    return len(delivery_log_at(moment, wanted, limit=LONGEST_LOG))


def _log_wanted(on: Occasion, days: int, states: frozenset[MessageState]) -> LogFilter:
    """Return which messages the log shows: who sees own work alone sees own mail."""
    to = on.actor.person_id if on.actor.acts_on_own else None
    return LogFilter(states=states, since=log_since(on, days), person_id=to)


@identifies()
def log_lines(
    on: Occasion,
    days: int,
    *,
    only_failed: bool,
    before: tuple[datetime, int] | None = None,
    limit: int = LONGEST_LOG,
) -> list[LogLine]:
    """Return the delivery log of the last days, newest first, as it stood on the day seen.

    Who sees own work alone sees the mail to that person.
    """
    wanted = _log_wanted(on, days, PROBLEMS if only_failed else frozenset())
    if on.seen_until:
        return delivery_log_at(on.seen_until, wanted, before, limit)
    return delivery_log(wanted, before, limit)


def log_since(on: Occasion, days: int) -> datetime:
    """Return the instant from which the log of the last days is shown."""
    return end_of_day(on.day_seen - timedelta(days=days))


def next_run_at(now: datetime) -> datetime:
    """Return the next six in the morning."""
    today = local_day(now)
    at = moment_of(today, SWEEP_HOUR)
    return at if at > now else moment_of(today + timedelta(days=1), SWEEP_HOUR)
