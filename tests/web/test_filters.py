from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.web import filters as say

TODAY = date(2026, 11, 24)
EVENING = datetime(2026, 11, 25, 6, 52, tzinfo=UTC)  # 22:52 the day before, in Pacific time


@pytest.mark.parametrize(
    ("word", "day", "said"),
    [
        (say.day_full, date(2027, 1, 19), "Tue 19 Jan 2027"),
        (say.day_short, date(2026, 11, 27), "Fri 27 Nov"),
        (say.day_title, TODAY, "Tuesday 24 November 2026"),
        (say.day_form, date(2026, 1, 5), "01/05/2026"),
        (say.day_provider, date(2027, 1, 19), "January 19, 2027"),
        (say.day_promise, date(2027, 1, 19), "Tuesday, January 19, 2027"),
    ],
)
def test_a_day_reads_as_its_reader_is_used_to(word, day, said):
    assert word(day) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Tue 24 Nov"),
        (90, "Mon 22 Feb"),
        (91, "23 Feb"),
        (180, "23 May"),
        (181, "24 May 2027"),
        (-90, "Wed 26 Aug"),
        (-91, "25 Aug"),
        (-181, "27 May 2026"),
    ],
)
def test_tables_drop_the_weekday_beyond_90_days_and_add_the_year_beyond_180(days, said):
    assert say.day_table(TODAY + timedelta(days=days), TODAY) == said


@pytest.mark.parametrize(
    ("days", "said", "clock"),
    [
        (0, "today", "Due today"),
        (1, "tomorrow", "1 day left"),
        (-1, "yesterday", "1 day overdue"),
        (3, "in 3 days", "3 days left"),
        (-4, "4 days ago", "4 days overdue"),
        (1200, "in 1,200 days", "1,200 days left"),
    ],
)
def test_distance_reads_in_whole_days(days, said, clock):
    day = TODAY + timedelta(days=days)
    assert say.relative(day, TODAY) == said
    assert say.days_left(day, TODAY) == clock


def test_instants_read_in_pacific_time():
    assert say.time_staff(EVENING) == "22:52"
    assert say.time_provider(EVENING) == "10:52 p.m."
    assert say.pacific_day(EVENING) == TODAY
    assert say.stamp_staff(EVENING, TODAY) == "Tue 24 Nov 22:52"
    assert say.stamp_full(EVENING) == "Tue 24 Nov 2026, 22:52 PT"


@pytest.mark.parametrize(
    ("hour", "said"), [(8, "12:05 a.m."), (16, "8:05 a.m."), (20, "12:05 p.m.")]
)
def test_midnight_and_noon_are_twelve(hour, said):
    assert say.time_provider(datetime(2026, 11, 24, hour, 5, tzinfo=UTC)) == said


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        say.time_staff(datetime(2026, 11, 24, 8))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (say.plural(1, "application"), "1 application"),
        (say.plural(0, "application"), "0 applications"),
        (say.plural(1300, "entry", "entries"), "1,300 entries"),
        (say.count(1234), "1,234"),
        (say.percent(0.9643), "96.4%"),
        (say.money(123456), "$1,234.56"),
        (say.money(-5), "-$0.05"),
        (say.filesize(1), "1 byte"),
        (say.filesize(184_320), "180 KB"),
        (say.filesize(2_516_582), "2.4 MB"),
        (say.initials("Dana Whitfield"), "DW"),
        (say.initials("Maricela de la Ortega-Ruiz"), "MO"),
        (say.initials("Élise"), "É"),
        (say.initials(""), ""),
        (say.person_short("Dana Whitfield"), "Dana W."),
        (say.person_short("Cher"), "Cher"),
        (say.listed(["A", "B", "C"]), "A, B and C"),
        (say.listed(["A"]), "A"),
        (say.confidence("C"), "confirmed at the source"),
    ],
)
def test_counts_names_and_sizes_read_in_words(said, expected):
    assert said == expected


@settings(deadline=None)
@given(st.text())
def test_any_name_has_at_most_two_initials(name):
    assert len(say.initials(name)) <= 6
    assert isinstance(say.person_short(name), str)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2026-10-30", "Fri 30 Oct 2026"),
        ("10/30/2026", "Fri 30 Oct 2026"),
        (None, "today"),
        ("x", "x"),
    ],
)
def test_a_day_of_an_address_reads_as_a_day(asked, said):
    assert say.day_asked(asked) == said
