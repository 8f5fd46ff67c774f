"""Series: the days they are held on, and what stands against one."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.errors import BadValue
from compliance.meetings.rules.leads import leads_before, minutes_due, send_by
from compliance.meetings.rules.series import (
    CADENCES,
    Seat,
    check_series,
    days_of,
    place_in_year,
    settled_from,
)
from tests.conftest import TODAY
from tests.makers.cases import cases, day
from tests.makers.meetings import SETTLED
from tests.makers.rulebook import book

CASES = Path(__file__).parent / "cases"
STRICT = book().calendar("ca_strict")
REQUIRED = ["quality", "access", "claims", "alignment"]


@pytest.mark.parametrize("case", cases(CASES / "days.yaml"))
def test_days_of_a_series(case):
    settled = replace(
        SETTLED,
        cadence=case["cadence"],
        week=int(case["week"]),
        weekday=int(case["weekday"]),
        from_on=day(case["from"]),
    )
    held = [each.day for each in days_of(settled, STRICT, day(case["until"]))]
    assert held == [day(each) for each in case["days"]]


@given(st.sampled_from(sorted(CADENCES)), st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 4))
def test_a_meeting_is_never_held_on_a_closed_day_nor_before_its_rule(cadence, week, weekday):
    settled = replace(SETTLED, cadence=cadence, week=week, weekday=weekday)
    for held in days_of(settled, STRICT, day("2027-12-31")):
        assert STRICT.is_open(held.day)
        assert held.by_rule <= held.day
        assert bool(held.why) == (held.by_rule != held.day)


def test_december_is_the_twelfth_of_twelve():
    assert place_in_year(SETTLED, STRICT, day("2026-12-03")) == (12, 12)


def test_what_a_fact_keeps_comes_back():
    assert settled_from(SETTLED.payload()) == SETTLED


def test_the_pack_goes_out_four_business_days_before_across_thanksgiving():
    assert send_by(day("2026-12-03"), 4, book()) == day("2026-11-25")


def test_minutes_are_due_five_business_days_after():
    assert minutes_due(day("2026-12-03"), book()) == day("2026-12-10")


def test_lead_times_come_from_the_rulebook_the_earliest_first():
    leads = leads_before(day("2026-12-03"), book())
    assert [each.business_days for each in leads] == [15, 10, 7]
    assert [each.day for each in leads] == sorted(each.day for each in leads)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"seats": (Seat(1, "plan"), Seat(2, "mbho"))}, "chair"),
        ({"seats": (Seat(1, "mbho", "chair"),)}, "chair"),
        ({"seats": (Seat(1, "plan", "chair"),)}, "mbho_people"),
        ({"minutes_of": {"quality": 8}}, "items"),
        ({"cadence": "daily"}, "cadence"),
    ],
)
def test_a_series_that_cannot_be_is_refused_at_its_field(said, field):
    with pytest.raises(BadValue) as refused:
        check_series(replace(SETTLED, **said), REQUIRED)
    assert refused.value.field == field


def test_the_standing_agenda_has_the_required_items_and_fits_an_hour():
    items = book().agenda("standing").items_on(TODAY)
    assert len(items) == 14
    assert [each.key for each in items if each.required] == REQUIRED
    assert sum(each.minutes for each in items) == 60
