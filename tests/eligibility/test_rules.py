"""What a decision must contain, and when two of them overlap."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.errors import BadValue
from compliance.eligibility.rules.answers import answer_of
from compliance.eligibility.rules.decisions import Span, check_decision, overlap
from compliance.rulebook.strict_yaml import parse
from tests.makers.roles import role_decision
from tests.makers.rulebook import book

CASES = Path(__file__).with_name("cases") / "decisions.yaml"
TODAY = date(2026, 11, 24)
FIRST = date(2026, 1, 1)
days = st.integers(0, 30).map(lambda n: FIRST + timedelta(n))
spans = st.tuples(days, st.none() | st.integers(1, 10)).map(
    lambda pair: Span("supervised", pair[0], pair[1] and pair[0] + timedelta(pair[1]))
)


def cases():
    return [pytest.param(each, id=each["name"]) for each in parse(CASES.read_text(), CASES.name)]


@pytest.mark.parametrize("case", cases())
def test_what_a_decision_must_contain(case):
    dates = {"last_on", "decided_on"}
    said = {
        key: date.fromisoformat(value) if key in dates else value
        for key, value in case["given"].items()
    }
    found = ""
    try:
        check_decision(role_decision(**said), TODAY)
    except BadValue as refusal:
        found = refusal.field
    assert found == case["field"]


@given(spans, spans)
def test_spans_overlap_when_one_day_lies_in_both(one, other):
    shared = any(
        one.covers(FIRST + timedelta(n)) and other.covers(FIRST + timedelta(n)) for n in range(60)
    )
    assert overlap(one, other) == shared


@pytest.mark.parametrize(
    ("day", "billing"), [("2023-12-31", "not_eligible"), ("2024-01-01", "independent")]
)
def test_medicare_pays_family_therapists_since_2024(day, billing):
    found = answer_of("LMFT", "medicare_advantage", date.fromisoformat(day), (), book())
    assert found.billing == billing


def test_an_unknown_role_is_undecided_and_its_clocks_run():
    found = answer_of("ASTROLOGER", "medi_cal", TODAY, (), book())
    assert (found.billing, found.credentialed) == ("undecided", "yes")
