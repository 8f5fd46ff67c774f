"""Periods: whole months, and the months around a day."""

from datetime import date

import pytest

from compliance.core.errors import BadValue
from compliance.core.periods import last_months, month_from, month_of, months_after, span_of

OCTOBER = month_of(date(2026, 10, 31))


def test_a_month_has_all_its_days():
    leap = month_of(date(2028, 2, 5))
    assert (leap.from_on, leap.to_on) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("day", "held"),
    [(date(2026, 9, 30), False), (date(2026, 10, 1), True), (date(2026, 10, 31), True),
     (date(2026, 11, 1), False), (None, False)],
)  # fmt: skip
def test_both_ends_belong_to_it(day, held):
    assert OCTOBER.holds(day) is held


def test_a_month_is_written_and_read_the_same_way():
    assert OCTOBER.key == "2026-10"
    assert month_from("2026-10") == OCTOBER
    assert OCTOBER.words == "October 2026"


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "10/2026", "1999-10", "2200-01", "x"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(BadValue, match="is not a month"):
        month_from(text)


def test_quarters_and_years_begin_where_they_do():
    assert span_of(date(2026, 11, 24), 3).key == "2026-10-01/2026-12-31"
    assert span_of(date(2026, 11, 24), 12).words == "Jan to Dec 2026"
    assert span_of(date(2026, 11, 24), 1) == month_of(date(2026, 11, 1))


def test_months_go_over_the_year():
    assert months_after(date(2026, 11, 24), 2).key == "2027-01"
    assert [each.key for each in last_months(date(2027, 1, 5), 3)] == [
        "2026-11", "2026-12", "2027-01",
    ]  # fmt: skip
