"""Calendars: what they close, how they count, and where they refuse."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.calendars import Calendar
from compliance.core.errors import NoValueInForce
from tests.makers.rulebook import book

STRICT = book().calendar("ca_strict")
JUDICIAL = book().calendar("ca_judicial")
DAYS = st.dates(date(2020, 2, 1), date(2036, 11, 30))
CHAVEZ = {"Cesar Chavez Day", "Farmworkers Day"}
NEVER_CLOSED_HERE = ("Lincoln", "Susan B. Anthony", "Juneteenth", "Columbus", "Diwali", "Lunar")


def names_in(calendar: Calendar, year: int) -> list[str]:
    return list(calendar.years[year].values())


def test_closures_of_2026_and_2027_are_those_of_the_notes() -> None:
    listed = [
        "01-01",
        "01-19",
        "02-16",
        "03-31",
        "05-25",
        "09-07",
        "11-11",
        "11-26",
        "11-27",
        "12-25",
    ]
    assert [f"{day:%m-%d}" for day in STRICT.years[2026]] == listed
    listed = [
        "01-01",
        "01-18",
        "02-15",
        "03-31",
        "05-31",
        "07-05",
        "09-06",
        "11-11",
        "11-25",
        "11-26",
    ]
    assert [f"{day:%m-%d}" for day in STRICT.years[2027]] == listed


@pytest.mark.parametrize("calendar", [STRICT, JUDICIAL], ids=lambda each: each.id)
def test_every_year_from_2020_to_2036_is_listed_in_order(calendar: Calendar) -> None:
    assert list(calendar.years) == list(range(2020, 2037))
    assert all(list(days) == sorted(days) for days in calendar.years.values())


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 7, 3), True),  # July 4 is a Saturday: nothing moves
        (date(2027, 12, 24), True),  # nor does Christmas
        (date(2027, 7, 5), False),  # a Sunday holiday moves to Monday
        (date(2023, 11, 10), False),  # November 11 on a Saturday moves to Friday
        (date(2027, 2, 12), True),  # Lincoln's Birthday closes no office
        (date(2026, 10, 12), True),  # nor does Columbus Day
        (date(2026, 6, 19), True),  # nor Juneteenth, which employees elect
        (date(2026, 11, 27), False),  # the day after Thanksgiving does
        (date(2026, 11, 28), False),  # so does every Saturday
    ],
)
def test_open_and_closed_days_of_ca_strict(day: date, open_: bool) -> None:
    assert STRICT.is_open(day) == open_
    assert (STRICT.why_closed(day) is None) == open_


@pytest.mark.parametrize("year", range(2024, 2031))
def test_days_agree_with_the_holidays_library_where_it_is_right(year: int) -> None:
    theirs = {
        day: name for day, name in holidays.US(subdiv="CA", years=year).items() if day.weekday() < 5
    }
    ours = STRICT.years[year]
    chavez_on = {day for day, name in ours.items() if name.split(",")[0] in CHAVEZ}
    assert chavez_on <= set(theirs) or date(year, 3, 31).weekday() == 5
    assert date(year, 11, 1) < max(d for d, n in ours.items() if "after Thanks" in n)
    assert set(ours) - set(theirs) <= {monday for monday in ours if "observed" in ours[monday]}


@pytest.mark.parametrize("year", range(2024, 2031))
def test_known_differences_from_the_holidays_library(year: int) -> None:
    """The library adds days that are no State office closures, and federal Friday observances."""
    theirs = holidays.US(subdiv="CA", years=year)
    for day in set(theirs) - set(STRICT.years[year]):
        if day.weekday() < 5:
            name = theirs[day]
            is_saturday_holiday = "observed" in name and day.weekday() == 4
            assert is_saturday_holiday or any(each in name for each in NEVER_CLOSED_HERE), name


def test_judicial_calendar_closes_more_and_never_less() -> None:
    assert set(STRICT.closures) <= set(JUDICIAL.closures)
    assert "Lincoln's Birthday" in names_in(JUDICIAL, 2026)
    assert "Native American Day" in names_in(JUDICIAL, 2026)
    assert "Columbus Day" in names_in(JUDICIAL, 2021)
    assert "Juneteenth" not in names_in(JUDICIAL, 2022)


def test_judicial_calendar_says_that_it_is_unconfirmed() -> None:
    assert JUDICIAL.confidence == "M"
    assert "Open doubts" in JUDICIAL.note


@given(DAYS, st.integers(1, 15))
def test_business_days_count_back_to_their_number(day: date, count: int) -> None:
    reached = STRICT.plus_business_days(day, count)
    assert STRICT.is_open(reached)
    assert STRICT.business_days_between(day, reached) == count


@given(DAYS)
def test_rolling_reaches_the_nearest_open_day(day: date) -> None:
    back, forward = STRICT.roll_back(day), STRICT.roll_forward(day)
    assert back <= day <= forward
    assert STRICT.is_open(back)
    assert STRICT.is_open(forward)
    between = [back + timedelta(n) for n in range(1, (forward - back).days)]
    assert not any(STRICT.is_open(each) for each in between)
    assert (back == forward) == STRICT.is_open(day)


def test_closed_days_between_two_days_carry_their_names() -> None:
    closed = STRICT.closed_between(date(2026, 11, 20), date(2026, 11, 30))
    assert list(closed.values()) == ["Thanksgiving Day", "Day after Thanksgiving"]


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2037, 1, 1)])
def test_a_day_in_a_year_nobody_listed_raises(day: date) -> None:
    with pytest.raises(NoValueInForce, match=f"ca_strict does not list {day.year}"):
        STRICT.is_open(day)


def test_counting_out_of_the_listed_years_raises() -> None:
    with pytest.raises(
        NoValueInForce, match="does not reach the business day counted from 29 Dec 2036"
    ):
        STRICT.plus_business_days(date(2036, 12, 29), 7)
    with pytest.raises(NoValueInForce, match="does not reach an open day before 1 Jan 2020"):
        STRICT.roll_back(date(2020, 1, 1))


@given(DAYS, st.integers(0, 40))
def test_the_days_after_a_day_say_what_closes_each(start: date, length: int) -> None:
    last = start + timedelta(days=length)
    walked = STRICT.days_after(start, last)
    assert [day for day, _ in walked] == [start + timedelta(days=n + 1) for n in range(length)]
    assert all(closed == STRICT.why_closed(day) for day, closed in walked)
    opened = sum(closed is None for _, closed in walked)
    assert opened == STRICT.business_days_between(start, last)


def test_days_after_a_year_that_is_not_listed_are_refused() -> None:
    with pytest.raises(NoValueInForce, match="2037"):
        STRICT.days_after(date(2036, 12, 30), date(2037, 1, 4))
