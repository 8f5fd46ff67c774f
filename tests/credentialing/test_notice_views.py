"""The pages of notices: Olivia and Theo send, Nora reads, nobody else gets in."""

from datetime import date, timedelta

import pytest

from compliance.choices.services import NewChoice, choose
from compliance.core.states import MessageState
from compliance.credentialing.services.completeness import find_complete, find_incomplete
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.notice_letters import ref_of
from compliance.credentialing.services.notices import send_notice
from compliance.credentialing.services.settling import take_in_message
from compliance.credentialing.services.upkeep import Attached, attach_document, note
from compliance.db import session
from compliance.outbox.models import Message
from compliance.outbox.queries import LogFilter, delivery_log, message
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.applications import make_application
from tests.web.page_client import PageClient

NAMES = {
    "plan.name": "Alder Creek Health Plan",
    "plan.phone": "(555) 010-0100",
    "plan.email": "cred@aldercreek.example",
}
ANA = "ana@example.org"


def on():
    return occasion(**{key.replace(".", "__"): value for key, value in NAMES.items()})


@pytest.fixture
def plan(with_rules) -> None:
    for key, value in NAMES.items():
        choose(NewChoice(key, value, date(2020, 1, 1)), on().now)
    session().commit()


@pytest.fixture
def theo(client, people, plan) -> PageClient:
    return PageClient(sign_in(client, people.theo))


@pytest.fixture
def olivia(client, people, plan) -> PageClient:
    return PageClient(sign_in(client, people.olivia))


@pytest.fixture
def nora(client, people, plan) -> PageClient:
    return PageClient(sign_in(client, people.nora))


def application(**matters) -> int:
    number = make_application(on(), **{"email": ANA, **matters})
    session().commit()
    return number


def seen(number: int) -> int:
    return load(number, on()).latest_fact_id


def address(number: int, tail: str) -> str:
    return f"/applications/{ref_of(number)}/{tail}"


def form(number: int, letter="complete", items=(), **more) -> dict:
    key = "a-key-of-this-form"
    return {"letter": letter, "items": list(items), "seen": seen(number), "post_key": key, **more}


def messages(number: int) -> list[int]:
    lines = delivery_log(LogFilter(subject_kind="application", subject_id=number))
    return [each.id for each in lines]


def queued(number: int, letter="complete", items=()) -> int:
    message_id = send_notice(load(number, on()), letter, items, on())
    session().commit()
    return message_id


def settled(message_id: int, state: MessageState) -> None:
    row = session().get_one(Message, message_id)
    row.state, row.settled_at, row.result_number = state, on().now, row.result_number + 1
    row.accepted_at = on().now if state is MessageState.SENT else None
    row.claimed_at, row.response = on().now, "the answer"
    session().flush()
    take_in_message(message_id, on())
    session().commit()


# --- who gets in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["notice", "remind", "notice/paper"])
def test_nora_may_not_write_notices(nora, tail):
    number = application()
    assert nora.client.get(address(number, tail)).status_code == 403


@pytest.mark.parametrize("tail", ["notice/preview", "notice/send", "notice/paper"])
def test_nora_may_not_post_one_either(nora, tail):
    number = application()
    assert nora.client.post(address(number, tail), data=form(number)).status_code == 403
    assert messages(number) == []


def test_a_stranger_is_led_to_sign_in(client, plan):
    number = application()
    message_id = queued(number)
    for path in (address(number, "notice"), f"/notices/{message_id}"):
        assert client.get(path).location.startswith("/login?next=")


def test_nora_may_read_a_notice_and_take_nothing_back(nora):
    message_id = queued(application())
    page = nora.get(f"/notices/{message_id}")
    assert "We expect to decide by Tuesday, January 19, 2027." in page.text
    assert "Take it back" not in page.text
    assert nora.client.post(f"/notices/{message_id}/undo").status_code == 403


# --- choose, see, send ---------------------------------------------------------------------------


def test_the_first_page_ticks_what_is_missing(theo):
    number = application()
    find_incomplete(load(number, on()), TODAY, ["w9"], on())
    session().commit()
    page = theo.get(address(number, "notice"))
    ticked = [each.get("value") for each in page.all("input") if "checked" in each.attrib]
    assert ticked == ["incomplete", "w9"]


def test_a_notice_is_seen_as_it_will_be_read_and_then_sent(theo):
    number = application()
    page = theo.post(address(number, "notice/preview"), form(number), 200)
    assert "We expect to decide by Tuesday, January 19, 2027." in page.text
    assert ANA in page.text
    assert "It goes out at 09:10" in page.text
    fields = page.fields(address(number, "notice/send"))
    sent = theo.client.post(address(number, "notice/send"), data=fields)
    (message_id,) = messages(number)
    assert sent.location == f"/notices/{message_id}"
    page = theo.get(f"/notices/{message_id}")
    assert "Queued. It goes out at 09:10; until then you can take it back." in page.text
    assert "Theo Tran" in page.text


def test_a_double_click_sends_once_and_leads_to_the_same_page(theo):
    number = application()
    data = form(number)
    first = theo.client.post(address(number, "notice/send"), data=data)
    second = theo.client.post(address(number, "notice/send"), data=data)
    assert first.location == second.location
    assert len(messages(number)) == 1


def test_without_a_choice_the_form_says_what_to_do(theo):
    number = application()
    page = theo.post(address(number, "notice/preview"), form(number, letter=""), 200)
    assert "Choose what the letter says." in page.text


def test_incomplete_without_an_item_comes_back_with_the_reason(theo):
    number = application()
    page = theo.post(address(number, "notice/send"), form(number, "incomplete"), 200)
    assert "Choose at least one missing item." in page.text
    assert messages(number) == []


def test_what_somebody_else_changed_meanwhile_is_shown_and_nothing_is_sent(theo):
    number = application()
    data = form(number)
    note(load(number, on()), "called", on())
    session().commit()
    page = theo.post(address(number, "notice/send"), data, 200)
    assert "This record was changed after you opened it" in page.text
    assert messages(number) == []
    theo.client.post(
        address(number, "notice/send"), data=page.fields(address(number, "notice/send"))
    )
    assert len(messages(number)) == 1


def test_changed_words_are_previewed_and_sent(theo):
    number = application()
    shown = theo.post(address(number, "notice/preview"), form(number), 200)
    words = shown.fields(address(number, "notice/preview"))["edited"].replace("Dear", "Hello")
    page = theo.post(address(number, "notice/preview"), form(number, edited=words), 200)
    assert "Words changed by hand" in page.text
    theo.client.post(
        address(number, "notice/send"), data=page.fields(address(number, "notice/send"))
    )
    assert "Hello " in message(messages(number)[0]).body_text


def test_changed_words_that_lose_the_promise_come_back_with_what_was_typed(theo):
    number = application()
    page = theo.post(address(number, "notice/preview"), form(number, edited="We are done."), 200)
    assert "must still say" in page.text
    assert "We are done." in page.text


def test_without_an_address_only_paper_is_offered(theo):
    number = application(email="")
    page = theo.post(address(number, "notice/preview"), form(number), 200)
    assert "Add one, or send a paper letter." in page.text
    assert not page.all("form", action=address(number, "notice/send"))
    assert "Send on paper instead" in page.text


def test_a_reminder_is_shown_at_once(theo):
    number = application()
    find_incomplete(load(number, on()), TODAY, ["w9"], on())
    session().commit()
    page = theo.get(address(number, "remind"))
    assert "1. A signed Form W-9" in page.text


def test_a_reminder_of_nothing_says_so(theo):
    page = theo.get(address(application(), "remind"))
    assert "Choose at least one missing item." in page.text


def test_a_look_at_the_past_writes_no_notice(theo):
    number = application()
    path = address(number, "notice?as_of=2026-11-23")
    assert theo.client.get(path).status_code == 409


# --- afterwards ----------------------------------------------------------------------------------


def test_theo_takes_a_notice_back(theo):
    message_id = queued(application())
    theo.client.post(f"/notices/{message_id}/undo")
    page = theo.get(f"/notices/{message_id}")
    assert "Taken back; nothing was sent. The review stays on record" in page.text
    assert message(message_id).state is MessageState.CANCELLED


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
    assert "mailbox closed" in theo.get(f"/notices/{message_id}").text


def test_the_application_page_lists_its_notices(nora):
    number = application()
    queued(number)
    page = nora.get(f"/applications/{ref_of(number)}")
    assert "Tue 24 Nov, email, waiting" in page.text


# --- paper ---------------------------------------------------------------------------------------


def test_a_paper_letter_is_printed_then_recorded_with_its_proof(theo):
    number = application(email="")
    page = theo.post(address(number, "notice/paper"), form(number), 200)
    assert "We expect to decide by" in page.text
    fields = page.fields(address(number, "notice/paper"))
    refused = theo.post(address(number, "notice/paper"), fields, 200)
    assert "A notice counts only with proof." in refused.text
    fields = refused.fields(address(number, "notice/paper")) | {"tracking": "9407"}
    theo.client.post(address(number, "notice/paper"), data=fields)
    fact = load(number, on()).facts[-1]
    assert (fact.kind, fact.payload["proof"]["tracking"]) == ("notice_sent", "9407")
    page = theo.get(address(number, f"notice/paper/{fact.id}"))
    assert "9407" in page.text
    theo.client.post(address(number, f"notice/paper/{fact.id}/returned"), data={"why": "moved"})
    assert load(number, on()).snapshot.clocks[0].met_on is None


def test_a_receipt_among_the_documents_is_proof(theo):
    number = application(email="")
    receipt = Attached("feed" * 16, "receipt.pdf", "application/pdf", 100)
    attach_document(load(number, on()), receipt, TODAY, on())
    session().commit()
    data = form(number, sure="yes", sent_on="t", document=receipt.sha256)
    answered = theo.client.post(address(number, "notice/paper"), data=data)
    assert answered.status_code == 303
    fact = load(number, on()).facts[-1]
    assert "receipt.pdf" in theo.get(address(number, f"notice/paper/{fact.id}")).text


def test_a_paper_page_asks_first_what_the_letter_says(theo):
    page = theo.get(address(application(), "notice/paper"))
    assert "The letter says" in page.text


# --- many at once --------------------------------------------------------------------------------


def test_the_queue_sends_to_those_that_can_get_it(theo):
    ready, unread = application(), application()
    find_complete(load(ready, on()), TODAY, on())
    session().commit()
    page = theo.post("/applications/notices/bulk", {"ids": [ready, unread]}, 200)
    assert page.heading == "Send notices: 1 letter"
    assert "Not reviewed: open it and say whether it is complete." in page.text
    data = {"ids": [ready, unread], "sure": "yes", "letter": "as_reviewed", "post_key": "12345678"}
    for _ in range(2):
        answered = theo.client.post("/applications/notices/bulk", data=data)
        assert answered.location == "/applications"
    assert (len(messages(ready)), len(messages(unread))) == (1, 0)


def test_nora_may_not_send_to_many(nora):
    answered = nora.client.post("/applications/notices/bulk", data={"ids": [application()]})
    assert answered.status_code == 403


def test_a_notice_due_today_goes_out_at_once(theo):
    number = application(received_on=TODAY - timedelta(days=7))
    page = theo.post(address(number, "notice/preview"), form(number), 200)
    assert "It goes out at once" in page.text
