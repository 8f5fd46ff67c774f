"""Calendars of open and closed days, listed year by year.

Counting uses a table of business-day ordinals: `rank` says how many open days lie up to and
including a day, so the n-th business day after it is one look-up (promise B1).
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar, Literal

from compliance.core.dates import day_words
from compliance.core.errors import NoValueInForce

Confidence = Literal["C", "S", "M", "U"]
STRICT: dict[str, Any] = {"extra": "forbid", "strict": False}
SATURDAY = 5
WEEKEND = {5: "Saturday", 6: "Sunday"}


@dataclass(frozen=True)
class Source:
    """Where a value comes from, and the day somebody read it there.

    An assumption names its reason in `assumed` instead of pretending to a source. `confidence`
    stands where this source is surer or less sure than the value as a whole.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    cite: str
    url: str | None = None
    checked_on: date | None = None
    assumed: str | None = None
    confidence: Confidence | None = None


@dataclass(frozen=True)
class Calendar:
    """Closed weekdays of the listed years; every Saturday and Sunday is closed besides.

    `years` maps each listed year to its closed days and their names. A day outside the listed
    years raises, so that nobody counts on a year whose holidays nobody has entered.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    version: str
    years: Mapping[int, Mapping[date, str]]
    sources: tuple[Source, ...] = ()
    confidence: Confidence = "C"
    note: str = ""
    closures: Mapping[date, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        closed = {day: name for days in self.years.values() for day, name in days.items()}
        object.__setattr__(self, "closures", closed)

    @cached_property
    def _first(self) -> int:
        return date(min(self.years), 1, 1).toordinal()

    @cached_property
    def _open_days(self) -> list[date]:
        end = date(max(self.years), 12, 31).toordinal()
        span = map(date.fromordinal, range(self._first, end + 1))
        return [day for day in span if day.weekday() < SATURDAY and day not in self.closures]

    @cached_property
    def _ranks(self) -> list[int]:
        """Return, for each listed day, how many open days lie up to and including it."""
        end = date(max(self.years), 12, 31).toordinal()
        days = [day.toordinal() for day in self._open_days]
        return [bisect_right(days, n) for n in range(self._first, end + 1)]

    @cached_property
    def _table(self) -> tuple[dict[date, int], list[date]]:
        """Return the rank of each listed day, and the open days by rank, from 1."""
        span = map(date.fromordinal, range(self._first, self._first + len(self._ranks)))
        return dict(zip(span, self._ranks, strict=True)), [date.min, *self._open_days]

    @cached_property
    def _why_closed(self) -> list[tuple[date, str | None]]:
        """Return each listed day with what closes it."""
        end = date(max(self.years), 12, 31).toordinal()
        span = map(date.fromordinal, range(self._first, end + 1))
        return [(day, self.closures.get(day) or WEEKEND.get(day.weekday())) for day in span]

    def _rank(self, day: date) -> int:
        self._refuse_unlisted(day)
        return self._ranks[day.toordinal() - self._first]

    def _refuse_unlisted(self, day: date) -> None:
        if day.year not in self.years:
            listed = f"{min(self.years)} to {max(self.years)}"
            raise NoValueInForce(
                f"Calendar {self.id} does not list {day.year} (it lists {listed}). "
                f"Add the year to policies/calendars/{self.id}.yaml "
                f"before counting to {day_words(day)}."
            )

    def _nth(self, rank: int, day: date, asked: str) -> date:
        """Return the open day of that rank; `asked` says what was looked for from `day`."""
        if 0 < rank <= len(self._open_days):
            return self._open_days[rank - 1]
        raise NoValueInForce(
            f"Calendar {self.id} does not reach {asked} {day_words(day)}. Add the missing year to "
            f"policies/calendars/{self.id}.yaml."
        )

    def is_open(self, day: date) -> bool:
        """Return whether business is done on `day`. Raises for a year that is not listed."""
        self._refuse_unlisted(day)
        return day.weekday() < SATURDAY and day not in self.closures

    def why_closed(self, day: date) -> str | None:
        """Return the holiday or weekday that closes `day`, or None if it is open."""
        self._refuse_unlisted(day)
        return self.closures.get(day) or WEEKEND.get(day.weekday())

    def days_after(self, start: date, last: date) -> list[tuple[date, str | None]]:
        """Return each day after `start` up to `last` with what closes it; None for an open day."""
        self._refuse_unlisted(last)
        self._refuse_unlisted(start)
        first = self._first - 1
        return self._why_closed[start.toordinal() - first : last.toordinal() - first]

    def plus_business_days(self, day: date, count: int) -> date:
        """Return the `count`-th business day after `day`; `day` itself is never counted."""
        if count > 0:
            ranks, opened = self._table
            try:
                return opened[ranks[day] + count]
            except LookupError:
                pass  # an unlisted year, said below
        return self._nth(self._rank(day) + count, day, "the business day counted from")

    def roll_back(self, day: date) -> date:
        """Return `day` if it is open, else the last open day before it."""
        return self._nth(self._rank(day), day, "an open day before")

    def roll_back_if_listed(self, day: date) -> date:
        """Return the last open day up to `day`; a day of a year that is not listed stays."""
        listed = {day.year, day.year - 1} <= self.years.keys()
        return self.roll_back(day) if listed else day

    def roll_forward(self, day: date) -> date:
        """Return `day` if it is open, else the first open day after it."""
        return (
            day if self.is_open(day) else self._nth(self._rank(day) + 1, day, "an open day after")
        )

    def business_days_between(self, start: date, end: date) -> int:
        """Return how many business days lie after `start`, up to and including `end`."""
        return self._rank(end) - self._rank(start)

    def closed_between(self, start: date, end: date) -> dict[date, str]:
        """Return the closed weekdays from `start` to `end`, both included, with their names."""
        span = (start + timedelta(n) for n in range((end - start).days + 1))
        return {day: self.closures[day] for day in span if day in self.closures}
