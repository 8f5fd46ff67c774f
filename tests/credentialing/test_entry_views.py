"""Entering an application and setting values and dates right in the browser."""

from datetime import date

import pytest

from compliance.choices.services import NewChoice, choose
from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_rows
from compliance.credentialing.rules.clocks import DELEGATED_KEY
from compliance.db import session
from tests.credentialing.desk import errors, facts, on, received
from tests.web.page_client import PageClient

NEW = "/applications/new"
SOUND = {
    "last_name": "Benavides-Park",
    "first_name": "Lucía",
    "npi": "2000000010",
    "role": "LCSW",
    "received_on": "11/16/2026",
}


def form(pages: PageClient, **typed: object) -> dict[str, object]:
    return {**pages.get(NEW).fields(NEW), **SOUND, **typed}


def rows():
    session().rollback()
    return queue_rows(Filters(), Order(), on())


def test_an_application_is_entered_and_its_clock_runs(theo_pages: PageClient, people):
    page = theo_pages.follow(theo_pages.post(NEW, form(theo_pages), 303))
    assert page.heading == "Lucía Benavides-Park, LCSW"
    assert "APP-1001 received. Its notice clock runs from Mon 16 Nov 2026." in page.text
    assert "Owner Theo Tran." in page.text
    (row,) = rows()
    assert (row.received_on, row.notice_due_on) == (date(2026, 11, 16), date(2026, 11, 23))


def test_a_second_press_enters_nothing_more(theo_pages: PageClient):
    typed = form(theo_pages)
    first = theo_pages.post(NEW, typed, 303)
    assert theo_pages.post(NEW, typed, 303).response.location == first.response.location
    assert len(rows()) == 1


def test_a_wrong_npi_is_kept_and_named(theo_pages: PageClient):
    typed = form(theo_pages, npi="2000000011")
    page = theo_pages.follow(theo_pages.post(NEW, typed, 303))
    assert "2000000011 is not a valid NPI. Check every digit." in page.text
    assert rows()[0].state == "incomplete"


def test_a_delegates_earlier_receipt_is_asked_for_and_counts_where_it_is_delegated(olivia_pages):
    assert "delegate_received_on" not in olivia_pages.get(NEW).fields(NEW)
    choose(NewChoice(DELEGATED_KEY, "yes", date(2026, 1, 1)), on().now)
    session().commit()
    typed = form(olivia_pages, delegate_received_on="11/12/2026")
    page = olivia_pages.follow(olivia_pages.post(NEW, typed, 303))
    assert "By the delegate on Thu 12 Nov 2026." in page.text
    (row,) = rows()
    assert (row.received_on, row.notice_due_on) == (date(2026, 11, 12), date(2026, 11, 19))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("received_on", "2026-02-30", "2026-02-30 is not a date."),
        ("received_on", "11/25/2026", "25 Nov 2026 is after today, 24 Nov 2026."),
        ("received_on", "", "Enter the date received."),
        ("received_on", "1/1/1990", "1 Jan 1990 is too early: the rules here are in force from"),
        ("received_on", "soon", "soon is not a date."),
        ("last_name", "", "Enter the last name."),
        ("last_name", "   ", "No last name was given."),
        ("last_name", "x" * 501, "Use at most 500 characters."),
        ("first_name", "x" * 501, "Use at most 500 characters."),
        ("practice_name", "x" * 501, "Use at most 500 characters."),
        ("role", "", "Choose the role."),
        ("role", "WIZARD", "Not a valid choice"),
        ("model", "nonsense", "Not a valid choice"),
        ("lines", "nonsense", "not a valid choice"),
        ("email", "nope", "“nope” is not an email address."),
        ("contact_email", "a b", "“a b” is not an email address."),
        ("license_state", "Calif", "Calif is not a US state."),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_saved(theo_pages, field, value, said):
    page = theo_pages.post(NEW, form(theo_pages, **{field: value}), 200)
    assert said.lower() in errors(page)[field].lower()
    assert rows() == []
    again = page.fields(NEW)
    for name, typed in SOUND.items():
        if name != field:
            assert again[name] == typed


def test_names_of_500_characters_are_kept_whole(theo_pages: PageClient):
    names = {"last_name": "ü" * 500, "first_name": "x" * 500, "practice_name": "y" * 500}
    page = theo_pages.follow(theo_pages.post(NEW, form(theo_pages, **names), 303))
    assert "ü" * 500 in page.text
    theo_pages.get("/applications")


def test_markup_in_a_name_is_only_text(theo_pages: PageClient):
    typed = form(theo_pages, last_name="<script>alert(1)</script>")
    page = theo_pages.follow(theo_pages.post(NEW, typed, 303))
    assert "<script>alert(1)</script>" in page.heading


def test_a_likely_double_is_shown_before_it_is_entered(theo_pages: PageClient):
    theo_pages.post(NEW, form(theo_pages), 303)
    page = theo_pages.post(NEW, form(theo_pages), 200)
    assert "This may be here already" in page.text
    assert page.links()["APP-1001"] == "/applications/APP-1001"
    assert len(rows()) == 1
    theo_pages.post(NEW, page.fields(NEW), 303)
    assert len(rows()) == 2


def test_the_other_destination_is_no_double(theo_pages: PageClient):
    theo_pages.post(NEW, form(theo_pages, model="pcbh"), 303)
    typed = form(theo_pages, model="pcbh", destination="mbho")
    page = theo_pages.follow(theo_pages.post(NEW, typed, 303))
    assert "each with its own clocks" in page.text


@pytest.mark.parametrize("path", [NEW, "/applications/APP-1001/values"])
def test_a_reader_enters_and_corrects_nothing(nora_pages: PageClient, path):
    number = received()
    nora_pages.get(path, 403)
    nora_pages.post(path, {}, 403)
    assert len(rows()) == len(facts(number)) == 1


@pytest.mark.parametrize(
    "path", [NEW, "/applications/APP-1001/values", "/applications/APP-1001/dates"]
)
def test_a_stranger_is_sent_to_sign_in(stranger_pages: PageClient, path):
    assert "/login" in stranger_pages.post(path, {}).response.location
