"""Rules of responsibility: days that rows share, the side of codes, the pathway of a provider."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.contracts.rules.pathways import as_document, pathway
from compliance.contracts.rules.rows import DofrRow, SideFound, overlap_words, overlapping, side_for
from compliance.core.errors import NoValueInForce
from tests.makers.cases import cases
from tests.makers.rulebook import book

CASES = Path(__file__).with_name("cases") / "pathways.yaml"
LINES = ("commercial_dmhc", "medi_cal")
BEGAN = date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda n: BEGAN + timedelta(days=n))


def row(number=1, from_on=BEGAN, until_on=None, **said) -> DofrRow:
    values = {"family": "cocm", "line": "commercial_dmhc", "entity": "plan"}
    values |= {"payment": "fee_for_service", **said}
    return DofrRow(number=number, from_on=from_on, until_on=until_on, **values)


@pytest.mark.parametrize("case", cases(CASES))
def test_the_pathway_of_a_case(case):
    said = case["input"]
    sides = [SideFound(line, side) for line, side in zip(LINES, said["sides"], strict=False)]
    found = pathway(said["model"], sides, said["on_roster"], book())
    assert {"code": found.code, "plan": found.plan, "mbho": found.mbho} == case["output"]


def test_what_is_missing_is_asked_as_a_question_with_code_and_line():
    found = pathway("cocm", [SideFound("commercial_dmhc", "")], "yes", book())
    assert found.missing == (
        "Is 99492 on the medical or the behavioral side for Commercial, DMHC?",
    )
    assert found.is_undecided


def test_an_unknown_model_has_no_pathway():
    with pytest.raises(NoValueInForce, match="none"):
        pathway("none", [], "", book())


def test_the_document_is_that_of_the_contract():
    said = as_document(pathway("pcbh", [], "", book()))
    assert set(said) == {"applications", "reason", "sources"}
    assert said["applications"] == [
        {"to": "plan", "needed": "yes"},
        {"to": "mbho", "needed": "yes"},
    ]
    assert said["sources"][0]["confidence"] == "C"


@pytest.mark.parametrize(
    ("other", "shares"),
    [
        (row(2, date(2026, 7, 1)), True),
        (row(2, date(2025, 1, 1), date(2026, 1, 1)), False),
        (row(2, date(2025, 1, 1), date(2026, 1, 2)), True),
        (row(2, BEGAN, group_key="sierra"), False),
        (row(2, BEGAN, line="medi_cal"), False),
        (row(2, BEGAN, family="hbai"), False),
    ],
)
def test_rows_about_one_cell_share_no_day(other, shares):
    assert bool(overlapping(row(1), [other])) is shares


@given(DAYS, st.integers(1, 90), DAYS, st.integers(1, 90))
def test_two_spans_overlap_exactly_where_a_day_is_in_both(one, first, other, second):
    mine = row(1, one, one + timedelta(days=first))
    theirs = row(2, other, other + timedelta(days=second))
    days = (one + timedelta(days=n) for n in range(first))
    shared = any(theirs.from_on <= day < theirs.until_on for day in days)
    assert bool(overlapping(mine, [theirs])) is shared


def test_the_refusal_names_both_rows_and_the_way_out():
    said = overlap_words(row(1, date(2026, 7, 1), entity="mbho"), row(2), book())
    assert "Row 2 says Plan from 1 Jan 2026" in said
    assert "this one would say MBHO from 1 Jul 2026" in said
    assert "Collaborative care (CoCM), Commercial, DMHC" in said


@pytest.mark.parametrize(
    ("rows", "side", "differ"),
    [
        ([], "", False),
        ([row(1)], "medical", False),
        ([row(1, entity="group")], "medical", False),
        ([row(1, entity="mbho")], "behavioral", False),
        ([row(1, line="medi_cal")], "", False),
        ([row(1), row(2, group_key="sierra", entity="mbho")], "", True),
        ([row(1, group_key="sierra", entity="mbho")], "", False),
        ([row(1), row(2, group_key="sierra", entity="group")], "medical", False),
    ],
)
def test_the_side_is_what_all_rows_of_a_line_say(rows, side, differ):
    found = side_for("commercial_dmhc", rows)
    assert (found.side, found.groups_differ) == (side, differ)
