"""Periods that figures are counted over: months, quarters, half years and years."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from compliance.core.dates import MONTHS, MONTHS_IN_FULL
from compliance.core.errors import BadValue

MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True, order=True)
class Period:
    """A span of whole months, both days included."""

    from_on: date
    to_on: date

    @property
    def key(self) -> str:
        """Return "2026-10" for a month, else "2026-10-01/2026-12-31"."""
        if self.is_month:
            return f"{self.from_on:%Y-%m}"
        return f"{self.from_on.isoformat()}/{self.to_on.isoformat()}"

    @property
    def is_month(self) -> bool:
        """Return whether it is one whole month."""
        return self == month_of(self.from_on)

    @property
    def words(self) -> str:
        """Return "October 2026", or the first and last month."""
        if self.is_month:
            return f"{MONTHS_IN_FULL[self.from_on.month - 1]} {self.from_on.year}"
        first, last = self.from_on, self.to_on
        since = MONTHS[first.month - 1] + ("" if first.year == last.year else f" {first.year}")
        return f"{since} to {MONTHS[last.month - 1]} {last.year}"

    def holds(self, day: date | None) -> bool:
        """Return whether `day` lies in it; no day lies in none."""
        return day is not None and self.from_on <= day <= self.to_on


def month_of(day: date) -> Period:
    """Return the month that `day` lies in."""
    last = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last))


def span_of(day: date, months: int) -> Period:
    """Return the month, quarter, half year or year (1, 3, 6, 12 months) that `day` lies in."""
    first = (day.month - 1) // months * months + 1
    begun = date(day.year, first, 1)
    return Period(begun, months_after(begun, months - 1).to_on)


def months_after(day: date, months: int) -> Period:
    """Return the month that lies `months` after that of `day`; negative ones lie before."""
    place = day.year * 12 + day.month - 1 + months
    return month_of(date(place // 12, place % 12 + 1, 1))


def last_months(day: date, count: int) -> tuple[Period, ...]:
    """Return the `count` months up to and including that of `day`, oldest first."""
    return tuple(months_after(day, at - count + 1) for at in range(count))


def month_from(text: str) -> Period:
    """Return the month written as "2026-10".

    Raises:
        BadValue: it is written otherwise, or there is no such month.
    """
    found = MONTH.fullmatch(text.strip())
    if found:
        year, month = int(found[1]), int(found[2])
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= len(MONTHS):
            return month_of(date(year, month, 1))
    raise BadValue(f"{text} is not a month. Use YYYY-MM, such as 2026-10.", "period")
