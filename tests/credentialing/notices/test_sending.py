"""Sending by mail: the review, the queue, the undo window, and taking a letter back."""

from datetime import date, timedelta

import pytest

from compliance.core.errors import BadValue, Conflict, NotNow
from compliance.credentialing.jobs import settle_notices
from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.decisions import close
from compliance.credentialing.services.loading import load_unchanged
from compliance.credentialing.services.notices import preview_notice, send_notice, undo_notice
from compliance.db import transaction
from compliance.outbox.jobs import deliver
from compliance.outbox.queries import message
from compliance.wallclock import start_of_day
from tests.conftest import TODAY, occasion
from tests.credentialing.notices.desk import (
    ANA,
    NAMES,
    again,
    kinds,
    notice_is_met_on,
    on,
    received,
    sent,
)
from tests.makers.applications import CONTACT

pytestmark = pytest.mark.usefixtures("with_rules")


def test_sending_records_the_review_and_queues_one_message_and_no_notice_yet():
    loaded = received()
    number = sent(loaded, "incomplete", ("w9",))
    assert kinds(loaded) == ["received", "found_incomplete", "notice_queued"]
    found = message(number)
    assert (found.kind, found.subject_id, found.to_address) == ("notice", loaded.id, ANA)
    assert found.cc_address == CONTACT
    assert notice_is_met_on(loaded) is None


def test_a_letter_can_be_undone_for_ten_minutes():
    number = sent(received())
    assert message(number).not_before == on().now + timedelta(minutes=10)


def test_the_plan_may_choose_another_undo_window():
    with transaction():
        number = send_notice(received(), "complete", (), on(notices__undo_minutes="2"))
    assert message(number).not_before == on().now + timedelta(minutes=2)


@pytest.mark.parametrize("days", [7, 8], ids=["on the due day", "past it"])
def test_the_undo_window_is_nothing_once_the_clock_is_due(days):
    number = sent(received(received_on=TODAY - timedelta(days=days)))
    assert message(number).not_before is None


def test_the_undo_window_never_reaches_into_the_due_day():
    evening = occasion(now=on().now + timedelta(hours=14, minutes=55), **NAMES)  # 23:55
    loaded = received(received_on=TODAY - timedelta(days=6))
    with transaction():
        number = send_notice(loaded, "complete", (), evening)
    assert message(number).not_before == start_of_day(TODAY + timedelta(days=1))


def test_a_correction_that_makes_the_notice_due_ends_the_undo_window(door, box):
    loaded = received(received_on=TODAY - timedelta(days=8), provider_class="non_bh")
    number = sent(loaded)
    assert message(number).not_before == on().now + timedelta(minutes=10)
    with transaction():
        correct_values(again(loaded), {"provider_class": "bh"}, "a therapist", on())
    with pytest.raises(NotNow, match="can no longer be undone"):
        undo_notice(number, on())
    assert deliver(door).sent == 1


def test_a_correction_that_leaves_time_leaves_the_undo_window():
    loaded = received(provider_class="non_bh")
    number = sent(loaded)
    with transaction():
        correct_values(again(loaded), {"provider_class": "bh"}, "a therapist", on())
    assert message(number).not_before == on().now + timedelta(minutes=10)


def test_a_double_click_is_one_message():
    loaded = received()
    assert sent(loaded) == sent(loaded)
    assert kinds(loaded).count("notice_queued") == 1


def test_the_same_letter_is_not_sent_again_while_one_is_on_its_way():
    loaded = received()
    sent(loaded)
    with pytest.raises(NotNow, match="is on its way"):
        sent(again(loaded))


def test_an_applicant_without_an_address_gets_no_mail_and_nothing_is_recorded():
    loaded = received(email="")
    with pytest.raises(NotNow, match="send a paper letter"):
        sent(loaded)
    assert kinds(loaded) == ["received"]


@pytest.mark.parametrize("kind", ["withdrawn", "void"])
def test_an_application_is_not_closed_while_a_letter_waits(kind):
    loaded = received()
    number = sent(loaded)
    with pytest.raises(NotNow, match=rf"waits to go out \(message {number}\)"):
        close(again(loaded), kind, TODAY, "twice", on())
    with transaction():
        undo_notice(number, on())
    close(again(loaded), kind, TODAY, "twice", on())


def test_the_address_is_not_corrected_while_a_letter_waits_to_go_there():
    loaded = received()
    sent(loaded)
    with pytest.raises(NotNow, match="Take it back first"):
        correct_values(again(loaded), {"email": "bo@example.org"}, "a slip", on())


def test_a_closed_application_gets_no_notice():
    loaded = received()
    close(loaded, "withdrawn", TODAY, "", on())
    with pytest.raises(NotNow, match="This application is closed"):
        sent(again(loaded))


def test_a_declared_completion_day_stays_when_its_notice_is_sent():
    loaded = received(received_on=date(2026, 11, 12), completed_on=date(2026, 11, 18))
    number = sent(loaded)
    assert "complete as of November 18, 2026" in message(number).body_text
    assert again(loaded).story.completed_on == date(2026, 11, 18)


def test_edited_words_go_out_and_stay_marked():
    loaded = received()
    body = preview_notice(loaded, "complete", (), on()).body_text
    number = sent(loaded, edited=body.replace("Dear", "Hello"))
    assert "Hello" in message(number).body_text
    assert again(loaded).facts[-1].payload["edited"] is True


def test_edited_words_without_the_promised_day_are_refused():
    loaded = received()
    body = preview_notice(loaded, "complete", (), on()).body_text
    with pytest.raises(BadValue, match="must still say: Tuesday, January 19, 2027"):
        sent(loaded, edited=body.replace("Tuesday, January 19, 2027", "soon"))


def test_a_stale_page_does_not_send():
    loaded = received()
    sent(loaded, "incomplete", ("w9",))
    with pytest.raises(Conflict):
        load_unchanged(loaded.id, loaded.latest_fact_id, on())


def test_undo_takes_back_the_letter_and_nothing_else(door, box, clock):
    loaded = received()
    number = sent(loaded)
    with transaction():
        assert "The review stays on record" in undo_notice(number, on())
    clock.wait(minutes=30)
    deliver(door)
    settle_notices(door)
    assert box.received == []
    assert kinds(loaded) == ["received", "found_complete", "notice_queued", "notice_cancelled"]


def test_a_letter_can_be_sent_again_after_it_was_taken_back():
    loaded = received()
    first = sent(loaded)
    with transaction():
        undo_notice(first, on())
    assert sent(again(loaded)) != first


def test_undo_after_the_window_is_refused():
    number = sent(received())
    late = occasion(now=on().now + timedelta(minutes=11), **NAMES)
    with pytest.raises(NotNow, match="can no longer be undone"):
        undo_notice(number, late)
