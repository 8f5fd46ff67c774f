"""Counting from a day: the last day of a count, and the days passed on the way."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from compliance.core.calendars import Calendar
from compliance.core.errors import NoValueInForce
from compliance.core.rulebook import Parameter

LENGTHS: dict[str, Callable[[int], timedelta | relativedelta]] = {
    "calendar days": lambda count: timedelta(days=count),
    "months": lambda count: relativedelta(months=count),
    "years": lambda count: relativedelta(years=count),
}


class Step(NamedTuple):
    """One day of the working: counted or skipped, why, and toward which of the two dates."""

    day: date
    counted: bool
    why: str
    toward: str
    number: int | None = None


def counted_to(parameter: Parameter, start: date, count: int, calendar: Calendar) -> date:
    """Return the last of `count` units of the parameter from `start`, before any rolling."""
    if parameter.unit == "business days":
        return calendar.plus_business_days(start, count)
    step = LENGTHS.get(parameter.unit)
    if step is None:
        raise NoValueInForce(f"{parameter.id} is counted in {parameter.unit}, not in time.")
    try:
        return start + step(count) - timedelta(days=parameter.counts_first_day)
    except (OverflowError, ValueError):
        raise NoValueInForce(f"{count} {parameter.unit} from {start} is past year 9999.") from None


def counted_days(
    parameter: Parameter, start: date, last: date, calendar: Calendar, toward: str
) -> Iterator[Step]:
    """Yield each day after the start up to the last one: counted with its number, or skipped."""
    number = int(parameter.counts_first_day)
    if parameter.unit == "business days":
        yield from _business_days(start, last, calendar, toward, number)
        return
    for offset in range(1, (last - start).days + 1):
        number += 1
        day = start + timedelta(days=offset)
        yield Step(day, True, f"Calendar day {number}.", toward, number)


def _business_days(
    start: date, last: date, calendar: Calendar, toward: str, number: int
) -> Iterator[Step]:
    for day, closed in calendar.days_after(start, last):
        if closed:
            yield Step(day, False, f"Skipped: {closed}.", toward)
        else:
            number += 1
            yield Step(day, True, f"Business day {number}.", toward, number)


def rolled_days(last: date, end: date, calendar: Calendar, toward: str) -> Iterator[Step]:
    """Yield why the date moved from the last counted day to the date reached."""
    way, otherwise = "back to an open day", "Past the legal limit"
    if end > last:
        way, otherwise = "on to the next open day", "Not after the start"
    for offset in range(abs((end - last).days)):
        day = last + timedelta(days=offset if end > last else -offset)
        closed = calendar.why_closed(day) or otherwise
        yield Step(day, False, f"{closed}: moved {way}.", toward)
    if end != last:
        yield Step(end, True, "The open day it moved to.", toward)
