"""Dates as people type them and as files carry them."""

import re
from datetime import date, timedelta

from compliance.core.errors import ComplianceError

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS_IN_FULL = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_IN_FULL = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
FIRST_YEAR, LAST_YEAR = 1900, 2199

ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
SLASHES = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})", re.ASCII)
DAY_FIRST = re.compile(
    r"(?:(?P<weekday>[a-z]+),? +)?(?P<day>\d{1,2}) +(?P<name>[a-z]+),? +(?P<year>\d{4})",
    re.ASCII | re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    r"(?:(?P<weekday>[a-z]+),? +)?(?P<name>[a-z]+) +(?P<day>\d{1,2}),? +(?P<year>\d{4})",
    re.ASCII | re.IGNORECASE,
)
STEPS = re.compile(r"[+-]\d{1,4}", re.ASCII)
WORDS = {"t": 0, "today": 0, "y": -1, "yesterday": -1}

FOR_PEOPLE = "Use MM/DD/YYYY."
FOR_FILES = "Use YYYY-MM-DD."


def day_short(day: date) -> str:
    """Return "Tue 19 Jan", for a day whose year is plain from its place."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def day_full(day: date) -> str:
    """Return "Tue 19 Jan 2027": headlines, working, anything that is quoted."""
    return f"{day_short(day)} {day.year}"


def day_words(day: date) -> str:
    """Return "1 Dec 2026": a day inside a sentence that people read."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


class BadDay(ComplianceError):
    """Text that is no date; the message says so and names a way to write one."""


def parse_day(text: str, today: date) -> date:
    """Return the day a person means by `text`.

    Takes `11/13/2026`, `2026-11-13`, `13 Nov 2026`, `Nov 13, 2026`, with or without the weekday,
    and, counted from `today`: `t`, `y`, `-3`, `+3`.

    Raises:
        BadDay: no such day, a weekday that does not fit, or a form not listed above.
    """
    typed = text.strip()
    word = typed.casefold()
    if word in WORDS:
        return today + timedelta(days=WORDS[word])
    if STEPS.fullmatch(word):
        return today + timedelta(days=int(word))
    return _first_match(typed, (ISO, SLASHES, DAY_FIRST, MONTH_FIRST), FOR_PEOPLE)


def parse_file_day(text: str) -> date:
    """Return the day written in a file, as `2026-11-13` or `11/13/2026` only.

    Raises:
        BadDay: anything else.
    """
    return _first_match(text.strip(), (ISO, SLASHES), FOR_FILES)


def _first_match(typed: str, shapes: tuple[re.Pattern[str], ...], way_out: str) -> date:
    for shape in shapes:
        if found := shape.fullmatch(typed):
            return _read(typed, found, way_out)
    raise _not_a_date(typed, way_out)


def _read(typed: str, found: re.Match[str], way_out: str) -> date:
    parts = found.groupdict()
    month = int(parts["month"]) if "month" in parts else _index(parts["name"], MONTHS_IN_FULL) + 1
    try:
        day = date(int(parts["year"]), month, int(parts["day"]))
    except ValueError as nonsense:
        raise _not_a_date(typed, way_out) from nonsense
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadDay(f"{typed} lies outside {FIRST_YEAR} to {LAST_YEAR}. Check the year.")
    if parts.get("weekday") and _index(parts["weekday"], WEEKDAYS_IN_FULL) != day.weekday():
        actual = WEEKDAYS_IN_FULL[day.weekday()]
        raise BadDay(f"{typed} is a {actual}. Check the day, or leave the weekday out.")
    return day


def _index(word: str, names: tuple[str, ...]) -> int:
    """Return which of `names` the word means, by three letters or more; -1 for none."""
    start = word.casefold()
    if len(start) < 3:
        return -1
    return next((n for n, name in enumerate(names) if name.casefold().startswith(start)), -1)


def _not_a_date(typed: str, way_out: str) -> BadDay:
    shown = typed if len(typed) <= 40 else typed[:40] + "…"
    return BadDay(f"{shown} is not a date. {way_out}" if shown else f"No date given. {way_out}")
