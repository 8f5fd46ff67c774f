"""The page of looks: who was shown whose data, by person, class, record and days; the seal."""

import csv
import io
from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from compliance.audit.jobs import seal_looks
from compliance.audit.models import AccessLook, AuditCheck
from compliance.db import session, transaction
from compliance.doors import door_of
from compliance.record.cli import audit
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.applications import make_application
from tests.makers.people import make_person
from tests.makers.statements import statements_asked
from tests.web.page_client import PageClient

NOW = occasion().now


@pytest.fixture
def number(people) -> int:
    made = make_application(occasion(), received_on=TODAY)
    session().commit()
    return made


@pytest.fixture
def pages(client, people) -> PageClient:
    return PageClient(sign_in(client, people.theo))


def look(person=None, hours_ago=1, shown="identity", of=("application", None), **more):
    values = {"act": "applications.index", "reason": "", **more}
    row = {"looked_at": NOW - timedelta(hours=hours_ago), "data_class": shown, **values}
    with transaction():
        session().add(AccessLook(person_id=person, subject_kind=of[0], subject_id=of[1], **row))


def rows(pages, query=""):
    """Return the rows of the csv twin by heading, newest first."""
    lines = pages.client.get(f"/audit/looks.csv?{query}").text.splitlines()
    return list(csv.DictReader(io.StringIO("\n".join(lines[1:]))))


def test_a_look_says_who_saw_what_of_whom_through_which_page(pages, people, number):
    reason = "asked by the board"
    look(people.olivia.id, shown="birth_date", of=("application", number), reason=reason)
    page = pages.get("/audit/looks")
    assert page.links()[f"APP-{1000 + number}"] == f"/applications/APP-{1000 + number}"
    (row,) = rows(pages)
    assert (row["who"], row["shown"]) == (people.olivia.name, "Birth date")
    assert (row["through"], row["reason"]) == ("Applications", reason)
    assert reason in page.text


def test_lists_commands_and_those_not_signed_in_have_their_words(pages, people):
    look(of=("application", None), act="command applications list")
    look(of=("provider", 57), act="status.show")
    look(people.theo.id, of=("", None))
    assert [(row["who"], row["record"]) for row in rows(pages)] == [
        (people.theo.name, "List of several kinds"),
        ("Nobody signed in", "Provider 57"),
        ("A command", "List of applications"),
    ]


def test_looks_are_narrowed_by_person_class_record_and_days(pages, people, number):
    look(people.olivia.id, of=("application", number))
    look(people.theo.id, shown="birth_date", of=("application", number))
    look(people.theo.id, of=("provider", 57), hours_ago=24 * 40)

    def found(query):
        return [row["record"] for row in rows(pages, query)]

    ref = f"APP-{1000 + number}"
    assert found(f"person={people.olivia.id}") == [ref]
    assert found("class=birth_date") == [ref]
    assert found("days=all&q=provider+57") == ["Provider 57"]
    assert found(f"q={ref}") == [ref, ref]
    assert found("q=APP-9") == []
    assert "There is no record APP-9" in pages.get("/audit/looks?q=APP-9").text
    assert "No look matches" in pages.get("/audit/looks?class=npdb").text


def test_another_day_shows_the_looks_until_then(pages, people):
    look(people.theo.id, hours_ago=30)
    look(people.theo.id)
    day = TODAY - timedelta(days=1)
    assert len(rows(pages)) == 2
    assert len(rows(pages, f"as_of={day}&known_on={day}")) == 1


def test_looks_are_paged_by_their_place(pages, people):
    for _ in range(51):
        look(people.theo.id, act="applications.as_csv")
    second = pages.get(pages.get("/audit/looks").links()["Next"])
    assert second.text.count("Applications, csv file") == 1


def test_the_page_says_up_to_when_looks_are_sealed(app, pages, people):
    assert "Not sealed yet" in pages.get("/audit/looks").text
    look(people.theo.id, hours_ago=2)
    assert seal_looks(door_of(app)) == {"looks": 1}
    assert "Sealed until 08:00, no look since" in pages.get("/audit/looks").text
    look(people.theo.id, hours_ago=0)
    assert "Sealed until 08:00, 1 look since" in pages.get("/audit/looks").text


def test_a_seal_that_does_not_match_is_told(pages):
    found = {"entries": 0, "first_bad": None, "digests": 1, "first_bad_digest": 1, "head": ""}
    with transaction():
        session().add(AuditCheck(checked_at=NOW - timedelta(hours=1), **found))
    assert "Seal 1 does not match." in pages.get("/audit/looks").text


def test_a_page_takes_as_few_statements_for_many_looks(pages, people, number):
    counts = []
    for more in (1, 20):
        for _ in range(more):
            look(people.theo.id, of=("application", number))
        with statements_asked() as asked:
            pages.get("/audit/looks")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_the_file_of_an_application_leads_to_its_looks(pages, number):
    ref = f"APP-{1000 + number}"
    way = pages.get(f"/applications/{ref}").links()["Who looked at this file"]
    assert ref in pages.get(way).links()
    assert "No look matches" not in pages.get(way).text


def test_a_partner_sees_no_looks(client, people):
    partner = make_person("Pat Partner", occasion(), "partner")
    session().commit()
    sign_in(client, partner)
    assert client.get("/audit/looks").status_code == 403
    assert client.get("/audit/looks.csv").status_code == 403


def test_the_command_names_people_and_records_as_the_page_does(app, people, number):
    look(people.olivia.id, of=("application", number), reason="asked by the board")
    look(people.theo.id, of=("application", None))
    told: list[object] = []
    door = SimpleNamespace(
        app=SimpleNamespace(app_context=nullcontext),
        occasion=occasion,
        emit=lambda *given: told.extend(given),
    )
    session().commit()
    words = ["looks", "--record", str(1000 + number), "--person", people.olivia.email]
    CliRunner().invoke(audit, words, obj=door, catch_exceptions=False)
    document, lines = told
    who = people.olivia.name
    assert [(each["who"], each["class"]) for each in document] == [(who, "identity")]
    what = f"Identity, APP-{1000 + number}  Applications: asked by the board"
    assert lines == [f"Tue 24 Nov 2026, 08:00 PT  {who}  {what}"]
