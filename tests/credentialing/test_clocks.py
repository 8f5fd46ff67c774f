"""Which clocks an application runs, and what a clock says on each side of every edge."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.facts import standing
from compliance.core.states import ClockState
from compliance.credentialing.rules.clocks import (
    Clock,
    at_risk_on,
    clocks_of,
    close_without_answer_on,
    decision_kind,
    is_statutory,
    notice_kind,
    receipt_day,
)
from compliance.credentialing.rules.state import state_of
from compliance.credentialing.rules.steps import next_step
from compliance.credentialing.rules.story import Story, story_of
from compliance.credentialing.rules.words import Face, days, say
from tests.makers.cases import cases, day
from tests.makers.facts import tell
from tests.makers.rulebook import book

FOLDER = Path(__file__).parent / "cases"
FACE = Face(date(2026, 11, 18), date(2026, 11, 25), date(2026, 12, 1), None, soon_days=2)
ANY_DAY = date(2027, 1, 1)


def story(*lines: str, **entry: Any) -> Story:
    found = story_of(standing(tell(lines, entry)))
    assert found is not None
    return found


def document(clock: Clock) -> dict[str, Any]:
    return {
        "kind": clock.kind,
        "from": clock.due.started_on,
        "due_on": clock.due.due_on,
        "legal_on": clock.due.legal_on,
        "met_on": clock.met_on,
        "void": clock.is_void,
        "binding": "law" if clock.is_statutory else "policy",
        "law_from": clock.law_started_on,
    }


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    dates = ("from", "due_on", "legal_on", "met_on", "law_from")
    return {
        "kind": case["kind"],
        **{name: day(case.get(name)) for name in dates},
        "void": case.get("void", False),
        "binding": case.get("binding", "law"),
    }


@pytest.mark.parametrize("case", cases(FOLDER / "clocks.yaml"))
def test_clocks_of_an_application(case):
    rules = replace(book(), choices=case.get("choices", {}))
    found = clocks_of(story(*case["told"], **case.get("entry", {})), rules)
    assert [document(each) for each in found] == [wanted(each) for each in case["clocks"]]


def rows(section: str) -> list[Any]:
    from compliance.rulebook.strict_yaml import parse

    text = (FOLDER / "words.yaml").read_text(encoding="utf-8")
    edge = {"running": "today", "met": "met_on", "without_law": "today"}[section]
    found = parse(text, "words.yaml")[section]
    return [pytest.param(each, id=f"{edge} {each[edge]}") for each in found]


def check(face: Face, today: date, case: dict[str, Any]) -> None:
    said = say(face, today)
    assert f"{said.main}, {said.side}" == case["says"]
    assert (said.state, said.tone) == (ClockState(case["state"]), case["tone"])


@pytest.mark.parametrize("case", rows("running"))
def test_words_of_a_running_clock(case):
    check(FACE, date.fromisoformat(case["today"]), case)


@pytest.mark.parametrize("case", rows("met"))
def test_words_of_a_met_clock(case):
    check(replace(FACE, met_on=date.fromisoformat(case["met_on"])), ANY_DAY, case)


@pytest.mark.parametrize("case", rows("without_law"))
def test_words_of_a_clock_without_a_law(case):
    check(replace(FACE, legal_on=None), date.fromisoformat(case["today"]), case)


def test_a_clock_that_has_not_started_says_when_it_will():
    said = say(Face(None, None, None, None), ANY_DAY)
    assert (said.state, said.main, said.side) == (
        ClockState.NOT_STARTED,
        "Starts",
        "when complete",
    )


def test_a_void_clock_is_not_needed_whatever_its_dates():
    said = say(replace(FACE, is_void=True), ANY_DAY)
    assert (said.state, said.main, said.done) == (ClockState.VOID, "Not needed", False)


def test_days_in_words():
    assert (days(0), days(1), days(2)) == ("0 days", "1 day", "2 days")


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        ({"role": "LCSW"}, ("completeness_notice", "decision")),
        ({"role": "nobody knows"}, ("completeness_notice", "decision")),
        ({"role": "MD", "provider_class": "bh"}, ("completeness_notice", "decision")),
        ({"role": "MD", "provider_class": "non_bh"}, ("general_notice", "general_decision")),
    ],
)
def test_the_class_of_the_applicant_picks_the_clocks(entry, kinds):
    found = story("2026-10-05 received", **entry)
    assert (notice_kind(found, book()), decision_kind(found, book())) == kinds


def test_no_line_given_counts_as_law():
    assert is_statutory(story("2026-10-05 received", lines=[]), book())


def test_the_class_set_right_picks_the_other_clocks():
    told = ["2026-10-05 received", "2026-10-07 corrected provider_class to non_bh"]
    assert [each.kind for each in clocks_of(story(*told, role="MD"), book())] == ["general_notice"]


def test_a_word_after_the_notice_window_leaves_a_second_decision_date_from_the_receipt():
    """Worked example 22: no notice in time, called incomplete on 16 Oct, mended on 23 Oct."""
    told = ["2026-10-05 received", "2026-10-16 asked for release", "2026-10-16 told incomplete"]
    found = story(*told, "2026-10-23 release arrived")
    decision = next(each for each in clocks_of(found, book()) if each.kind == "decision")
    assert (decision.due.started_on, decision.due.due_on) == (
        date(2026, 10, 23),
        date(2026, 12, 22),
    )
    assert at_risk_on(found, book()) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("delegated", "by_delegate", "counts_from"),
    [
        ("yes", date(2026, 10, 2), date(2026, 10, 2)),
        ("yes", date(2026, 10, 7), date(2026, 10, 5)),
        ("yes", None, date(2026, 10, 5)),
        ("no", date(2026, 10, 2), date(2026, 10, 5)),
    ],
)
def test_the_earlier_receipt_counts_where_credentialing_is_delegated(
    delegated, by_delegate, counts_from
):
    chosen = book(credentialing__is_delegated=delegated)
    assert receipt_day(date(2026, 10, 5), by_delegate, chosen) == counts_from


def test_silence_lets_the_plan_close_after_thirty_days():
    asked = ["2026-10-05 received", "2026-10-07 asked for release"]
    told = [*asked, "2026-10-08 told incomplete"]
    assert close_without_answer_on(story(*told), book()) == date(2026, 11, 8)
    assert close_without_answer_on(story(*told, "2026-10-09 release arrived"), book()) is None


def test_nobody_is_silent_who_was_not_told():
    asked = ["2026-10-05 received", "2026-10-07 asked for release"]
    assert close_without_answer_on(story(*asked), book()) is None
    came_back = [*asked, "2026-10-08 told incomplete", "2026-10-12 notice 1 came back"]
    assert close_without_answer_on(story(*came_back), book()) is None
    more = [*asked, "2026-10-08 told incomplete", "2026-10-20 asked for malpractice"]
    assert close_without_answer_on(story(*more), book()) is None


@pytest.mark.parametrize(
    ("told", "step"),
    [
        ([], "send_notice"),
        (["2026-10-07 asked for release"], "send_notice"),
        (["2026-10-07 asked for release", "2026-10-07 told incomplete"], "remind"),
        (["2026-10-07 found complete", "2026-10-07 told complete"], "record_check"),
        (
            ["2026-10-07 found complete", "2026-10-07 told complete", "2026-11-02 committee on x"],
            "record_decision",
        ),
        (["2026-10-07 found complete", "2026-10-07 told complete", "2026-11-02 approved"],
         "activate"),
        (["2026-10-07 withdrawn"], ""),
    ],
)  # fmt: skip
def test_there_is_always_one_next_step(told, step):
    lines = [each.replace(" x", " 2026-11-19") for each in told]
    found = story("2026-10-05 received", *lines)
    assert next_step(state_of(found, False), clocks_of(found, book())).key == step
