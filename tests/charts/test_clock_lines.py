from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.charts.clock_lines import (
    NARROW,
    WIDE,
    ClockLine,
    ClockMark,
    clock_line,
    place_labels,
)

KINDS = st.sampled_from(["start", "event", "today", "warning", "due", "limit"])
MARKS = st.builds(
    ClockMark,
    st.integers(0, 90),
    st.text("abcdefgh ", min_size=1, max_size=24),
    KINDS,
    st.booleans(),
)
LINES = st.builds(
    ClockLine,
    st.sampled_from(["run", "over"]),
    st.integers(0, 90),
    st.integers(1, 70),
    st.lists(MARKS, max_size=7).map(tuple),
)


@settings(deadline=None)
@given(LINES, st.sampled_from([WIDE, NARROW]))
def test_labels_never_overlap_or_leave_the_picture(line, width):
    placed = place_labels(line, width)
    assert len(placed) == len(line.marks)
    assert all(label.left >= 0 and label.right <= width + 0.001 for label in placed)
    for one, other in combinations(placed, 2):
        same_row = (one.row, one.above) == (other.row, other.above)
        assert not same_row or one.right <= other.left or other.right <= one.left


@settings(deadline=None)
@given(LINES)
def test_every_line_is_well_formed_and_inside_its_box(line):
    for drawing in ElementTree.fromstring(f"<p>{clock_line(line)}</p>"):  # noqa: S314
        _, _, width, height = (float(each) for each in drawing.get("viewBox", "").split())
        for each in drawing.iter("text"):
            assert 8 <= float(each.get("y", 0)) <= height
        for each in drawing.iter("rect"):
            left, top = float(each.get("x", 0)), float(each.get("y", 0))
            assert -0.1 <= left <= left + float(each.get("width", 0)) <= width + 1
            assert -0.1 <= top <= top + float(each.get("height", 0)) <= height


def test_limit_and_start_stand_below_and_events_above():
    marks = (
        ClockMark(0, "Received", "start"),
        ClockMark(5, "Sent"),
        ClockMark(60, "Limit", "limit"),
    )
    placed = {
        label.mark.text: label.above for label in place_labels(ClockLine("run", 5, 60, marks), WIDE)
    }
    assert placed == {"Limit": False, "Received": False, "Sent": True}


@pytest.mark.parametrize("day", [60, 64])
def test_only_days_past_the_limit_are_overrun(day):
    marks = (ClockMark(60, "Limit", "limit"),)
    assert ("clk-over" in clock_line(ClockLine("soon", day, 60, marks))) == (day > 60)


def test_the_line_says_its_days_in_order():
    marks = (
        ClockMark(60, "Limit Tue 19 Jan", "limit"),
        ClockMark(0, "Complete Fri 20 Nov", "start"),
    )
    assert 'aria-label="Day 4 of 60. Complete Fri 20 Nov, Limit Tue 19 Jan."' in clock_line(
        ClockLine("run", 4, 60, marks)
    )
