from datetime import timedelta

import pytest

from compliance.core.errors import BadValue, NotFound, NotNow
from compliance.core.states import MessageState
from compliance.outbox.queries import message
from compliance.outbox.services import NewMessage, cancel_message, queue_message
from tests.conftest import occasion

pytestmark = pytest.mark.usefixtures("database")


def new(**more) -> NewMessage:
    values = {"kind": "notice", "to_address": "ana@example.org", "subject": "S", "body_text": "B"}
    return NewMessage(**{**values, **more})


def test_queued_message_waits_and_is_due_at_once():
    on = occasion()
    found = message(queue_message(new(), on))
    assert (found.state, found.next_attempt_at) == (MessageState.WAITING, on.now)


def test_same_key_returns_the_message_queued_first():
    on = occasion()
    first = queue_message(new(message_key="notice:7"), on)
    assert queue_message(new(message_key="notice:7", subject="Other"), on) == first
    assert message(first).subject == "S"


def test_line_breaks_in_a_subject_become_blanks():
    on = occasion()
    number = queue_message(new(subject="Hello\r\nBcc: eve@example.org"), on)
    assert message(number).subject == "Hello Bcc: eve@example.org"


@pytest.mark.parametrize(
    "address", ["", "ana", "@example.org", "ana@", "a@b\r\nBcc: c@d", "a@b, c@d", "Ana <a@b>"]
)
def test_what_is_not_one_address_is_refused(address):
    with pytest.raises(BadValue, match="not an email address"):
        queue_message(new(to_address=address), occasion())


def test_bad_copy_address_is_refused_by_its_own_field():
    with pytest.raises(BadValue) as refused:
        queue_message(new(cc_address="nobody"), occasion())
    assert refused.value.field == "cc_address"


def test_message_can_be_undone_inside_its_window():
    on = occasion()
    number = queue_message(new(not_before=on.now + timedelta(minutes=2)), on)
    cancel_message(number, on)
    assert message(number).state is MessageState.CANCELLED
    assert [each.result for each in message(number).log] == ["cancelled"]


def test_undo_window_is_closed_at_its_end():
    on = occasion()
    number = queue_message(new(not_before=on.now), on)
    with pytest.raises(NotNow, match="can no longer be undone"):
        cancel_message(number, on)


def test_message_without_window_cannot_be_undone():
    on = occasion()
    number = queue_message(new(), on)
    with pytest.raises(NotNow):
        cancel_message(number, on)


def test_message_is_not_undone_twice():
    on = occasion()
    number = queue_message(new(not_before=on.now + timedelta(minutes=2)), on)
    cancel_message(number, on)
    with pytest.raises(NotNow, match="Taken back"):
        cancel_message(number, on)


def test_unknown_number_is_not_found():
    with pytest.raises(NotFound, match="no message 99"):
        cancel_message(99, occasion())


def test_look_at_the_past_queues_nothing():
    on = occasion()
    with pytest.raises(NotNow):
        queue_message(new(), on.seen_from(on.today, None))
