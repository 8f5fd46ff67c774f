"""Then and now, and both versions of what was corrected later."""

from datetime import date, timedelta

import pytest

from compliance.credentialing.queries.references import refs_of
from compliance.db import session
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.record.queries.corrections import corrected_later
from compliance.record.queries.measures import days_compared, measures
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.applications import make_application
from tests.makers.people import make_person
from tests.web.page_client import PageClient

THEN = TODAY - timedelta(days=25)
PINNED = {"as_of": THEN.isoformat(), "known_on": THEN.isoformat()}
pytestmark = pytest.mark.usefixtures("with_rules")


def told(on):
    return {each.title: each for each in measures(days_compared(on))}


def past():
    return occasion().seen_from(THEN, THEN)


def test_open_applications_are_counted_on_both_days():
    make_application(occasion(THEN), received_on=THEN)
    make_application(occasion(), received_on=TODAY)
    found = told(past())["Open applications"]
    assert (found.then, found.now, found.changed) == ("1", "2", "1 more came in")


def test_a_notice_that_became_late_since_is_named():
    number = make_application(occasion(THEN), received_on=THEN)
    found = told(past())["Notices within the limit, last 90 days"]
    assert (found.then, found.now) == ("none closed", "0 of 1")
    ref = refs_of([number])[number]
    assert found.refs == [ref]
    assert found.changed == f"1 more late: {ref}"


def test_without_a_day_thirty_days_ago_is_compared():
    then = days_compared(occasion()).then
    assert then.as_of == then.known_on == TODAY - timedelta(days=30)


def test_today_is_asked_under_the_rules_of_today():
    days = days_compared(past())
    assert (days.now.as_of, days.now.known_on) == (None, None)
    assert days.then.as_of == THEN


def test_what_was_entered_later_shows_both_versions():
    subject = Subject("alert", 7)
    old = record_fact(subject, Entry("snoozed", THEN - timedelta(days=3)), occasion(THEN))
    fresh = Entry("snoozed", THEN - timedelta(days=2), why="Wrong day", supersedes_id=old.id)
    record_fact(subject, fresh, occasion())
    (found,) = corrected_later(past())
    assert found.then.startswith("Snoozed, ")
    assert found.then != found.now
    assert found.record.label == "Alert 7"
    assert found.note.endswith("reason: Wrong day")
    assert told(past())["Corrected later"].then == "1 entry"


def test_what_happened_after_the_day_is_no_correction():
    record_fact(Subject("alert", 7), Entry("snoozed", date(2026, 11, 20)), occasion())
    assert corrected_later(past()) == []
    assert not told(past())["Corrected later"].is_later


@pytest.fixture
def pages(client, people) -> PageClient:
    return PageClient(sign_in(client, people.theo))


def test_the_page_leads_to_what_changed(pages):
    make_application(occasion(THEN), received_on=THEN)
    session().commit()
    page = pages.get("/audit", query_string=PINNED)
    assert "What a surveyor would have seen on Fri 30 Oct 2026" in page.text
    assert page.links()["See it"].startswith("/applications/")
    assert "as_of" not in page.links()["See it"]


def test_the_page_without_a_day_leads_to_the_one_it_compares(pages):
    assert "as_of=2026-10-25" in pages.get("/audit").links()["Look at that day"]


def test_both_versions_stand_on_a_page_of_their_own(pages):
    assert "Nothing that happened by that day" in pages.get("/audit/corrections").text
    record_fact(Subject("duty", 1), Entry("duty_moved", THEN), occasion())
    session().commit()
    page = pages.get("/audit/corrections", query_string=PINNED)
    assert page.heading == "Entered after Fri 30 Oct 2026"
    assert "Nothing on record" in page.text


def test_a_partner_sees_no_audit_trail(client, people):
    hal = make_person("Hal Ito", occasion(), "partner")
    session().commit()
    sign_in(client, hal)
    assert client.get("/audit").status_code == 403
    assert client.get("/audit/corrections").status_code == 403
