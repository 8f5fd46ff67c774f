"""The state of a duty on a day: cases on both sides of each edge, and what holds for all."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.states import DutyState
from compliance.policies.rules.attesting import why_not_yet
from compliance.policies.rules.evidence import PieceState
from compliance.policies.rules.states import Bucket, Seen, standing_of
from tests.makers.cases import cases, day
from tests.makers.duties import duty_facts
from tests.makers.rulebook import shipped

ADOPTED = date(2026, 8, 17)
DUTIES = {each.id: each for each in shipped().duties().values()}
CASES = Path(__file__).parent / "cases" / "standing.yaml"


def standing(duty_id, lines, on):
    return standing_of(DUTIES[duty_id], duty_facts(lines), Seen(shipped(), on, ADOPTED))


@pytest.mark.parametrize("case", cases(CASES))
def test_standing_of_a_duty(case):
    found = standing(case["duty"], case["facts"], day(case["day"]))
    assert (found.state.value, found.due_on) == (case["state"], day(case["due"]))


def test_a_new_text_asks_for_a_new_attestation_within_ten_business_days():
    texts = {date(2020, 1, 1): "Old.", date(2026, 10, 1): "New."}
    duty = replace(DUTIES["CRED-05"], values=texts)
    facts = duty_facts(["2026-09-03 attested"])
    before = standing_of(duty, facts, Seen(shipped(), date(2026, 9, 30), ADOPTED))
    after = standing_of(duty, facts, Seen(shipped(), date(2026, 10, 1), ADOPTED))
    assert before.state is DutyState.ATTESTED
    assert (after.state, after.due_on) == (DutyState.RE_ATTEST, date(2026, 10, 15))


def test_attesting_the_new_text_closes_its_turn():
    texts = {date(2020, 1, 1): "Old.", date(2026, 10, 1): "New."}
    duty = replace(DUTIES["CRED-05"], values=texts)
    facts = duty_facts(["2026-09-03 attested", "2026-10-05 attested version 2"])
    found = standing_of(duty, facts, Seen(shipped(), date(2026, 10, 20), ADOPTED))
    assert found.state is DutyState.ATTESTED
    assert [each.closed_on for each in found.turns] == [date(2026, 9, 3), date(2026, 10, 5), None]


def test_a_late_attestation_keeps_the_day_it_was_due():
    found = standing("CRED-05", ["2026-12-01 attested"], date(2026, 12, 2))
    first = found.turns[0]
    assert (first.due_on, first.closed_on) == (date(2026, 11, 13), date(2026, 12, 1))


def test_evidence_that_is_no_longer_fresh_is_missing_again():
    lines = ["2026-09-01 added contact", "2026-09-02 accepted 1"]
    fresh = standing("CRED-05", lines, date(2026, 9, 1) + timedelta(days=380))
    stale = standing("CRED-05", lines, date(2026, 9, 1) + timedelta(days=381))
    assert fresh.pieces[1].state is PieceState.ACCEPTED
    assert stale.pieces[1].state is PieceState.MISSING


def test_a_live_figure_off_target_is_not_in_place_until_something_is_said():
    off = standing("ADM-07", ["2026-09-01 read experts 54/56"], date(2026, 9, 2))
    assert off.pieces[0].state is PieceState.OFF_TARGET
    assert why_not_yet(off) == "Waiting for: 2 open of 56 cells."
    said = standing(
        "ADM-07", ["2026-09-01 read experts 54/56", "2026-09-01 reason experts"], date(2026, 9, 2)
    )
    assert said.pieces[0].state is PieceState.EXPLAINED
    assert said.is_ready


def test_a_live_figure_on_target_is_in_place_and_attests_nothing_by_itself():
    found = standing("ADM-07", ["2026-09-01 read experts 56/56"], date(2026, 9, 2))
    assert found.is_ready
    assert found.state is DutyState.NOT_STARTED


def test_a_file_stands_in_while_nothing_is_measured():
    lines = ["2026-09-01 added experts", "2026-09-02 accepted 1"]
    assert standing("ADM-07", lines, date(2026, 9, 3)).is_ready


def test_seven_days_before_its_day_a_duty_is_due_soon():
    assert standing("CRED-05", [], date(2026, 11, 5)).bucket is Bucket.NOT_STARTED
    assert standing("CRED-05", [], date(2026, 11, 6)).bucket is Bucket.SOON


def test_an_overdue_duty_says_by_how_many_days():
    assert standing("CRED-02", [], date(2026, 11, 24)).word.label == "11 days overdue"
    assert standing("CRED-02", [], date(2026, 11, 14)).word.label == "1 day overdue"


@given(
    st.sampled_from(sorted(DUTIES)),
    st.lists(st.dates(ADOPTED, date(2029, 12, 31)), max_size=4).map(sorted),
    st.dates(ADOPTED, date(2030, 12, 31)),
)
def test_turns_are_numbered_in_order_and_at_most_the_last_is_open(duty_id, attested, on):
    facts = [f"{each.isoformat()} attested" for each in attested if each <= on]
    turns = standing(duty_id, facts, on).turns
    cycles = [each.cycle for each in turns]
    assert cycles == sorted(set(cycles))
    assert all(each.closed_on for each in turns[:-1])
    assert all(each.due_on >= each.started_on for each in turns)


@given(st.sampled_from(sorted(DUTIES)), st.dates(ADOPTED, date(2030, 12, 31)))
def test_a_due_day_lies_on_an_open_day(duty_id, on):
    found = standing(duty_id, [], on)
    if found.due_on:
        assert found.terms.calendar.roll_back(found.due_on) == found.due_on
