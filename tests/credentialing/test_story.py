"""What the facts of an application add up to: state, day of completion, risk, owner, notices."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.facts import Fact, known_by, standing
from compliance.core.states import ApplicationState
from compliance.credentialing.rules.clocks import at_risk_on
from compliance.credentialing.rules.entries import problems_of
from compliance.credentialing.rules.state import state_of
from compliance.credentialing.rules.story import Story, story_of
from compliance.wallclock import moment_of
from tests.makers.cases import cases, day
from tests.makers.facts import tell
from tests.makers.rulebook import book

CASES = Path(__file__).parent / "cases" / "story.yaml"


def story(*lines: str, **entry: str) -> Story:
    found = story_of(standing(tell(lines, entry)))
    assert found is not None
    return found


def story_in(case: dict[str, Any]) -> Story:
    return story(*case["told"], **case.get("entry", {}))


@pytest.mark.parametrize("case", cases(CASES, "states"))
def test_state_of_an_application(case):
    found = story_in(case)
    assert state_of(found, bool(problems_of(found.entry, book()))) == case["state"]


def test_every_state_has_a_case():
    assert {case.values[0]["state"] for case in cases(CASES, "states")} == set(ApplicationState)


@pytest.mark.parametrize("case", cases(CASES, "complete"))
def test_day_of_completion(case):
    found = story_in(case)
    assert found.completed_on == day(case["completed_on"])
    assert list(found.missing) == case.get("missing", [])
    assert found.is_declared == case.get("declared", False)


@pytest.mark.parametrize("case", cases(CASES, "at_risk"))
def test_second_decision_date_of_a_late_word(case):
    assert at_risk_on(story_in(case), book()) == day(case["at_risk_on"])


def test_nothing_received_is_no_story():
    assert story_of(tell(["2026-10-05 a note"])) is None


def test_the_owner_is_the_last_one_named():
    assert story("2026-10-05 received", "2026-10-06 owner 7", "2026-10-06 owner 9").owner_id == 9


def test_a_corrected_fact_keeps_its_place_among_those_of_its_day():
    told = ["2026-10-05 received", "2026-10-06 owner 7", "2026-10-06 owner 9"]
    again = "2026-10-06 owner 8 (recorded 2026-10-09, corrects 2)"
    assert story(*told, again).owner_id == 9


def test_values_set_right_take_the_place_of_those_received():
    found = story("2026-10-05 received", "2026-10-09 corrected npi to 2000000028")
    assert found.entry.npi == "2000000028"
    assert found.entry.last_name == "Benavides-Park"


def test_a_later_check_of_the_same_kind_takes_the_place_of_the_first():
    told = ["2026-10-05 received", "2026-10-06 checked license", "2026-10-20 checked license"]
    assert [each.checked_on for each in story(*told).checks] == [date(2026, 10, 20)]


def test_the_last_follow_up_day_stands():
    told = ["2026-10-05 received", "2026-10-06 called, follow up on 2026-10-13"]
    assert story(*told).follow_up_on == date(2026, 10, 13)


def test_a_merged_file_names_the_one_it_went_into():
    assert story("2026-10-05 received", "2026-10-06 merged into APP-1001").merged_into == "APP-1001"


def test_a_reopened_file_names_none_any_more():
    told = ["2026-10-05 received", "2026-10-06 merged into APP-1001", "2026-10-07 reopened"]
    assert story(*told).merged_into == ""


def test_a_notice_that_came_back_stays_so_when_its_date_is_set_right():
    found = story(
        "2026-10-05 received",
        "2026-10-08 told complete",
        "2026-10-09 notice 1 came back",
        "2026-10-07 told complete (recorded 2026-10-12, corrects 2)",
        "2026-10-06 told complete (recorded 2026-10-13, corrects 4)",
    )
    assert [each.is_bounced for each in found.notices] == [True]


def test_what_was_not_known_yet_is_left_out():
    facts = tell(
        ["2026-10-05 received", "2026-10-06 withdrawn (recorded 2026-10-20)"],
    )
    assert [each.kind for each in known_by(facts, moment_of(date(2026, 10, 19), 23))] == [
        "received"
    ]
    assert len(known_by(facts, None)) == 2


def test_a_superseded_fact_stands_again_before_its_correction_was_known():
    facts = tell(["2026-10-05 received", "2026-10-03 received (recorded 2026-10-09, corrects 1)"])
    assert [each.id for each in standing(facts, moment_of(date(2026, 10, 8), 9))] == [1]
    assert [each.id for each in standing(facts)] == [2]


def test_a_chain_of_corrections_remembers_what_it_replaced():
    facts = tell(
        [
            "2026-10-05 received",
            "2026-10-04 received (recorded 2026-10-09, corrects 1)",
            "2026-10-03 received (recorded 2026-10-10, corrects 2)",
        ]
    )
    last: Fact = standing(facts)[0]
    assert (last.id, last.replaced) == (3, (2, 1))
    assert last.entered_at == facts[0].recorded_at
