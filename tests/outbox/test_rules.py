from datetime import UTC, datetime, timedelta

from compliance.core.states import MessageState
from compliance.outbox.rules import (
    ATTEMPT_WORDS,
    WAITS_MINUTES,
    AttemptResult,
    can_cancel,
    is_address,
    next_attempt_at,
    one_line,
)

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)


def test_each_try_waits_longer_and_the_eighth_is_the_last():
    waits = [next_attempt_at(tries, NOW) for tries in range(1, 9)]
    assert waits[:-1] == [NOW + timedelta(minutes=each) for each in WAITS_MINUTES]
    assert waits[-1] is None


def test_undo_ends_with_its_window():
    assert can_cancel(MessageState.WAITING, NOW + timedelta(seconds=1), NOW)
    assert not can_cancel(MessageState.WAITING, NOW, NOW)
    assert not can_cancel(MessageState.WAITING, None, NOW)
    assert can_cancel(MessageState.WAITING, None, NOW, attempts=1)
    assert not can_cancel(MessageState.SENDING, None, NOW, attempts=1)
    assert not can_cancel(MessageState.SENDING, NOW + timedelta(seconds=1), NOW)


def test_control_characters_become_one_blank():
    assert one_line(" a\r\n\tb\x00c ") == "a b c"


def test_address_beyond_ascii_is_an_address():
    assert is_address("zoë@exämple.org")


def test_every_result_of_a_try_has_a_word():
    assert set(ATTEMPT_WORDS) == set(AttemptResult)
