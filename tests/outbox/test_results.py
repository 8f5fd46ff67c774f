from datetime import timedelta

import pytest
from sqlalchemy import select

from compliance.core.errors import BadFile, NotFound, NotNow
from compliance.core.states import MessageState
from compliance.db import session, transaction
from compliance.mail import Bounce
from compliance.outbox.jobs import deliver
from compliance.outbox.queries import PROBLEMS, LogFilter, count_query, message, settled_messages
from compliance.outbox.services import (
    NewMessage,
    bounce_message,
    mark_heard,
    queue_message,
    record_bounce,
    retry_failed,
    settle_unknown,
)
from tests.conftest import occasion

pytestmark = pytest.mark.usefixtures("database")


def queued(kind="notice", cc="") -> int:
    new = NewMessage(
        kind, "ana@example.org", "S", "B", cc_address=cc, subject_kind="application", subject_id=7
    )
    with transaction():
        return queue_message(new, occasion())


def act(service, *given) -> None:
    with transaction():
        service(*given)


def report(box, recipient="ana@example.org") -> Bounce:
    return Bounce(str(box.mails[-1]["Message-ID"]), recipient, "5.1.1", "no such user")


def heard() -> list[tuple[int, str]]:
    """Take in what settled, as a feature's job does."""
    with transaction():
        found = settled_messages("notice")
        mark_heard(found)
    return [(each.id, each.state.value) for each in found]


def test_result_is_heard_once(door):
    number = queued()
    assert heard() == []
    deliver(door)
    assert heard() == [(number, "sent")]
    assert heard() == []


def test_result_tells_what_it_is_about_and_when_it_was_accepted(door, clock):
    queued()
    deliver(door)
    (found,) = settled_messages("notice")
    assert (found.subject_kind, found.subject_id) == ("application", 7)
    assert found.accepted_at == found.settled_at == clock.now()


def test_results_of_other_kinds_are_not_heard(door):
    queued("digest")
    deliver(door)
    assert heard() == []


def test_result_not_marked_as_heard_is_heard_again(door):
    number = queued()
    deliver(door)
    settled_messages("notice")
    assert heard() == [(number, "sent")]


def test_bounce_after_sending_is_a_new_result(door, box):
    number = queued()
    deliver(door)
    heard()
    act(record_bounce, report(box), occasion())
    assert heard() == [(number, "bounced")]
    assert message(number).response == "5.1.1 no such user"


def test_bounce_between_hearing_and_marking_is_not_lost(door, box):
    number = queued()
    deliver(door)
    found = settled_messages("notice")
    act(record_bounce, report(box), occasion())
    act(mark_heard, found)
    assert heard() == [(number, "bounced")]


def test_bounce_keeps_the_moment_of_acceptance(door, box, clock):
    number = queued()
    deliver(door)
    act(record_bounce, report(box), occasion(now=clock.now() + timedelta(hours=2)))
    found = message(number)
    assert (found.accepted_at, found.settled_at - found.accepted_at) == (
        clock.now(),
        timedelta(hours=2),
    )


def test_same_report_twice_changes_nothing(door, box):
    number = queued()
    deliver(door)
    act(record_bounce, report(box), occasion())
    act(record_bounce, report(box), occasion())
    assert [each.result for each in message(number).log] == ["sent", "bounced"]


def test_bounce_of_the_copy_alone_is_only_logged(door, box):
    number = queued(cc="practice@example.org")
    deliver(door)
    act(record_bounce, report(box, "Practice@example.org"), occasion())
    assert message(number).state is MessageState.SENT
    assert message(number).log[-1].result == "copy_bounced"


def test_report_without_the_original_id_says_where_to_enter_it():
    with pytest.raises(BadFile, match="Open the notice in Daybook"):
        act(record_bounce, Bounce("", "a@b", "5.0.0", ""), occasion())


def test_report_about_a_foreign_message_is_refused():
    with pytest.raises(NotFound, match="not sent from here"):
        act(record_bounce, Bounce("<x@elsewhere>", "a@b", "5.0.0", ""), occasion())


def test_message_that_never_left_cannot_bounce():
    number = queued()
    with pytest.raises(NotNow, match="cannot have bounced"):
        act(bounce_message, number, "entered by hand", occasion())


def lost(door, box) -> int:
    number = queued()
    box.data = ["hang up"]
    deliver(door)
    return number


def test_person_settles_an_unknown_message_as_sent(door, box, clock):
    number = lost(door, box)
    act(settle_unknown, number, True, occasion())
    found = message(number)
    assert (found.state, found.accepted_at) == (MessageState.SENT, clock.now())
    assert found.response == "Daybook: it was sent"


def test_message_settled_as_not_sent_can_be_sent_again(door, box):
    number = lost(door, box)
    act(settle_unknown, number, False, occasion())
    assert message(number).state is MessageState.FAILED
    act(retry_failed, number, occasion())
    assert deliver(door).sent == 1


def test_message_is_not_settled_twice(door, box):
    number = lost(door, box)
    act(settle_unknown, number, True, occasion())
    with pytest.raises(NotNow, match="not one to decide about"):
        act(settle_unknown, number, False, occasion())


def test_only_a_failed_message_is_retried():
    number = queued()
    with pytest.raises(NotNow, match="has not failed"):
        act(retry_failed, number, occasion())


def test_retried_message_is_under_way_and_no_result_until_it_settles(door, box):
    number = queued()
    box.rcpt["ana@example.org"] = "550 no"
    deliver(door)
    act(retry_failed, number, occasion())
    assert heard() == []
    box.rcpt.clear()
    deliver(door)
    assert heard() == [(number, "sent")]


def failed(since) -> int:
    return session().scalar(select(count_query(LogFilter(states=PROBLEMS, since=since))))


def test_failed_count_looks_at_the_last_days_only(door, box):
    queued()
    box.rcpt["ana@example.org"] = "550 no"
    deliver(door)
    now = occasion().now
    assert failed(now - timedelta(days=7)) == 1
    assert failed(now + timedelta(days=1)) == 0
