"""Putting an alert off: by its owner, with a reason, never past the limit."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from compliance.core.errors import BadValue, NotAllowed, NotFound, NotNow
from compliance.db import session
from compliance.deadlines.models import Alert
from compliance.deadlines.rules.snoozes import Snooze
from compliance.deadlines.services import snooze_alert, sweep
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from compliance.occasions import Actor
from tests.conftest import TODAY, occasion
from tests.makers.deadlines import make_deadline, rungs_open

WEEK = timedelta(days=7)


def theirs(person: int):
    return occasion(actor=Actor(person, "Theo Tran", frozenset({"credentialing"})))


def an_alert(staff) -> int:
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff[0])
    return session().scalars(select(Alert.id).where(Alert.recipient_id == staff[0])).one()


def test_a_snooze_is_kept_on_the_alert_and_as_a_fact(staff):
    number = an_alert(staff)
    until = TODAY + timedelta(days=3)
    snooze_alert(number, Snooze(until, "The board answers on Friday"), theirs(staff[0]))
    alert = session().get_one(Alert, number)
    assert (alert.snoozed_until, alert.snoozed_by) == (until, staff[0])
    (fact,) = facts_of(Subject("alert", number))
    assert fact.why == "The board answers on Friday"


def test_nobody_snoozes_for_somebody_else(staff):
    with pytest.raises(NotAllowed):
        snooze_alert(an_alert(staff), Snooze(TODAY + timedelta(days=1), "x"), theirs(staff[1]))


def test_a_snooze_past_the_limit_is_refused(staff):
    with pytest.raises(BadValue):
        snooze_alert(an_alert(staff), Snooze(TODAY + 2 * WEEK, "x"), theirs(staff[0]))


def test_an_alert_that_is_not_there(staff):
    with pytest.raises(NotFound):
        snooze_alert(99, Snooze(TODAY + WEEK, "x"), theirs(staff[0]))


def test_a_closed_alert_is_not_snoozed(staff):
    number = an_alert(staff)
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff[0], met_on=TODAY)
    with pytest.raises(NotNow):
        snooze_alert(number, Snooze(TODAY + timedelta(days=1), "x"), theirs(staff[0]))


def test_a_worse_rung_comes_through_a_snooze(staff):
    number = an_alert(staff)
    snooze_alert(number, Snooze(TODAY + WEEK, "waiting"), theirs(staff[0]))
    sweep(occasion(TODAY + timedelta(days=6)))
    assert rungs_open() == ["due-1"]
