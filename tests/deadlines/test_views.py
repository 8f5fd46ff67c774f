"""The alerts pages: inbox, next step, snooze, Run now, rules, delivery log."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from compliance.core.states import MessageState
from compliance.db import session
from compliance.deadlines.models import Alert
from compliance.deadlines.services import write_digests
from compliance.outbox.models import Message
from compliance.work.services import Ran, record_run
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.applications import make_application
from tests.makers.deadlines import make_deadline
from tests.makers.people import make_person
from tests.web.page_client import PageClient

WEEK = timedelta(days=7)


@pytest.fixture
def pages(client):
    return PageClient(client)


@pytest.fixture
def theo(pages, people):
    sign_in(pages.client, people.theo)
    return people.theo


def test_an_empty_inbox_says_so(pages, theo):
    page = pages.get("/alerts")
    assert page.heading == "Alerts"
    assert "Nothing is open for you" in page.text


def test_an_alert_leads_to_its_next_step_and_its_record(pages, theo):
    make_application(occasion(), received_on=TODAY - 3 * WEEK, owner_id=theo.id)
    session().commit()
    page = pages.get("/alerts")
    assert "past the legal limit" in page.text
    steps = [href for words, href in page.links().items() if words == "Send notice"]
    assert len(steps) == 1
    assert steps[0].endswith("/notice")
    assert pages.get(steps[0]).status == 200


def test_an_administrator_sees_the_log_and_is_led_to_no_application(pages, people):
    admin = make_person("Ada Abbott", occasion(), "admin")
    make_application(occasion(), received_on=TODAY - 3 * WEEK, owner_id=admin.id)
    sign_in(pages.client, admin)
    page = pages.get("/alerts")
    assert "Delivery log" in page.text
    assert not any(href.startswith("/applications") for href in page.links().values())
    assert pages.client.get("/alerts/deadlines/1").location == "/alerts"


def test_a_stranger_signs_in_first(client):
    assert client.get("/alerts").status_code == 302


def test_snoozing(pages, theo):
    make_deadline(TODAY + WEEK, occasion(), owner_id=theo.id)
    session().commit()
    address = next(h for w, h in pages.get("/alerts").links().items() if w.startswith("Snooze APP"))
    fields = pages.get(address).fields(address)
    refused = pages.post(address, {**fields, "until": "2027-01-04", "reason": "x"}, status=200)
    assert "cannot pass the legal limit" in refused.text
    pages.post(address, {**fields, "until": "2026-11-27", "reason": "The board"}, status=303)
    assert "Nothing is open for you" in pages.get("/alerts").text
    assert "Back on Fri 27 Nov 2026. The board" in pages.get("/alerts?view=snoozed").text


def test_a_breach_cannot_be_snoozed(pages, theo):
    make_deadline(TODAY - WEEK, occasion(), owner_id=theo.id)
    session().commit()
    assert not any(words.startswith("Snooze APP") for words in pages.get("/alerts").links())
    number = session().scalars(select(Alert.id).where(Alert.recipient_id == theo.id)).one()
    assert "stays until the work is done" in pages.get(f"/alerts/{number}/snooze").text


def test_closed_alerts_say_why(pages, theo):
    make_deadline(TODAY + WEEK, occasion(), owner_id=theo.id)
    make_deadline(TODAY + WEEK, occasion(), owner_id=theo.id, met_on=TODAY)
    session().commit()
    text = pages.get("/alerts?view=closed").text
    assert "Decision, 7 days before: APP-1001" in text
    assert "the work was done" in text


def test_run_now_is_for_supervisors(pages, people, theo):
    assert "Run now" not in pages.get("/alerts").text
    assert pages.client.post("/alerts/run").status_code == 403


def test_run_now_sweeps_and_says_so(pages, people):
    sign_in(pages.client, people.olivia)
    make_deadline(TODAY - WEEK, occasion(), owner_id=people.theo.id, sweep=False)
    session().commit()
    pages.post("/alerts/run", status=303)
    page = pages.get("/alerts")
    assert "1 deadline looked at, 2 alerts written." in page.text
    assert "The last run was Tue 24 Nov 09:00" in page.text


def test_a_run_missed_is_said_in_red(pages, theo):
    at = occasion(TODAY - timedelta(days=3)).now
    record_run(Ran("sweep", at, at))
    session().commit()
    assert "Alerts have not run since Sat 21 Nov 2026, 09:00 PT" in pages.get("/alerts").text


def test_files_hold_what_the_page_shows(pages, theo):
    make_deadline(TODAY - WEEK, occasion(), owner_id=theo.id)
    session().commit()
    text = pages.client.get("/alerts.csv").text
    assert text.startswith('"Alerts for Theo Tran as of Tue 24 Nov 2026')
    assert "APP-1001" in text
    assert pages.client.get("/alerts.xlsx").data.startswith(b"PK")


def test_the_inbox_of_another_day_has_no_buttons(pages, theo):
    make_deadline(TODAY + WEEK, occasion(), owner_id=theo.id)
    session().commit()
    page = pages.get("/alerts?as_of=2026-11-24")
    assert "APP-1001" in page.text
    assert not any(words.startswith("Snooze APP") for words in page.links())


def test_the_inbox_of_another_day_tells_of_no_run_that_came_later(pages, theo):
    make_deadline(TODAY + WEEK, occasion(), owner_id=theo.id)
    session().commit()
    assert "the next is" in pages.get("/alerts").text
    text = pages.get("/alerts?as_of=2026-11-23").text
    assert "open for you that day." in text
    assert "the next is" not in text
    assert "last run" not in text


def test_alert_rules_name_every_step_and_source(pages, theo):
    text = pages.get("/alerts/rules").text
    assert "30 calendar days before our date" in text
    assert "Decision; Decision, outside behavioral health" in text
    assert "Without an owner the supervisors are told." in text
    assert "Owner, supervisor and compliance" in text
    assert "Every 7 calendar days after that" in text
    assert "Product default" in text


def test_the_delivery_log_shows_what_went_out(pages, theo):
    make_deadline(TODAY + WEEK, occasion(), owner_id=theo.id)
    write_digests(occasion(), "https://daybook.example")
    session().commit()
    assert "1 deadline needs you" in pages.get("/alerts").text
    assert "1 deadline needs you" not in pages.get("/alerts?failed=1").text
    assert "Failed only" in pages.get("/alerts").links()
    session().execute(update(Message).values(state=MessageState.FAILED))
    session().commit()
    assert "Failed 1" in pages.get("/alerts").links()
    assert "1 deadline needs you" in pages.client.get("/alerts/log.csv").text


def test_an_owner_reads_the_own_mail_alone(pages, theo):
    rosa = make_person("Rosa Reyes", occasion(), "owner")
    for number, owner in enumerate((theo, rosa), start=1):
        make_deadline(TODAY + WEEK, occasion(), number=number, owner_id=owner.id)
    write_digests(occasion(), "https://daybook.example")
    session().execute(update(Message).values(state=MessageState.FAILED))
    session().commit()
    addresses = [theo.email, rosa.email]
    assert all(each in pages.get("/alerts").text for each in addresses)
    pages.client.post("/logout")
    sign_in(pages.client, rosa)
    page, file = pages.get("/alerts"), pages.client.get("/alerts/log.csv").text
    assert "Failed 1" in page.links()
    assert [each for each in addresses if each in page.text] == [rosa.email]
    assert [each for each in addresses if each in file] == [rosa.email]


def test_a_long_log_has_older_lines(pages, theo):
    for number in range(25):
        make_deadline(TODAY + WEEK, occasion(), number=number, owner_id=theo.id)
        write_digests(occasion(), "https://daybook.example")
    session().commit()
    older = pages.get("/alerts").links()["Older"]
    assert "Older" not in pages.get(older).links()


def test_a_mails_link_leads_to_the_next_step_or_the_record(pages, theo):
    make_application(occasion(), received_on=TODAY, owner_id=theo.id)
    session().commit()
    answer = pages.client.get("/alerts/deadlines/1")
    assert answer.headers["Location"].endswith("/notice")
    sign_in_as_nora = pages.client
    sign_in_as_nora.post("/logout")
    assert sign_in_as_nora.get("/alerts/deadlines/1").status_code == 302


def test_a_link_to_no_deadline(pages, theo):
    pages.get("/alerts/deadlines/99", status=404)


def test_the_strip_of_another_day_names_it_as_people_do(pages, theo):
    text = pages.get("/alerts?as_of=2026-10-30&known_on=2026-11-02").text
    assert "Fri 30 Oct 2026 as it was known at the end of Mon 2 Nov 2026 (PT)" in text
    assert "As of: Fri 30 Oct 2026" in text
