"""How dates, counts and statuses read in English. Staff and providers read them differently."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Flask

from compliance.core.dates import (
    MONTHS,
    MONTHS_IN_FULL,
    WEEKDAYS_IN_FULL,
    BadDay,
    day_full,
    day_short,
    parse_file_day,
)
from compliance.core.rulebook import CONFIDENCE_WORDS
from compliance.wallclock import PACIFIC, local_day

WEEKDAY_WITHIN = 90  # days either way that keep the weekday in a table
YEAR_BEYOND = 180  # days either way beyond which a table shows the year
KILO = 1024


def day_title(day: date) -> str:
    """Return "Tuesday 24 November 2026", the title of Today."""
    return f"{WEEKDAYS_IN_FULL[day.weekday()]} {day.day} {MONTHS_IN_FULL[day.month - 1]} {day.year}"


def day_table(day: date, today: date) -> str:
    """Return the day as tables show it: "Tue 19 Jan", "19 Mar", "1 Jul 2027".

    The weekday goes beyond 90 days from `today`, the year comes beyond 180.
    """
    distance = abs((day - today).days)
    if distance <= WEEKDAY_WITHIN:
        return day_short(day)
    plain = f"{day.day} {MONTHS[day.month - 1]}"
    return plain if distance <= YEAR_BEYOND else f"{plain} {day.year}"


def day_form(day: date) -> str:
    """Return "11/13/2026", as a date field holds it."""
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


def day_provider(day: date) -> str:
    """Return "January 19, 2027", as providers read it."""
    return f"{MONTHS_IN_FULL[day.month - 1]} {day.day}, {day.year}"


def day_promise(day: date) -> str:
    """Return "Tuesday, January 19, 2027": a date we promise a provider."""
    return f"{WEEKDAYS_IN_FULL[day.weekday()]}, {day_provider(day)}"


def day_asked(text: str | None) -> str:
    """Return the day an address names: "Fri 30 Oct 2026", "today" for none, else what it says."""
    try:
        return day_full(parse_file_day(text)) if text else "today"
    except BadDay:
        return str(text)


def relative(day: date, today: date) -> str:
    """Return "in 3 days", "tomorrow", "today", "yesterday" or "3 days ago"."""
    distance = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if distance in near:
        return near[distance]
    return f"in {distance:,} days" if distance > 0 else f"{-distance:,} days ago"


def days_left(day: date, today: date) -> str:
    """Return a clock's words: "3 days left", "Due today", "4 days overdue"."""
    distance = (day - today).days
    if distance == 0:
        return "Due today"
    return (
        f"{plural(distance, 'day')} left" if distance > 0 else f"{plural(-distance, 'day')} overdue"
    )


def time_staff(at: datetime) -> str:
    """Return "14:12" in Pacific time."""
    return f"{_pacific(at):%H:%M}"


def clock_time(at: datetime, today: date) -> str:
    """Return "14:12" for an instant of today, "Wed 25 Nov 14:12" for another day's."""
    return time_staff(at) if pacific_day(at) == today else stamp_staff(at, today)


def time_provider(at: datetime) -> str:
    """Return "8:52 a.m." in Pacific time."""
    local = _pacific(at)
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{local.hour % 12 or 12}:{local.minute:02} {half}"


def pacific_day(at: datetime) -> date:
    """Return the day an instant falls on in Pacific time."""
    return local_day(_pacific(at))


def stamp_staff(at: datetime, today: date) -> str:
    """Return "Wed 18 Nov 11:03": an instant in a list."""
    return f"{day_table(pacific_day(at), today)} {time_staff(at)}"


def stamp_full(at: datetime) -> str:
    """Return "Wed 18 Nov 2026, 11:03 PT": an instant that is quoted or leaves the house."""
    return f"{day_full(pacific_day(at))}, {time_staff(at)} PT"


def plural(number: int, one: str, many: str = "") -> str:
    """Return "1 application" or "13 applications"; `many` for words that do not take an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def count(number: int) -> str:
    """Return "1,234"."""
    return f"{number:,}"


def percent(share: float, digits: int = 1) -> str:
    """Return "96.4%" for 0.964."""
    return f"{share * 100:.{digits}f}%"


def money(cents: int) -> str:
    """Return "$1,234.56" for a number of cents."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02}"


def filesize(size: int) -> str:
    """Return "180 KB" or "2.4 MB" for a number of bytes."""
    if size < KILO:
        return plural(size, "byte")
    if size < KILO * KILO:
        return f"{size / KILO:.0f} KB"
    return f"{size / KILO / KILO:.1f} MB"


def initials(name: str) -> str:
    """Return "DW" for "Dana Whitfield": first and last, at most two letters."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words if len(words) < 2 else (words[0], words[-1])))


def person_short(name: str) -> str:
    """Return "Dana W." for "Dana Whitfield"."""
    first, _, rest = name.strip().partition(" ")
    return f"{first} {rest.split()[-1][0]}." if rest else first


def listed(words: list[str], joint: str = "and") -> str:
    """Return "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def confidence(letter: str) -> str:
    """Return how sure a source is, in words: "confirmed at the source"."""
    return CONFIDENCE_WORDS[letter]


def _pacific(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone; instants are kept in UTC.")
    return at.astimezone(PACIFIC)


FILTERS: tuple[Callable[..., Any], ...] = (
    day_full,
    day_short,
    day_title,
    day_table,
    day_form,
    day_provider,
    day_promise,
    day_asked,
    relative,
    days_left,
    time_staff,
    clock_time,
    time_provider,
    pacific_day,
    stamp_staff,
    stamp_full,
    plural,
    count,
    percent,
    money,
    filesize,
    initials,
    person_short,
    listed,
    confidence,
)


def register(app: Flask) -> None:
    """Give templates every filter of this file, under its own name."""
    for each in FILTERS:
        app.jinja_env.filters[each.__name__] = each
