from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.dates import BadDay, day_full, day_short, day_words, parse_day, parse_file_day
from compliance.web.filters import day_form, day_provider

TODAY = date(2026, 11, 24)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


def test_a_day_in_a_sentence_reads_as_people_write_it():
    assert day_words(date(2026, 12, 1)) == "1 Dec 2026"
    assert day_full(date(2026, 12, 1)) == "Tue 1 Dec 2026"
    assert day_short(date(2026, 12, 1)) == "Tue 1 Dec"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11/13/2026", date(2026, 11, 13)),
        (" 1/5/2026 ", date(2026, 1, 5)),
        ("2026-11-13", date(2026, 11, 13)),
        ("13 Nov 2026", date(2026, 11, 13)),
        ("13 november 2026", date(2026, 11, 13)),
        ("Fri 13 Nov 2026", date(2026, 11, 13)),
        ("Friday, November 13, 2026", date(2026, 11, 13)),
        ("Nov 13 2026", date(2026, 11, 13)),
        ("t", TODAY),
        ("Y", date(2026, 11, 23)),
        ("-3", date(2026, 11, 21)),
        ("+7", date(2026, 12, 1)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed, meant):
    assert parse_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-02-30", "2026-02-30 is not a date. Use MM/DD/YYYY."),
        ("13/11/2026", "13/11/2026 is not a date. Use MM/DD/YYYY."),
        ("11/13/26", "11/13/26 is not a date. Use MM/DD/YYYY."),
        ("13 No 2026", "13 No 2026 is not a date. Use MM/DD/YYYY."),
        ("soon", "soon is not a date. Use MM/DD/YYYY."),
        ("13 Foo 2026", "13 Foo 2026 is not a date. Use MM/DD/YYYY."),
        (
            "Mon 13 Nov 2026",
            "Mon 13 Nov 2026 is a Friday. Check the day, or leave the weekday out.",
        ),
        ("11/13/0206", "11/13/0206 lies outside 1900 to 2199. Check the year."),
        ("", "No date given. Use MM/DD/YYYY."),
        ("\u0661/1/2026", "\u0661/1/2026 is not a date. Use MM/DD/YYYY."),
    ],
)
def test_what_is_no_date_is_explained_with_the_way_out(typed, said):
    with pytest.raises(BadDay) as refused:
        parse_day(typed, TODAY)
    assert str(refused.value) == said


@pytest.mark.parametrize("written", ["t", "-3", "13 Nov 2026", "11/13/26", ""])
def test_a_file_holds_whole_dates_only(written):
    with pytest.raises(BadDay, match="Use YYYY-MM-DD"):
        parse_file_day(written)


def test_a_long_text_is_cut_in_the_message():
    with pytest.raises(BadDay) as refused:
        parse_day("x" * 500, TODAY)
    assert len(str(refused.value)) < 80


@settings(deadline=None)
@given(DAYS)
def test_every_day_reads_back_from_the_ways_we_write_it(day):
    for write in (date.isoformat, day_form, day_full, day_provider):
        assert parse_day(write(day), TODAY) == day
    assert parse_file_day(day.isoformat()) == parse_file_day(day_form(day)) == day


@settings(deadline=None)
@given(st.integers(-9999, 9999))
def test_a_signed_number_counts_from_today(number):
    assert parse_day(f"{number:+}", TODAY) == TODAY + timedelta(days=number)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_day_or_refused(text):
    with suppress(BadDay):
        assert isinstance(parse_day(text, TODAY), date)
