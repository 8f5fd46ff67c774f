"""A message on another day: what its log had said by then, whatever came of it later."""

from datetime import timedelta

import pytest

from compliance.core.states import MessageState
from compliance.db import transaction
from compliance.mail import Accepted, PermanentFailure, TemporaryFailure
from compliance.outbox.past import delivery_log_at, message_at
from compliance.outbox.queries import LogFilter, message
from compliance.outbox.services import NewMessage, bounce_message, queue_message, retry_failed
from compliance.outbox.services.delivery import claim_one, mark_accepted, mark_problem
from tests.conftest import occasion

pytestmark = pytest.mark.usefixtures("database")
ON = occasion()
HOUR = timedelta(hours=1)


def later(hours: int):
    return occasion(now=ON.now + hours * HOUR)


@pytest.fixture
def number() -> int:
    """Return a message refused after one hour, sent again after two, taken after three, back at
    four."""
    with transaction():
        made = queue_message(NewMessage("notice", "ana@example.org", "S", "B"), ON)
    with transaction():
        claim = claim_one(made, "one", later(1).now)
        mark_problem(claim, PermanentFailure("550 no such user"), later(1).now)
    with transaction():
        retry_failed(made, later(2))
    with transaction():
        claim = claim_one(made, "two", later(3).now)
        mark_accepted(claim, Accepted(was_sent=True, response="250 taken"), later(3).now)
    with transaction():
        bounce_message(made, "mailbox full", later(4))
    return made


def seen(number: int, hours: int):
    return message_at(message(number), later(hours).now)


def test_each_hour_has_the_state_of_that_hour(number):
    states = [seen(number, hours).state.value for hours in range(5)]
    assert states == ["waiting", "failed", "waiting", "sent", "bounced"]


def test_what_came_later_is_not_told(number):
    failed = seen(number, 1)
    assert (failed.response, failed.attempts, len(failed.log)) == ("550 no such user", 1, 1)
    assert failed.accepted_at is None
    assert failed.settled_at == later(1).now


def test_an_accepted_message_keeps_its_moment_when_it_comes_back(number):
    assert seen(number, 3).accepted_at == seen(number, 4).accepted_at == later(3).now


def test_a_put_off_is_the_last_try_only_where_nothing_was_left(number):
    with transaction():
        made = queue_message(NewMessage("notice", "bo@example.org", "S", "B"), ON)
        claim = claim_one(made, "one", later(1).now)
        mark_problem(claim, TemporaryFailure("451 busy"), later(1).now)
    assert seen(made, 1).state is MessageState.WAITING
    with transaction():
        claim = claim_one(made, "one", later(2).now)
        mark_problem(claim, TemporaryFailure("451 busy"), later(2).now, is_last=True)
    assert [seen(made, hour).state.value for hour in (1, 2)] == ["waiting", "failed"]
    with transaction():
        retry_failed(made, later(5))
    assert [seen(made, hour).state.value for hour in (2, 5)] == ["failed", "waiting"]


def test_the_log_of_a_day_leaves_out_what_was_queued_later(number):
    with transaction():
        queue_message(NewMessage("notice", "cy@example.org", "S", "B"), later(6))
    lines = delivery_log_at(later(5).now, LogFilter())
    assert [(each.id, each.state.value) for each in lines] == [(number, "bounced")]


def test_the_log_of_a_day_is_filtered_by_the_states_of_that_day(number):
    failed = LogFilter(states=frozenset({MessageState.FAILED}))
    assert len(delivery_log_at(later(1).now, failed)) == 1
    assert delivery_log_at(later(3).now, failed) == []
