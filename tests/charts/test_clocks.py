import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.charts.clocks import LIMIT_AT, TONES, WIDTH, ClockCell, clock_bar
from compliance.core import states


def boxes(cell: ClockCell) -> list[tuple[str, float, float]]:
    """Return (class, left, right) of every box of the bar."""
    tree = ElementTree.fromstring(str(clock_bar(cell)))  # noqa: S314
    return [(each.get("class", ""), *span) for each in tree for span in spans(each)]


def spans(shape: ElementTree.Element) -> list[tuple[float, float]]:
    """Return (left, right) of a box, or of each box of a path of them."""
    if shape.tag.endswith("path"):
        found = re.findall(r"M([\d.]+) [\d.]+h([\d.]+)v", shape.get("d", ""))
    else:
        found = [(shape.get("x", 0), shape.get("width", 0))]
    return [(float(left), float(left) + float(width)) for left, width in found]


def test_a_short_clock_has_a_block_a_day():
    drawn = boxes(ClockCell("run", "3 days left", day=4, limit_day=7))
    assert [css for css, *_ in drawn].count("clk-run") == 4
    assert [css for css, *_ in drawn].count("clk-track") == 3


def test_a_long_clock_is_one_length():
    drawn = boxes(ClockCell("soon", "30 days left", day=30, limit_day=60))
    assert ("clk-soon", 0.0, LIMIT_AT / 2) in drawn


def test_the_legal_limit_stands_at_four_fifths():
    assert ("clk-tick", LIMIT_AT, LIMIT_AT + 2) in boxes(ClockCell("run", "", day=1, limit_day=60))
    assert LIMIT_AT / WIDTH == 0.8


def test_our_own_date_is_a_thin_mark_where_it_differs():
    assert not [css for css, *_ in boxes(ClockCell("run", "", "", 1, 7, 7)) if css == "clk-due"]
    (own,) = [each for each in boxes(ClockCell("run", "", "", 1, 60, 30)) if each[0] == "clk-due"]
    assert own[2] - own[1] == 1


@pytest.mark.parametrize("limit", [7, 60])
def test_overrun_lies_past_the_limit(limit):
    late = [
        each for each in boxes(ClockCell("over", "", "", limit + 2, limit)) if each[1] > LIMIT_AT
    ]
    assert late
    assert late[-1][0] == "clk-over"


@settings(deadline=None)
@given(st.integers(-5, 500), st.integers(1, 400), st.integers(0, 400))
def test_nothing_leaves_the_picture(day, limit, due):
    for _, left, right in boxes(ClockCell("over", "late", "", day, limit, due)):
        assert 0 <= left <= right <= WIDTH + 0.1


def test_a_closed_or_unstarted_clock_has_no_bar():
    assert clock_bar(ClockCell("met", "Met, day 5", "18 Nov", 5, 7, done=True)) == ""
    assert clock_bar(ClockCell("none", "Starts", "when complete")) == ""


def test_the_bar_says_what_it_shows():
    assert 'aria-label="3 days left. Day 57 of 60."' in clock_bar(
        ClockCell("soon", "3 days left", "Fri 27 Nov", 57, 60)
    )


def test_names_are_escaped():
    assert "&lt;b&gt;" in clock_bar(ClockCell("run", "<b>", "", 1, 7))


def test_every_word_of_a_state_has_a_known_tone():
    tables = [value for name, value in vars(states).items() if name.endswith("_WORDS")]
    assert {word.tone for table in tables for word in table.values()} <= TONES
