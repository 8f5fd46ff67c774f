"""The entries of the audit trail: words, filters, files, and the state of the chain."""

import csv
import io
from datetime import timedelta

import pytest

from compliance.audit.models import AuditCheck
from compliance.db import session, transaction
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.policies.queries.register import number_of
from compliance.record.queries.records import record_called
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.applications import make_application
from tests.makers.duties import actor
from tests.web.page_client import PageClient

DUTY = "CRED-02"


@pytest.fixture
def pages(client, people) -> PageClient:
    return PageClient(sign_in(client, people.theo))


def tell(person, kind="duty_event_recorded", days_ago=0, why="Two sessions are left", **payload):
    """Record one fact of a duty in an act of its own, as the person."""
    on = occasion(actor=actor(person))
    entry = Entry(kind, TODAY - timedelta(days=days_ago), payload, why=why)
    with transaction():
        return record_fact(Subject("duty", number_of(DUTY, on.book)), entry, on)


def entries(pages, query=""):
    """Return the rows of the csv twin by heading, newest first."""
    lines = pages.client.get(f"/audit.csv?{query}").text.splitlines()
    return list(csv.DictReader(io.StringIO("\n".join(lines[1:]))))


def test_an_entry_says_who_did_what_to_which_record(pages, people):
    tell(people.olivia, what="Joint meeting")
    page = pages.get("/audit")
    assert "Event recorded: Joint meeting" in page.text
    row = entries(pages, "kind=act&days=all")[0]
    assert (row["who"], row["happened_on"], row["late"]) == (people.olivia.name, str(TODAY), "")
    assert page.links()[DUTY] == f"/responsibilities/{DUTY}"


def test_what_was_entered_late_says_why(pages, people):
    tell(people.olivia, days_ago=2, why="Mail room", what="Joint meeting")
    row = entries(pages, "kind=act")[0]
    assert row["late"] == "Entered 2 days after it happened; reason: Mail room"
    assert row["late"] in pages.get("/audit").text


def test_entries_are_narrowed_by_person_kind_and_record(pages, people):
    tell(people.olivia, what="Joint meeting")
    number = make_application(occasion(actor=actor(people.theo)), received_on=TODAY)
    session().commit()
    assert number
    of_olivia = entries(pages, f"person={people.olivia.id}")
    assert {row["who"] for row in of_olivia} == {people.olivia.name}
    assert {row["kind"] for row in entries(pages, "kind=account")} == {"Sign-in"}
    (row,) = entries(pages, f"q={DUTY}")
    assert row["entry"] == of_olivia[0]["entry"]


def test_a_record_that_is_none_is_said_to_be_none(pages):
    page = pages.get("/audit?q=APP-9999")
    assert "There is no record APP-9999" in page.text
    assert page.links()["Clear the filters"] == "/audit"
    assert entries(pages, "q=APP-9999") == []


@pytest.mark.parametrize("query", ["person=x", "kind=none", "days=-1", "person=²", "q=²"])
def test_a_filter_that_makes_no_sense_is_left_out(pages, query):
    pages.get(f"/audit?{query}")


@pytest.mark.usefixtures("with_rules")
def test_records_are_found_by_what_they_are_called():
    on = occasion()
    assert record_called("cred-02", on) == Subject("duty", number_of(DUTY, on.book))
    assert record_called("ACT-3", on) == Subject("action", 3)
    assert record_called("2026-12-03", on) is None


def test_a_past_day_has_the_entries_of_that_day(pages, people):
    tell(people.olivia, what="Joint meeting")
    assert entries(pages, "as_of=2026-11-23&known_on=2026-11-23&days=all") == []
    head = pages.client.get("/audit.csv?as_of=2026-11-23").text.splitlines()[0]
    assert head == '"Audit trail as of Mon 23 Nov 2026, as known on Tue 24 Nov 2026"'
    assert pages.client.get("/audit.xlsx").data[:2] == b"PK"


def checked(first_bad=None, first_bad_digest=None, **more):
    found = {"first_bad": first_bad, "first_bad_digest": first_bad_digest}
    said = {**found, **more, "head": "0" * 64}
    session().add(AuditCheck(checked_at=occasion().now, entries=4812, digests=1, **said))
    session().commit()


def test_the_chain_is_stated_with_count_and_time(pages):
    assert "Chain not checked yet" in pages.get("/audit").text
    checked()
    assert "Chain intact, 4,812 entries, checked 09:00" in pages.get("/audit").text


def test_a_broken_chain_says_from_where_and_whom_to_call(pages):
    checked(first_bad=4790)
    text = pages.get("/audit").text
    assert "Entry 4,790 does not match. Nothing after it can be relied on." in text
    assert "tell your administrator" in text


def test_a_broken_digest_of_the_access_log_is_told(pages):
    checked(first_bad_digest=3)
    assert "Digest 3 of the access log does not match." in pages.get("/audit").text


def test_an_altered_rule_pack_is_told(pages):
    checked(bad_packs="2026.11")
    text = pages.get("/audit").text
    assert "Rule pack 2026.11 is not what it was when it was adopted." in text
    assert "Chain intact" not in text


def test_the_files_keep_filters_and_day(pages):
    day = "as_of=2026-11-23&known_on=2026-11-23"
    links = pages.get(f"/audit?kind=act&{day}").links()
    assert links["CSV"] == f"/audit.csv?kind=act&{day}"
