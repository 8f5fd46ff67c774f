"""Action items: who may say what becomes of one, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from compliance.core.errors import BadValue, NotAllowed, NotNow
from compliance.core.states import ActionState
from compliance.meetings.rules.actions import (
    ALLOWED,
    Action,
    Asked,
    Wanted,
    check_change,
    check_extension,
    check_wanted,
    states_offered,
)
from compliance.meetings.rules.words import due_words
from tests.conftest import TODAY

OWNER, ORGANIZER, OTHER = 1, 2, 3
WANTED = Wanted("Send the file", OWNER, "mbho", date(2026, 12, 4))
OPEN = Action(1, "ACT-1", WANTED, TODAY)
DONE = replace(OPEN, state=ActionState.DONE, done_on=TODAY, done_by=ORGANIZER)


def test_the_owner_says_done_and_another_does_not():
    check_change(OPEN, Asked(ActionState.DONE, OWNER, manages=False))
    with pytest.raises(NotAllowed):
        check_change(OPEN, Asked(ActionState.DONE, OTHER, manages=False))


@pytest.mark.parametrize("person", [OWNER, ORGANIZER])
def test_neither_owner_nor_who_said_done_verifies(person):
    with pytest.raises(NotAllowed):
        check_change(DONE, Asked(ActionState.VERIFIED, person, manages=True))


def test_somebody_else_verifies():
    check_change(DONE, Asked(ActionState.VERIFIED, OTHER, manages=False))


def test_who_acts_on_own_items_alone_verifies_nobody_elses():
    asked = Asked(ActionState.VERIFIED, OTHER, manages=False, is_bound=True)
    with pytest.raises(NotAllowed):
        check_change(DONE, asked)


@pytest.mark.parametrize("state", [ActionState.BLOCKED, ActionState.CANCELLED])
def test_blocked_and_cancelled_need_a_reason(state):
    with pytest.raises(BadValue):
        check_change(OPEN, Asked(state, OWNER, manages=False, why=" "))


def test_what_is_verified_stays():
    assert not ALLOWED[ActionState.VERIFIED]
    verified = replace(DONE, state=ActionState.VERIFIED)
    assert not states_offered(verified, Asked(verified.state, OTHER, manages=True))


def test_a_stranger_is_offered_nothing_on_open_work():
    assert states_offered(OPEN, Asked(OPEN.state, OTHER, manages=False)) == ()


def test_the_due_day_is_on_time_and_the_next_is_overdue():
    assert not OPEN.is_overdue(date(2026, 12, 4))
    assert due_words(OPEN, date(2026, 12, 5)) == ("1 day overdue", "over")
    assert due_words(OPEN, date(2026, 12, 4)) == ("today", "soon")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"wording": "File"}, "wording"),
        ({"due_on": date(2026, 11, 23)}, "due_on"),
        ({"priority": "urgent"}, "priority"),
    ],
)
def test_an_action_that_cannot_be_is_refused_at_its_field(said, field):
    with pytest.raises(BadValue) as refused:
        check_wanted(replace(WANTED, **said), TODAY)
    assert refused.value.field == field


def test_an_extension_is_later_open_and_reasoned():
    asked = Asked(OPEN.state, OWNER, manages=False, why="Waiting on the vendor.")
    check_extension(OPEN, date(2026, 12, 5), asked)
    for due_on, why in ((date(2026, 12, 4), "x"), (date(2026, 12, 5), " ")):
        with pytest.raises(BadValue):
            check_extension(OPEN, due_on, replace(asked, why=why))
    with pytest.raises(NotNow):
        check_extension(DONE, date(2026, 12, 9), asked)
    with pytest.raises(NotAllowed):
        check_extension(OPEN, date(2026, 12, 5), replace(asked, person_id=OTHER))
