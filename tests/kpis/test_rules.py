"""Values, states and sums of figures."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from compliance.core.measured import Counted
from compliance.kpis.rules import (
    KpiState,
    Reported,
    combined,
    from_counted,
    from_reported,
    is_suppressed,
    judged,
    plain,
    state_of,
    target_of,
    value_of,
)
from tests.makers.cases import cases
from tests.makers.figures import figure, kpi

CASES = Path(__file__).parent / "cases" / "states.yaml"


@pytest.mark.parametrize("case", cases(CASES))
def test_state_says_what_the_case_says(case):
    told = kpi(case["unit"], case["direction"])
    value = value_of(told, float(case["numerator"]), int(case["denominator"]))
    target = None if case["target"] is None else float(case["target"])
    assert state_of(told, value, target) == case["state"]


@given(some.integers(0, 500), some.integers(1, 500), some.integers(0, 500), some.integers(1, 500))
def test_together_two_sides_lie_between_both(a, more_a, b, more_b):
    sides = [figure(1.0, numerator=a, denominator=a + more_a)]
    sides += [figure(1.0, entity="mbho", numerator=b, denominator=b + more_b)]
    numerator, denominator = combined(sides)
    shares = sorted([a / (a + more_a), b / (b + more_b)])
    assert shares[0] - 1e-9 <= numerator / denominator <= shares[1] + 1e-9


def test_medians_and_missing_sides_do_not_add_up():
    both = {"numerator": 4, "denominator": 5}
    assert combined([figure(1.0, **both), figure()]) is None
    assert combined([figure(1.0, kpi=kpi("days"), **both)] * 2) is None


def test_what_nobody_reported_stays_not_reported_and_is_no_zero():
    told = judged(figure(), 100, 30)
    assert (told.state, told.value, told.target) == (KpiState.NOT_REPORTED, None, 100)
    assert not told.is_known


def test_a_rate_of_29_is_marked_and_one_of_30_is_not():
    marks = [judged(figure(1.0, denominator=n), 100, 30).is_small for n in (29, 30)]
    assert marks == [True, False]
    assert not judged(figure(1.0, kpi=kpi("days"), denominator=4), 60, 30).is_small


def test_shared_output_leaves_out_four_applications_and_shows_five():
    assert [is_suppressed(figure(1.0, denominator=n), 5) for n in (0, 4, 5)] == [False, True, False]


def test_products_are_summed_and_their_medians_are_not():
    rows = [Reported(8, 10, "commercial"), Reported(1, 10, "medi_cal")]
    assert from_reported(figure(), rows).value == 45
    assert from_reported(figure(kpi=kpi("days")), rows).value is None
    assert from_reported(figure(), [*rows, Reported(5, 10)]).value == 50


def test_a_duration_is_its_median_with_mean_and_p90_beside_it():
    told = from_counted(figure(kpi=kpi("days")), Counted(4, 4, (10, 20, 30, 100)))
    assert (told.value, told.denominator, told.mean, told.p90) == (25, 4, 40, 100)


def test_better_than_last_year_needs_a_last_year():
    assert target_of(kpi(), "beat_last_year", None) is None
    assert target_of(kpi(), "beat_last_year", 88.5) == 88.5
    assert target_of(kpi(), "none", 88.5) is None
    assert target_of(kpi(), "97.5", None) == 97.5


def test_whole_numbers_are_written_whole():
    assert [plain(each) for each in (None, 94.0, 94.04, 94.06)] == [None, 94, 94, 94.1]
