"""The only place that reads the real clock. Everything else is handed `now` and `today`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")


@dataclass(frozen=True)
class WallClock:
    """The clock of one instance, shifted by whole days where it was made with another today."""

    shift_days: int = 0

    def now(self) -> datetime:
        """Return the present moment in UTC, shifted for an instance made with `--today`."""
        return datetime.now(UTC) + timedelta(days=self.shift_days)

    def today(self) -> date:
        """Return the present calendar day in California."""
        return local_day(self.now())


def local_day(moment: datetime) -> date:
    """Return the California calendar day of an instant (Gov. Code 6808)."""
    return moment.astimezone(PACIFIC).date()


def end_of_day(day: date) -> datetime:
    """Return the last instant of a California day, in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), PACIFIC)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def start_of_day(day: date) -> datetime:
    """Return the first instant of a California day, in UTC."""
    return moment_of(day, 0)


def moment_of(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the UTC instant of a local time on a California day."""
    return datetime.combine(day, time(hour, minute), PACIFIC).astimezone(UTC)


def shift_to(day: date) -> WallClock:
    """Return a clock on which the present day is `day`."""
    return WallClock((day - WallClock().today()).days)
