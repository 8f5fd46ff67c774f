"""Figures: rates, medians and nearest ranks."""

import pytest

from compliance.core.measured import Counted, nearest_rank


def test_nothing_counted_is_no_rate():
    assert Counted(0, 0).rate is None
    assert Counted(0, 4).rate == 0


@pytest.mark.parametrize(
    ("days", "median"), [((), None), ((5,), 5), ((9, 1), 5), ((1, 60, 2), 2), ((1, 2, 3, 10), 2.5)]
)
def test_the_median_is_the_middle(days, median):
    assert Counted(len(days), len(days), days).median == median


@pytest.mark.parametrize(
    ("days", "p90"),
    [((), None), ((7,), 7), (tuple(range(1, 11)), 9), (tuple(range(1, 12)), 10), ((0, 60), 60)],
)
def test_nine_in_ten_goes_by_nearest_rank(days, p90):
    assert nearest_rank(days, 90) == p90


def test_the_mean_needs_a_case():
    assert Counted(0, 0).mean is None
    assert Counted(2, 2, (10, 20)).mean == 15
