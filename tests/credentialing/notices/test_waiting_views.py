"""While a letter waits, queue, record and composer say until when, and offer the way back."""

from datetime import timedelta

from compliance.core.states import MessageState
from compliance.credentialing.services.completeness import find_incomplete
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.notice_letters import ref_of
from compliance.db import session
from compliance.outbox.models import Message
from compliance.outbox.queries import message
from tests.conftest import TODAY
from tests.credentialing.notices.desk import on
from tests.credentialing.notices.pages import (
    address,
    application,
    form,
    messages,
    queued,
    settled,
)
from tests.web.page_client import words

UNTIL = "Waits until 09:10"
SENTENCE = "The letter “Complete” waits until 09:10, then it goes out."


def record(number: int) -> str:
    return f"/applications/{ref_of(number)}"


def test_the_queue_says_until_when_a_letter_waits(theo):
    number = application()
    message_id = queued(number)
    page = theo.get("/applications")
    assert UNTIL in page.text
    (link,) = page.all("a", href=f"/notices/{message_id}")
    assert words(link) == "Take it back"
    assert "Send notice" not in words(page.one("tbody"))


def test_today_says_so_too(olivia, people):
    number = application(owner_id=people.olivia.id)
    page = olivia.get("/?whose=mine")
    assert "Send notice" in words(page.one("tbody"))
    message_id = queued(number)
    page = olivia.get("/?whose=mine")
    assert UNTIL in page.text
    (link,) = page.all("a", href=f"/notices/{message_id}")
    assert words(link) == "Take it back"
    assert "Send notice" not in words(page.one("tbody"))


def test_what_waits_on_others_shows_a_waiting_reminder(olivia, people):
    number = application(owner_id=people.olivia.id)
    find_incomplete(load(number, on()), TODAY, ["w9"], on())
    settled(queued(number, "incomplete", ["w9"]), MessageState.SENT)
    queued(number, "reminder")
    assert UNTIL in olivia.get("/?whose=waiting").text


def test_a_queue_reader_sees_no_way_back(nora):
    queued(application())
    assert "Take it back" not in nora.get("/applications").text


def test_the_record_offers_to_take_the_letter_back(theo):
    number = application()
    message_id = queued(number)
    page = theo.get(record(number))
    assert SENTENCE in page.text
    assert page.all("form", action=f"/notices/{message_id}/undo")


def test_the_composer_says_so_and_offers_no_second_one(theo):
    number = application()
    message_id = queued(number)
    page = theo.get(address(number, "notice"))
    assert SENTENCE in page.text
    assert page.all("form", action=f"/notices/{message_id}/undo")
    offered = [each.get("value") for each in page.all("input", name="letter")]
    assert offered == ["incomplete", "reminder"]


def test_a_preview_of_the_same_kind_cannot_be_sent(theo):
    number = application()
    queued(number)
    page = theo.post(address(number, "notice/preview"), form(number), 200)
    assert SENTENCE in page.text
    assert not page.all("form", action=address(number, "notice/send"))
    assert not page.all("form", action=address(number, "notice/paper"))
    refused = theo.post(address(number, "notice/send"), form(number), 200)
    assert "is on its way" in refused.text
    assert len(messages(number)) == 1


def test_the_paper_page_says_that_a_mail_waits(theo):
    number = application()
    queued(number)
    assert SENTENCE in theo.get(address(number, "notice/paper")).text


def test_after_it_was_taken_back_the_notice_is_owed_again(theo):
    number = application()
    theo.client.post(f"/notices/{queued(number)}/undo")
    assert load(number, on()).snapshot.step == "send_notice"
    assert UNTIL not in theo.get("/applications").text


def test_after_it_failed_the_notice_is_owed_again(theo):
    number = application()
    settled(queued(number), MessageState.FAILED)
    assert load(number, on()).snapshot.step == "send_notice"


def test_a_letter_whose_window_has_closed_is_on_its_way(theo):
    number = application(received_on=TODAY - timedelta(days=7))
    message_id = queued(number)
    assert "is on its way" in theo.get(record(number)).text
    assert "Take it back" not in theo.get("/applications").text
    assert "It goes out with the next run" in theo.get(f"/notices/{message_id}").text


def test_a_letter_that_was_put_off_can_be_taken_back(theo):
    number = application(received_on=TODAY - timedelta(days=7))
    message_id = queued(number)
    row = session().get_one(Message, message_id)
    row.next_attempt_at, row.attempts = on().now + timedelta(minutes=5), 2
    row.response = "450 4.2.1 mailbox busy"
    session().commit()
    said = "could not go out yet. Next try at 09:05."
    assert said in theo.get(record(number)).text
    assert "Next try at 09:05" in theo.get("/applications").text
    page = theo.get(f"/notices/{message_id}")
    assert "It could not go out yet; next try at 09:05 450 4.2.1 mailbox busy" in page.text
    theo.client.post(f"/notices/{message_id}/undo")
    assert message(message_id).state is MessageState.CANCELLED
    assert load(number, on()).snapshot.step == "send_notice"


def test_a_waiting_reminder_is_not_asked_for_again(theo):
    number = application()
    find_incomplete(load(number, on()), TODAY, ["w9"], on())
    session().commit()
    settled(queued(number, "incomplete", ["w9"]), MessageState.SENT)
    assert load(number, on()).snapshot.step == "remind"
    queued(number, "reminder")
    assert load(number, on()).snapshot.step == "letter_waits"
    assert "“Reminder about missing items: 1 item” waits until" in theo.get(record(number)).text


def test_yesterday_knows_that_a_letter_waited_and_offers_nothing(theo):
    number = application()
    queued(number)
    page = theo.get(f"{record(number)}?as_of={TODAY}&known_on={TODAY}")
    assert "a letter is on its way" in page.text
    assert "Take it back" not in page.text
