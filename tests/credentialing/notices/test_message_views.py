"""The page of one letter, and what can still be done about it."""

from compliance.choices.services import NewChoice, choose
from compliance.core.states import MessageState
from compliance.credentialing.services.completeness import find_incomplete
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.notice_letters import ref_of
from compliance.outbox.queries import message
from tests.conftest import TODAY
from tests.credentialing.notices.desk import ANA, on
from tests.credentialing.notices.pages import application, queued, settled


def test_theo_takes_a_notice_back(theo):
    message_id = queued(application())
    theo.client.post(f"/notices/{message_id}/undo")
    page = theo.get(f"/notices/{message_id}")
    assert "Taken back; nothing was sent. The review stays on record" in page.text
    assert message(message_id).state is MessageState.CANCELLED


def test_a_stored_letter_keeps_its_letterhead_and_names_its_version(theo):
    message_id = queued(application())
    text = theo.get(f"/notices/{message_id}").text
    assert "(555) 010-0100, cred@aldercreek.example" in text
    assert "Your application is complete, version of 1 Jan 2020" in text
    choose(NewChoice("plan.phone", "(555) 010-0999", TODAY), on().now)
    assert "(555) 010-0100, cred@aldercreek.example" in theo.get(f"/notices/{message_id}").text


def test_a_second_undo_says_that_it_is_too_late(theo):
    message_id = queued(application())
    theo.client.post(f"/notices/{message_id}/undo")
    theo.client.post(f"/notices/{message_id}/undo")
    assert "can no longer be undone" in theo.get(f"/notices/{message_id}").text


def test_a_failed_notice_is_sent_again(theo):
    message_id = queued(application())
    settled(message_id, MessageState.FAILED)
    assert "the clock still runs" in theo.get(f"/notices/{message_id}").text
    theo.client.post(f"/notices/{message_id}/retry")
    assert message(message_id).state is MessageState.WAITING


def test_theo_may_not_settle_an_unknown_notice(theo):
    message_id = queued(application())
    settled(message_id, MessageState.UNKNOWN)
    page = theo.get(f"/notices/{message_id}")
    assert "A supervisor or a compliance officer decides." in page.text
    answered = theo.client.post(f"/notices/{message_id}/settle", data={"was_sent": "yes"})
    assert answered.status_code == 403


def test_olivia_settles_it_and_the_clock_closes(olivia):
    number = application()
    message_id = queued(number)
    settled(message_id, MessageState.UNKNOWN)
    assert "Nobody knows whether it was sent" in olivia.get(f"/notices/{message_id}").text
    olivia.client.post(f"/notices/{message_id}/settle", data={"was_sent": "yes"})
    assert load(number, on()).snapshot.clocks[0].met_on == TODAY


def test_a_letter_that_came_back_is_recorded_with_its_reason(theo):
    number = application()
    message_id = queued(number)
    settled(message_id, MessageState.SENT)
    path = f"/notices/{message_id}/returned"
    assert "Say why it came back" in theo.post(path, {"why": ""}, 200).text
    theo.client.post(path, data={"why": "mailbox closed"})
    assert load(number, on()).snapshot.clocks[0].met_on is None
    page = theo.get(f"/notices/{message_id}")
    assert "came back: mailbox closed, Theo Tran" in page.text


def test_the_application_page_lists_its_notices(nora):
    number = application()
    queued(number)
    page = nora.get(f"/applications/{ref_of(number)}")
    assert "Tue 24 Nov, email, waiting" in page.text


def test_the_timeline_calls_a_letter_by_its_name(theo):
    number = application()
    find_incomplete(load(number, on()), TODAY, ["w9"], on())
    message_id = queued(number, "reminder")
    settled(message_id, MessageState.FAILED)
    theo.client.post(f"/notices/{message_id}/retry")
    page = theo.get(f"/applications/{ref_of(number)}")
    assert f"Notice written: Reminder about missing items. To {ANA}." in page.text
    assert f"Notice written: Reminder about missing items, sent again. To {ANA}." in page.text
