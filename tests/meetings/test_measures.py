"""Figures of meetings on both sides of each edge."""

from dataclasses import replace
from datetime import date, time

import pytest

from compliance.core.measured import Counted
from compliance.core.periods import month_of
from compliance.core.states import ActionState
from compliance.meetings.queries.measures import actions_on_time, meetings_held
from compliance.meetings.rules.actions import Action, Wanted
from compliance.meetings.rules.agenda import Meeting
from compliance.meetings.rules.measures import held_in, on_time_in
from tests.conftest import TODAY, occasion
from tests.makers.meetings import make_action, make_series

DAY, DUE = date(2026, 10, 1), date(2026, 10, 8)
MEETING = Meeting(1, "2026-10-01", 1, DAY, time(10), 60, "")
CLOSED = replace(MEETING, closed_on=date(2026, 10, 6))
CANCELLED = replace(MEETING, is_cancelled=True)
ACTION = Action(1, "ACT-1", Wanted("Send it", 1, "plan", date(2026, 10, 8)), DAY)
DONE = replace(ACTION, state=ActionState.DONE, done_on=date(2026, 10, 8))


def held(meeting, today):
    counted = held_in(month_of(DAY), [(meeting, DUE)], today)
    return counted.numerator, counted.denominator


def test_an_open_meeting_counts_from_the_day_after_its_minutes_were_due():
    assert held(MEETING, DUE) == (0, 0)
    assert held(MEETING, date(2026, 10, 9)) == (0, 1)


def test_a_closed_one_is_held_and_a_cancelled_one_was_scheduled():
    assert held(CLOSED, date(2026, 10, 6)) == (1, 1)
    assert held(CANCELLED, date(2026, 9, 30)) == (0, 0)
    assert held(CANCELLED, DAY) == (0, 1)


def test_another_month_is_not_counted():
    counted = held_in(month_of(date(2026, 11, 1)), [(CLOSED, DUE)], TODAY)
    assert counted == Counted(0, 0)


@pytest.mark.parametrize(
    ("action", "today", "expected"),
    [
        (DONE, date(2026, 10, 8), (1, 1)),
        (replace(DONE, done_on=date(2026, 10, 9)), TODAY, (0, 1)),
        (ACTION, date(2026, 10, 8), (0, 0)),
        (ACTION, date(2026, 10, 9), (0, 1)),
        (replace(ACTION, state=ActionState.CANCELLED), TODAY, (0, 0)),
    ],
)
def test_an_action_is_on_time_up_to_its_due_day(action, today, expected):
    counted = on_time_in(month_of(DAY), [action], "plan", today)
    assert (counted.numerator, counted.denominator) == expected
    assert on_time_in(month_of(DAY), [action], "mbho", today) == Counted(0, 0)


@pytest.mark.usefixtures("with_rules")
def test_a_plan_without_meetings_counts_nothing_itself():
    assert meetings_held(month_of(TODAY), "plan", occasion()) is None
    make_action(make_series(occasion()), occasion())
    later = occasion(date(2026, 12, 28))
    assert actions_on_time(month_of(later.today), "mbho", later) == Counted(0, 1)
    assert meetings_held(month_of(later.today), "plan", later) == Counted(0, 1)
