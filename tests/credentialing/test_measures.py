"""What applications count for figures, on both sides of each edge."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from compliance.core.periods import month_from
from compliance.core.states import ApplicationState
from compliance.credentialing.rules import measures
from compliance.credentialing.rules.measures import FileSpan, NoticeCase
from tests.makers.cases import cases, day
from tests.makers.rulebook import book

CASES = Path(__file__).parent / "cases" / "measures.yaml"
OCTOBER = month_from("2026-10")
LAST = OCTOBER.to_on
LIMIT = book().parameter("credentialing.decision_days")
AGEING = book().parameter("reports.ageing_days")
POLICY = book().parameter("credentialing.notice_policy_days")
BEGAN = date(2026, 10, 1)


def files(told: list) -> list[FileSpan]:
    return [
        FileSpan(number, ApplicationState(state), BEGAN, None, day(completed), day(decided))
        for number, (state, completed, decided) in enumerate(told, start=1)
    ]


def counts(case: dict) -> tuple[int, int]:
    return tuple(int(each) for each in case["counted"])


@pytest.mark.parametrize("case", cases(CASES, "decided_in_time"))
def test_decided_in_time(case):
    told = measures.decided_in_time(files(case["files"]), OCTOBER, LAST, LIMIT)
    assert (told.numerator, told.denominator) == counts(case)


@pytest.mark.parametrize("case", cases(CASES, "turnaround"))
def test_turnaround(case):
    told = measures.turnaround(files(case["files"]), OCTOBER, LAST)
    assert list(told.days) == [int(each) for each in case["days"]]


@pytest.mark.parametrize("case", cases(CASES, "approvals"))
def test_approvals(case):
    told = measures.approvals(files(case["files"]), OCTOBER, LAST)
    assert (told.numerator, told.denominator) == counts(case)
    assert told.note == case.get("note", "")


@pytest.mark.parametrize("case", cases(CASES, "ageing"))
def test_ageing(case):
    told = measures.ageing(files(case["files"]), LAST, LIMIT, AGEING)
    assert (told.numerator, told.denominator) == counts(case)
    assert told.note == case["note"]


@pytest.mark.parametrize("case", cases(CASES, "notices"))
def test_notices_in_time(case):
    given = [
        NoticeCase(day(received), day(limit), day(met), is_void=False)
        for received, limit, met in case["notices"]
    ]
    told = measures.notices_in_time(given, OCTOBER, date(2026, 11, 24), POLICY)
    assert (told.numerator, told.denominator) == counts(case)
    assert told.note == case["note"]


@pytest.mark.parametrize("case", cases(CASES, "gaps"))
def test_approval_gaps(case):
    spans = [
        FileSpan(at, state_of(one), BEGAN, None, None, day(one), twin_id=3 - at)
        for pair in case["pairs"]
        for at, one in enumerate(pair, start=1)
    ]
    told = measures.approval_gaps(spans, OCTOBER, LAST)
    assert list(told.days) == [int(each) for each in case["days"]]
    assert told.numerator == int(case["waiting"])


def state_of(approved: str | None) -> ApplicationState:
    return ApplicationState.APPROVED if approved else ApplicationState.VERIFYING


def test_a_side_that_said_no_leaves_no_gap():
    pair = [
        FileSpan(1, ApplicationState.APPROVED, BEGAN, None, None, date(2026, 10, 5), 2),
        FileSpan(2, ApplicationState.DENIED, BEGAN, None, None, date(2026, 10, 6), 1),
    ]
    assert measures.approval_gaps(pair, OCTOBER, LAST).days == ()


def test_a_month_looks_at_the_files_as_they_stood_on_its_last_day():
    decided = date(2026, 10, 20)
    told = [
        FileSpan(1, ApplicationState.APPROVED, decided, date(2026, 11, 5), BEGAN, decided),
        FileSpan(1, ApplicationState.VERIFYING, date(2026, 11, 5), None, BEGAN, None),
    ]
    assert measures.turnaround(told, OCTOBER, LAST).days == (19,)
    assert measures.day_of(OCTOBER, date(2026, 11, 24)) == LAST
    assert measures.day_of(OCTOBER, date(2026, 10, 9)) == date(2026, 10, 9)


SPANS = some.lists(
    some.builds(
        lambda state, completed, took, decided: FileSpan(
            completed * 100 + took,
            state,
            BEGAN,
            None,
            BEGAN - timedelta(days=completed) if completed else None,
            BEGAN + timedelta(days=took) if decided else None,
        ),
        some.sampled_from(ApplicationState),
        some.integers(0, 99),
        some.integers(0, 60),
        some.booleans(),
    ),
    max_size=12,
)


@given(SPANS)
def test_no_numerator_is_larger_than_its_denominator(spans):
    for told in (
        measures.decided_in_time(spans, OCTOBER, LAST, LIMIT),
        measures.approvals(spans, OCTOBER, LAST),
        measures.ageing(spans, LAST, LIMIT, AGEING),
    ):
        assert 0 <= told.numerator <= told.denominator


@given(SPANS)
def test_every_turnaround_is_a_decision_that_has_a_limit(spans):
    took = measures.turnaround(spans, OCTOBER, LAST)
    kept = measures.decided_in_time(spans, OCTOBER, LAST, LIMIT)
    assert took.denominator <= kept.denominator
    assert sum(each <= 60 for each in took.days) == kept.numerator
