"""Choosing a letter, seeing it as it will be read, sending it."""

from datetime import date, timedelta

from compliance.choices.rules import DEMO
from compliance.choices.services import NewChoice, choose
from compliance.credentialing.services.completeness import find_incomplete
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.upkeep import note
from compliance.db import session
from compliance.outbox.queries import message
from tests.conftest import TODAY
from tests.credentialing.notices.desk import ANA, on
from tests.credentialing.notices.pages import address, application, form, messages


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


def test_a_complete_letter_with_items_ticked_is_a_contradiction(theo):
    number = application()
    data = form(number, letter="complete", items=["w9"])
    page = theo.post(address(number, "notice/preview"), data, 200)
    assert "are ticked as missing" in page.text
    assert messages(number) == []


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


def test_a_notice_due_today_goes_out_at_once(theo):
    number = application(received_on=TODAY - timedelta(days=7))
    page = theo.post(address(number, "notice/preview"), form(number), 200)
    assert "It goes out at once" in page.text


def test_without_a_mail_server_the_page_says_that_no_clock_is_met(theo):
    number = application()
    page = theo.post(address(number, "notice/preview"), form(number), 200)
    assert "written to a folder and not sent, so it meets no clock" in page.text
    assert "The clock closes when" not in page.text


def test_the_demo_says_plainly_who_accepts(theo):
    choose(NewChoice(DEMO, "yes", date(2020, 1, 1)), on().now)
    number = application()
    page = theo.post(address(number, "notice/preview"), form(number), 200)
    assert "The clock closes when the demo mail server has accepted it." in page.text
    assert "Mail is kept by the demo mail server, a folder, and reaches nobody." in page.text
    assert "meets no clock" not in page.text
