"""Clocks held against a slow day-by-day oracle, and what must be true of every start."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.clocks import Asked, Due, Working, clock_due, explain_clock
from compliance.core.errors import NoValueInForce
from compliance.core.rulebook import ClockRule, Parameter
from tests.makers.rulebook import book

NEXT_DAY = timedelta(days=1)
STATUTORY = ("completeness_notice", "decision", "general_notice", "general_decision", "activation")
EVERY_CLOCK = sorted(book().clocks)
STARTS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
CLOCKS = st.sampled_from(EVERY_CLOCK)
BASES = st.sampled_from(["stricter", "statute", "policy"])


def asked(clock: str, started_on: date, **more: object) -> Asked:
    return Asked(book().clock(clock), started_on, book(), **more)


def due_of(clock: str, started_on: date, **more: object) -> Due:
    return clock_due(asked(clock, started_on, **more))


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in book().calendar("ca_strict").closures


def walk(day: date, count: int, is_counted: object = is_open) -> date:
    """The oracle: step forward, counting the days that count, until `count` are counted."""
    while count:
        day += NEXT_DAY
        count -= is_counted(day)
    return day


def to_open(day: date, step: timedelta) -> date:
    while not is_open(day):
        day += step
    return day


@given(STARTS)
def test_notice_agrees_with_counting_day_by_day(started_on: date) -> None:
    legal_on = walk(started_on, 7)
    due_on = to_open(min(walk(started_on, 7, lambda day: True), legal_on), -NEXT_DAY)
    expected = due_on if due_on > started_on else walk(started_on, 1)
    due = due_of("completeness_notice", started_on)
    assert (due.due_on, due.legal_on) == (expected, legal_on)


@given(STARTS)
def test_decision_agrees_with_counting_day_by_day(started_on: date) -> None:
    last = walk(started_on, 60, lambda day: True)
    due = due_of("decision", started_on)
    assert due.due_on == to_open(last, -NEXT_DAY)
    assert due.legal_on == to_open(last, NEXT_DAY)


@given(CLOCKS, st.dates(date(2026, 1, 1), date(2028, 11, 1)), st.integers(1, 400))
def test_a_later_start_is_never_due_earlier(clock: str, started_on: date, later: int) -> None:
    on = date(2028, 1, 1)
    first = due_of(clock, started_on, on=on)
    second = due_of(clock, started_on + timedelta(days=later), on=on)
    assert first.due_on <= second.due_on
    assert first.legal_on is None or first.legal_on <= second.legal_on


@given(CLOCKS, STARTS)
def test_our_date_is_an_open_day_unless_the_clock_stays(clock: str, started_on: date) -> None:
    due = due_of(clock, started_on)
    assert is_open(due.act_by)
    assert due.act_by <= due.due_on
    if book().clock(clock).closed_day != "stay":
        assert is_open(due.due_on)


@given(st.sampled_from(STATUTORY), STARTS)
def test_legal_limit_is_open_and_never_before_our_date(clock: str, started_on: date) -> None:
    due = due_of(clock, started_on)
    assert is_open(due.legal_on)
    assert started_on < due.due_on <= due.legal_on


@given(st.sampled_from(STATUTORY), STARTS, st.integers(0, 120))
def test_a_later_start_of_the_law_moves_only_the_limit(
    clock: str, started_on: date, later: int
) -> None:
    moved = due_of(clock, started_on, law_started_on=started_on + timedelta(days=later))
    plain = due_of(clock, started_on)
    assert moved.due_on == plain.due_on
    assert moved.legal_on >= plain.legal_on


@given(st.sampled_from(STATUTORY), STARTS, BASES)
def test_no_basis_is_later_than_the_statute(clock: str, started_on: date, basis: str) -> None:
    due = due_of(clock, started_on, basis=basis)
    assert due.due_on <= due.legal_on
    if basis == "statute":
        assert due.due_on == due.legal_on


def steps_toward(working: Working, toward: str) -> list[date]:
    return [step.day for step in working.steps if step.toward == toward]


@given(CLOCKS, STARTS, st.sampled_from(["stricter", "policy"]))
def test_working_ends_on_the_dates_it_explains(clock: str, started_on: date, basis: str) -> None:
    working = explain_clock(asked(clock, started_on, basis=basis))
    assert steps_toward(working, "due")[-1] == working.due.due_on
    if working.due.legal_on:
        assert steps_toward(working, "legal")[-1] == working.due.legal_on
    assert working.due == due_of(clock, started_on, basis=basis)


@given(st.sampled_from(STATUTORY), STARTS, st.integers(0, 120))
def test_working_by_the_statute_counts_from_the_laws_own_start(
    clock: str, started_on: date, later: int
) -> None:
    law_started_on = started_on + timedelta(days=later)
    question = asked(clock, started_on, basis="statute", law_started_on=law_started_on)
    days = steps_toward(explain_clock(question), "due")
    assert (days[0], days[-1]) == (law_started_on, clock_due(question).due_on)


@given(STARTS)
def test_working_counts_as_many_days_as_the_parameter_says(started_on: date) -> None:
    working = explain_clock(asked("completeness_notice", started_on))
    numbered = [step for step in working.steps if step.number]
    due = [step.number for step in numbered if step.toward == "due"]
    legal = [step.number for step in numbered if step.toward == "legal"]
    assert due == list(range(1, len(due) + 1))
    assert max(due) == 7
    assert legal == list(range(1, 8))


def test_first_day_that_counts_is_day_one_of_the_working() -> None:
    first = explain_clock(asked("medi_cal_provisional", date(2026, 9, 1))).steps[0]
    assert (first.counted, first.number, first.why) == (True, 1, "Day 1: the first day counts.")


def test_months_are_one_step_of_the_working() -> None:
    steps = explain_clock(asked("recredentialing", date(2023, 12, 15))).steps
    assert [step.why for step in steps if step.counted] == ["36 months on."]


def test_due_date_on_the_start_moves_to_the_first_business_day() -> None:
    due = due_of_a_short_policy(date(2026, 11, 25), 1)
    assert due.due_on == date(2026, 11, 30)


def test_due_date_past_the_limit_is_cut_and_the_working_says_so() -> None:
    working = explain_clock(short_policy(date(2026, 11, 16), 20, law="decision"))
    assert working.due.due_on == working.due.legal_on
    assert "Past the legal limit: moved back to an open day." in {s.why for s in working.steps}


def due_of_a_short_policy(started_on: date, days: int) -> Due:
    return clock_due(short_policy(started_on, days))


def short_policy(started_on: date, days: int, law: str | None = None) -> Asked:
    """A made-up clock of `days` calendar days, beside a law of seven business days if named."""
    policy = book().parameter("credentialing.notice_policy_days")
    made = replace(policy, id="made", values={date(2023, 1, 1): days})
    limit = "credentialing.notice_business_days"
    parameters = {"made": made, limit: book().parameter(limit)}
    rule = ClockRule("made", "Made", "start", ("made",), law=limit if law else None)
    return Asked(rule, started_on, replace(book(), parameters=parameters))


def test_values_are_those_of_the_day_asked_for() -> None:
    checked_on = date(2025, 3, 1)
    before = due_of("verification_window", checked_on, on=date(2025, 6, 30))
    after = due_of("verification_window", checked_on, on=date(2025, 7, 1))
    assert (before.due_on - checked_on).days == 180
    assert (after.due_on - checked_on).days == 120


def test_federal_limit_does_not_move_on_from_a_closed_day() -> None:
    due = due_of("exclusion_screening", date(2026, 10, 21))
    assert due.legal_on == date(2026, 11, 21)
    assert due.due_on == date(2026, 11, 20)
    assert due_of("exclusion_screening", date(2026, 10, 21), basis="statute").due_on == due.legal_on


def test_a_start_before_the_law_has_no_date() -> None:
    with pytest.raises(
        NoValueInForce, match="has no value on 31 Dec 2022: its first is from 1 Jan 2023"
    ):
        due_of("decision", date(2022, 12, 31))


@pytest.mark.parametrize("clock", ["decision", "completeness_notice", "recredentialing"])
def test_a_year_nobody_listed_raises(clock: str) -> None:
    with pytest.raises(NoValueInForce, match="Add the"):
        due_of(clock, date(2036, 12, 30))


@pytest.mark.parametrize("clock", ["decision", "recredentialing", "registration_limit"])
def test_the_end_of_time_is_refused_not_crashed(clock: str) -> None:
    with pytest.raises(NoValueInForce, match="past year 9999"):
        due_of(clock, date(9999, 12, 30))


def test_a_parameter_without_a_length_of_time_cannot_be_counted() -> None:
    mode = book().parameter("credentialing.general_mode")
    counted = replace(mode, id="made", values={date(2020, 1, 1): 1})
    rule = ClockRule("made", "Made", "start", ("made",))
    with pytest.raises(NoValueInForce, match="counted in mode, not in time"):
        clock_due(Asked(rule, date(2026, 1, 5), replace(book(), parameters={"made": counted})))


def test_a_parameter_ends_when_the_law_does() -> None:
    ended: Parameter = replace(
        book().parameter("credentialing.decision_days"), until=date(2030, 6, 30)
    )
    assert ended.days_on(date(2030, 6, 30)) == 60
    with pytest.raises(NoValueInForce, match="ended on 30 Jun 2030, before 1 Jul 2030"):
        ended.value_on(date(2030, 7, 1))


def test_every_source_of_a_working_is_read_or_says_it_is_assumed() -> None:
    for clock in book().clocks:
        for cited in explain_clock(asked(clock, date(2026, 11, 2))).sources:
            assert cited.checked_on or cited.assumed
