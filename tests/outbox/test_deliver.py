from dataclasses import replace
from datetime import timedelta

import pytest

from compliance.core.errors import Environment
from compliance.core.states import MessageState
from compliance.db import transaction
from compliance.mail import Accepted
from compliance.outbox.jobs import Delivered, deliver
from compliance.outbox.queries import LogFilter, delivery_log, message
from compliance.outbox.rules import LOST_AFTER, WAITS_MINUTES
from compliance.outbox.services import NewMessage, queue_message
from compliance.outbox.services.delivery import claim_next, mark_accepted
from tests.conftest import occasion

pytestmark = pytest.mark.usefixtures("database_on")


def queued(to="ana@example.org", **more) -> int:
    new = NewMessage("notice", to, more.pop("subject", "Your application"), "Dear Ana,\n", **more)
    with transaction():
        return queue_message(new, occasion())


def test_due_message_is_sent_once_and_keeps_the_servers_answer(door, box, clock):
    number = queued()
    assert deliver(door) == Delivered(sent=1, failed=0, waiting=0, unknown=0)
    assert deliver(door) == Delivered(sent=0, failed=0, waiting=0, unknown=0)
    found = message(number)
    assert (found.state, found.response) == (MessageState.SENT, "250 2.0.0 taken")
    assert (found.accepted_at, len(box.received)) == (clock.now(), 1)


def test_one_connection_carries_a_whole_run(door, box):
    for number in range(5):
        queued(f"p{number}@example.org")
    assert deliver(door).sent == 5
    assert len(box.peers) == 1


def test_message_with_an_undo_window_goes_out_when_it_ends(door, box, clock):
    queued(not_before=clock.now().replace(minute=2))
    assert deliver(door).waiting == 1
    clock.wait(minutes=2)
    assert deliver(door).sent == 1


def test_message_put_off_by_the_server_succeeds_at_the_next_try(door, box, clock):
    number = queued()
    box.rcpt["ana@example.org"] = "451 4.3.0 try later"
    assert deliver(door) == Delivered(sent=0, failed=0, waiting=1, unknown=0)
    assert deliver(door).sent == 0
    del box.rcpt["ana@example.org"]
    clock.wait(minutes=1)
    assert deliver(door).sent == 1
    assert [each.result for each in message(number).log] == ["temporary", "sent"]


def test_message_keeps_its_id_over_tries(door, box, clock):
    queued()
    box.data = ["451 not now", "250 fine"]
    deliver(door)
    clock.wait(minutes=1)
    deliver(door)
    (sent,) = box.mails
    token = str(sent["Message-ID"]).strip("<>").partition("@")[0]
    assert len(token) == 32


def test_waits_grow_and_the_last_try_fails(door, box, clock):
    number = queued()
    box.rcpt["ana@example.org"] = "450 4.2.1 mailbox busy"
    for wait in WAITS_MINUTES:
        deliver(door)
        assert message(number).next_attempt_at == clock.now() + timedelta(minutes=wait)
        clock.wait(minutes=wait)
    assert deliver(door).failed == 1
    assert message(number).state is MessageState.FAILED
    assert message(number).response == "450 4.2.1 mailbox busy"


def test_message_refused_for_good_is_not_tried_again(door, box, clock):
    number = queued()
    box.rcpt["ana@example.org"] = "550 5.1.1 no such user"
    assert deliver(door).failed == 1
    clock.wait(days=2)
    assert deliver(door).failed == 0
    assert message(number).response == "550 5.1.1 no such user"


def test_refusal_of_one_message_does_not_stop_the_others(door, box):
    queued("gone@example.org")
    queued()
    box.rcpt["gone@example.org"] = "550 5.1.1 no such user"
    assert deliver(door) == Delivered(sent=1, failed=1, waiting=0, unknown=0)
    assert len(box.peers) == 1


def test_refused_copy_is_told_and_the_message_counts_as_sent(door, box):
    number = queued(cc_address="practice@example.org")
    box.rcpt["practice@example.org"] = "550 no"
    assert deliver(door).sent == 1
    assert "copy to practice@example.org refused: 550 no" in message(number).response


def test_copy_is_sent_with_the_message(door, box):
    queued(cc_address="practice@example.org")
    deliver(door)
    assert box.mails[0]["Cc"] == "practice@example.org"


def test_outage_costs_one_message_one_try_a_run(door, clock):
    first, second = queued(), queued("bo@example.org")
    away = replace(door, settings=replace(door.settings, mail_url="smtp://127.0.0.1:1"))
    assert deliver(away) == Delivered(sent=0, failed=0, waiting=2, unknown=0)
    assert (message(first).attempts, message(second).attempts) == (1, 0)
    assert "Cannot reach the mail server" in message(first).response


def test_break_after_handing_over_is_unknown_and_not_sent_again(door, box, clock):
    number = queued()
    box.data = ["hang up"]
    assert deliver(door).unknown == 1
    clock.wait(days=1)
    assert deliver(door).sent == 0
    assert message(number).state is MessageState.UNKNOWN
    assert len(box.received) == 1


def test_message_left_by_a_dead_deliverer_becomes_unknown(door, box, clock):
    number = queued()
    with transaction():
        claim_next("dead", clock.now())
    assert deliver(door).unknown == 0
    clock.wait(minutes=LOST_AFTER.total_seconds() / 60)
    assert deliver(door).unknown == 1
    assert message(number).state is MessageState.UNKNOWN
    assert box.received == []


def test_answer_that_comes_late_settles_what_was_given_up(door, clock):
    number = queued()
    with transaction():
        claim = claim_next("slow", clock.now())
    clock.wait(minutes=11)
    deliver(door)
    with transaction():
        mark_accepted(claim, Accepted("250 late"), clock.now())
    assert message(number).state is MessageState.SENT


def test_claimed_message_is_not_claimed_again(clock):
    queued()
    with transaction():
        assert claim_next("one", clock.now())
    with transaction():
        assert claim_next("two", clock.now()) is None


def test_run_that_is_asked_to_stop_leaves_the_rest_waiting(door, box):
    queued()
    assert deliver(replace(door, is_stopping=lambda: True)).waiting == 1
    assert box.received == []


def test_mail_without_a_server_is_written_and_not_called_sent(door, tmp_path):
    number = queued()
    folder = replace(door, settings=replace(door.settings, mail_url="", instance=tmp_path))
    assert deliver(folder) == Delivered(sent=0, failed=0, waiting=0, unknown=0, written=1)
    assert message(number).state is MessageState.WRITTEN
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1


def test_wrong_mail_address_claims_nothing(door):
    number = queued()
    wrong = replace(door, settings=replace(door.settings, mail_url="http://mail"))
    with pytest.raises(Environment, match="DAYBOOK_MAIL_URL must look like"):
        deliver(wrong)
    assert message(number).state is MessageState.WAITING


def test_names_beyond_ascii_arrive_as_written(door, box):
    queued(subject="Für Zoë Nuñez, 李")
    deliver(door)
    assert box.mails[0]["Subject"] == "Für Zoë Nuñez, 李"
    assert box.received[0].isascii()


def test_delivery_log_pages_from_newest_to_oldest(door):
    numbers = [queued(f"p{number}@example.org") for number in range(3)]
    first = delivery_log(LogFilter(), limit=2)
    rest = delivery_log(LogFilter(), before=(first[-1].queued_at, first[-1].id))
    assert [each.id for each in first + rest] == numbers[::-1]
