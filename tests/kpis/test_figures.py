"""Figures read from sources and reports."""

from datetime import date

import pytest

from compliance.choices.services import NewChoice, choose
from compliance.core.errors import NoValueInForce
from compliance.core.measured import Counted
from compliance.kpis import queries
from compliance.kpis.rules import KpiState
from compliance.kpis.sources import counted_each, register_measures
from tests.conftest import occasion
from tests.makers.figures import OCTOBER, month

pytestmark = pytest.mark.usefixtures("database")


def nine_of_ten(period, entity, on):
    """Return a fixed count for the plan, as a feature's measure would."""
    return Counted(9, 10) if entity == "plan" else None


@pytest.fixture
def measured(monkeypatch):
    monkeypatch.setattr("compliance.kpis.sources._known", {})
    register_measures({"R-CR2": f"{__name__}:nine_of_ten"})


def test_a_measure_that_is_not_handed_up_counts_nothing():
    assert counted_each("B-PEN", [OCTOBER], "plan", occasion()) == [None]


def test_own_records_give_the_plans_figure_and_none_for_the_other_side(measured):
    plan = queries.value("R-CR2", "plan", OCTOBER, occasion())
    assert (plan.numerator, plan.denominator, plan.value) == (9, 10, 90)
    assert (plan.state, plan.target, plan.origin) == (KpiState.MISSES, 100, "counted")
    assert queries.value("R-CR2", "mbho", OCTOBER, occasion()).state is KpiState.NOT_REPORTED


def test_a_series_is_oldest_first_and_a_month_to_come_is_unknown(measured):
    told = queries.series("R-CR2", "plan", month("2026-12"), occasion(), 3)
    assert [each.period.key for each in told] == ["2026-10", "2026-11", "2026-12"]
    assert [each.is_known for each in told] == [True, True, False]
    assert [each.is_partial for each in told] == [False, True, True]


def test_a_figure_by_quarter_is_asked_for_the_quarter_of_the_month(measured):
    told = queries.series("G-MEET", "plan", OCTOBER, occasion(), 8)
    assert [each.period.words for each in told] == [
        "Jan to Mar 2026", "Apr to Jun 2026", "Jul to Sep 2026", "Oct to Dec 2026",
    ]  # fmt: skip


def test_the_plans_own_target_goes_before_the_shipped_one_from_its_day(measured):
    on = occasion()
    choose(NewChoice("kpis.target.R-CR2", "90", date(2026, 10, 1), why="Board"), on.now)
    before = queries.value("R-CR2", "plan", month("2026-09"), on)
    after = queries.value("R-CR2", "plan", OCTOBER, on)
    assert (before.target, before.state) == (100, KpiState.MISSES)
    assert (after.target, after.state) == (90, KpiState.MEETS)


def test_better_than_last_year_reads_the_same_month_of_last_year(measured):
    on = occasion()
    choose(NewChoice("kpis.target.R-CR2", "beat_last_year", date(2025, 1, 1)), on.now)
    assert queries.value("R-CR2", "plan", OCTOBER, on).target == 90


def test_what_the_other_side_owes_is_named(measured):
    owed = [each.id for each in queries.not_reported(OCTOBER, occasion())]
    assert owed == ["G-ACT", "R-CR2", "R-CR3", "R-CR4", "R-CR5", "R-CR6", "R-CR7"]


def test_an_unknown_figure_is_refused():
    with pytest.raises(NoValueInForce, match="no figure called R-XX"):
        queries.value("R-XX", "plan", OCTOBER, occasion())
