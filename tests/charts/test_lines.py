"""Line charts: gaps, end labels, axes, and the same drawing for page and document."""

import re
from itertools import pairwise
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as some

from compliance.charts.axes import gridlines, moved_apart
from compliance.charts.lines import Line, LineChart, chart_file, line_chart

MONTHS = ("Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
PLAN = (88, 90, 89, 92, 95, 94, 95, 94)
TERN = (84, 83, None, 88, 89, 91, 92, None)


def chart(**more) -> LineChart:
    given = {"lines": (Line("Plan", PLAN), Line("Tern", TERN)), "target": 100, "ceiling": 100}
    named = {"key": "k", "title": "Decisions within 60 days, %", "months": MONTHS}
    return LineChart(**{**named, **given, **more})


def parsed(body: str) -> Xml.Element:
    return Xml.fromstring(body)  # noqa: S314  (our own drawing)


def drawn(**more) -> Xml.Element:
    return parsed(line_chart(chart(**more)))


def texts(picture: Xml.Element) -> list[str]:
    return [each.text or "" for each in picture.iter("text")]


def test_an_end_label_names_the_last_month_known():
    found = texts(drawn())
    assert "Tern Sep 92" in found
    assert "Plan 94" in found
    assert "Target 100" in found


def test_a_missing_month_is_a_gap_and_never_joined_up():
    lines = [each for each in drawn().iter("polyline") if each.get("class") == "l2"]
    assert [len(each.get("points", "").split()) for each in lines] == [2, 4]


def test_one_month_between_two_gaps_is_still_seen():
    values = (80, None, 84, None, 88, 89, 90, 91)
    dots = list(drawn(lines=(Line("Plan", values),)).iter("circle"))
    assert [each.get("r") for each in dots] == ["2", "2", "3.5"]


def test_the_other_side_is_told_apart_without_color():
    found = drawn()
    assert {each.get("class") for each in found.iter("circle")} == {"d1", "d2"}
    assert {each.get("class") for each in found.iter("polyline")} == {"l1", "l2"}
    printed = parsed(chart_file(chart()))
    dashes = [each.get("stroke-dasharray") for each in printed.iter() if each.tag.endswith("line")]
    assert "5 3" in dashes
    assert "2 3" in dashes


def test_a_document_carries_its_own_colors_and_no_class_but_its_own():
    body = chart_file(chart())
    assert body.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "var(" not in body
    assert re.findall(r'class="([^"]+)"', body) == ["chart"]


def test_it_is_named_and_told_in_words():
    found = drawn()
    ids = (found.get("aria-labelledby") or "").split()
    told = {each.get("id"): each.text for each in found if each.get("id") in ids}
    assert told["k-t"] == "Decisions within 60 days, %"
    assert "Oct not known" in told["k-d"]


def test_ids_are_those_of_this_drawing():
    ids = re.findall(r'\bid="([^"]+)"', line_chart(chart()) + line_chart(chart(key="other")))
    assert len(ids) == len(set(ids)) == 4


def test_nothing_known_draws_nothing():
    assert line_chart(chart(lines=(Line("Plan", (None,) * 8),))) == ""


def test_text_is_never_smaller_than_eleven_pixels_where_it_is_drawn():
    printed = parsed(chart_file(chart()))
    sizes = [float(each.get("font-size", 0)) for each in printed.iter() if "text" in each.tag]
    assert sizes
    assert min(sizes) >= 11


@given(
    some.lists(some.floats(0, 100), min_size=1, max_size=3),
)
def test_end_labels_never_lie_on_each_other(wanted):
    placed = moved_apart(wanted, 13, 0, 100)
    assert all(b - a >= 13 - 1e-6 for a, b in pairwise(sorted(placed)))
    assert max(placed) <= 100 + 1e-6
    assert min(placed) >= -1e-6
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    assert order == sorted(order, key=lambda at: placed[at])


@given(some.lists(some.floats(0, 100_000), min_size=1, max_size=20))
def test_gridlines_hold_every_value_and_are_evenly_spaced(values):
    low, middle, high = gridlines(values)
    assert low <= min(values)
    assert high >= max(values)
    assert middle - low == pytest.approx(high - middle)
    assert low >= 0


@pytest.mark.parametrize(
    ("values", "more", "expected"),
    [
        ((83, 100), {"ceiling": 100.0}, (80, 90, 100)),
        ((100, 100), {"ceiling": 100.0}, (98, 99, 100)),
        ((0, 0), {}, (0, 1, 2)),
        ((41, 58, 45), {}, (40, 50, 60)),
        ((0.95, 1.1), {"finest": 0.1}, (0.9, 1.0, 1.1)),
    ],
)
def test_gridlines_stand_on_round_numbers(values, more, expected):
    assert gridlines(values, **more) == pytest.approx(expected)
