"""Entering an application and setting values and dates right in the browser."""

from datetime import date

import pytest

from compliance.choices.services import NewChoice, choose
from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_rows
from compliance.credentialing.rules.clocks import DELEGATED_KEY
from compliance.credentialing.services import completeness
from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.loading import load
from compliance.db import session
from tests.conftest import TODAY, occasion
from tests.makers.applications import make_application
from tests.web.page_client import Page, PageClient

NEW = "/applications/new"
WHY = "The fax was stamped a day later."
SOUND = {
    "last_name": "Benavides-Park",
    "first_name": "Lucía",
    "npi": "2000000010",
    "role": "LCSW",
    "received_on": "11/16/2026",
}


def on():
    return occasion()


def form(pages: PageClient, **typed: object) -> dict[str, object]:
    return {**pages.get(NEW).fields(NEW), **SOUND, **typed}


def rows():
    session().rollback()
    return queue_rows(Filters(), Order(), on())


def received(**matters) -> int:
    number = make_application(on(), **{"received_on": date(2026, 11, 16), **matters})
    session().commit()
    return number


def facts(number: int):
    session().rollback()
    return load(number, on()).facts


# Entering


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


def errors(page: Page) -> dict[str, str]:
    """Return the messages of the summary by the field that each leads to."""
    found = {}
    for link in page.one("div", role="alert").iter("a"):
        found[(link.get("href") or "").lstrip("#").removesuffix("-0")] = "".join(link.itertext())
    return found


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
    assert "It has its own clocks." in page.text


@pytest.mark.parametrize("path", [NEW, "/applications/APP-1001/values"])
def test_a_reader_enters_and_corrects_nothing(nora_pages: PageClient, path):
    received()
    nora_pages.get(path, 403)
    nora_pages.post(path, {}, 403)


@pytest.mark.parametrize(
    "path", [NEW, "/applications/APP-1001/values", "/applications/APP-1001/dates"]
)
def test_a_stranger_is_sent_to_sign_in(stranger_pages: PageClient, path):
    assert "/login" in stranger_pages.post(path, {}).response.location


# Values


VALUES = "/applications/APP-1001/values"


def values(pages: PageClient, **typed: object) -> dict[str, object]:
    return {**pages.get(VALUES).fields(VALUES), "why": WHY, **typed}


def test_values_are_set_right_with_a_reason(theo_pages: PageClient):
    number = received(npi="2000000011")
    page = theo_pages.follow(theo_pages.post(VALUES, values(theo_pages, npi="2000000010"), 303))
    assert "NPI 2000000010" in page.text
    assert WHY in page.text
    assert facts(number)[-1].payload == {"values": {"npi": "2000000010"}}


def test_what_the_form_does_not_show_stays(theo_pages: PageClient):
    number = received(tin="12-3456789", practice_npi="2000000028", lines=("commercial_dmhc",))
    theo_pages.post(VALUES, values(theo_pages, last_name="Zamora", lines="commercial_dmhc"), 303)
    session().rollback()
    entry = load(number, on()).story.entry
    assert (entry.tin, entry.practice_npi) == ("12-3456789", "2000000028")
    assert (entry.last_name, entry.lines) == ("Zamora", ("commercial_dmhc",))


def test_a_cleared_field_is_cleared(theo_pages: PageClient):
    number = received(email="a@example.org")
    theo_pages.post(VALUES, values(theo_pages, email=""), 303)
    session().rollback()
    assert load(number, on()).story.entry.email == ""


def test_a_wrong_address_of_a_file_may_stay_but_none_is_typed_in(theo_pages: PageClient):
    number = received(email="nope")
    assert (
        "nope" in errors(theo_pages.post(VALUES, values(theo_pages, email="nope@"), 200))["email"]
    )
    theo_pages.post(VALUES, values(theo_pages, last_name="Zamora"), 303)
    session().rollback()
    now = load(number, on())
    assert (now.story.entry.email, now.story.entry.last_name) == ("nope", "Zamora")
    assert [each.column for each in now.snapshot.problems] == ["email"]


def test_a_correction_without_a_reason_is_refused(theo_pages: PageClient):
    number = received()
    page = theo_pages.post(VALUES, values(theo_pages, last_name="Zamora", why=""), 200)
    assert "why" in errors(page)
    assert page.fields(VALUES)["last_name"] == "Zamora"
    assert len(facts(number)) == 1


def test_two_people_on_one_record_do_not_overwrite_each_other(theo_pages: PageClient):
    number = received(npi="2000000011")
    mine = values(theo_pages, practice_name="Birch Clinic")
    correct_values(load(number, on()), {"npi": "2000000010"}, "Called the applicant.", on())
    session().commit()
    page = theo_pages.post(VALUES, mine, 200)
    assert "This record was changed after you opened it" in page.text
    assert "Called the applicant." in page.text
    assert page.fields(VALUES)["practice_name"] == "Birch Clinic"
    session().rollback()
    assert load(number, on()).story.entry.npi == "2000000010"


# Dates

DATES = "/applications/APP-1001/dates"


def dates(pages: PageClient, **typed: object) -> dict[str, object]:
    given = {"which": "received_on", "day": "11/13/2026", "why": WHY}
    return {**pages.get(DATES).fields(DATES), **given, **typed}


def complete() -> int:
    number = received()
    completeness.find_complete(load(number, on()), TODAY, on())
    session().commit()
    return number


def test_both_clocks_are_shown_before_and_after_and_then_saved(theo_pages: PageClient):
    number = complete()
    page = theo_pages.post(DATES, dates(theo_pages), 200)
    before, after = page.text.partition("After")[::2]
    assert "15 Jan 2027" in before
    assert "12 Jan 2027" in after
    assert len(facts(number)) == 2
    done = theo_pages.follow(theo_pages.post(DATES, page.fields(DATES), 303))
    assert "Corrected: Date received is Fri 13 Nov 2026." in done.text
    assert facts(number)[-1].supersedes_id == facts(number)[0].id


def test_another_day_than_the_one_previewed_is_previewed_again(theo_pages: PageClient):
    number = complete()
    page = theo_pages.post(DATES, dates(theo_pages), 200)
    other = {**page.fields(DATES), "day": "11/12/2026"}
    assert "Save correction" in theo_pages.post(DATES, other, 200).text
    assert len(facts(number)) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2026-02-30"}, "2026-02-30 is not a date."),
        ({"day": "11/25/2026"}, "25 Nov 2026 is after today, 24 Nov 2026."),
        ({"day": "1990-01-01"}, "1 Jan 1990 is too early"),
        ({"day": "11/16/2026"}, "It is 16 Nov 2026 already"),
        ({"which": "decided_on"}, "no such date was recorded"),
        ({"which": "nonsense"}, "Not a valid choice"),
        ({"why": ""}, "Give the reason"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_nothing_saved(theo_pages, typed, said):
    number = complete()
    page = theo_pages.post(DATES, dates(theo_pages, **typed), 200)
    assert said in page.text
    assert len(facts(number)) == 2


def test_a_stale_correction_shows_what_is_new_and_can_be_sent_again(theo_pages: PageClient):
    number = complete()
    page = theo_pages.post(DATES, dates(theo_pages), 200)
    correct_values(load(number, on()), {"last_name": "Zamora"}, "Called the applicant.", on())
    session().commit()
    stale = theo_pages.post(DATES, page.fields(DATES), 200)
    assert "Called the applicant." in stale.text
    again = theo_pages.post(DATES, stale.fields(DATES), 200)
    theo_pages.post(DATES, again.fields(DATES), 303)
    assert facts(number)[-1].happened_on == date(2026, 11, 13)


def test_a_correction_that_leaves_no_clock_is_shown_and_saved(theo_pages: PageClient):
    number = received(role="PCP", provider_class="non_bh")
    page = theo_pages.post(DATES, dates(theo_pages, day="12/15/2025"), 200)
    assert "No clock would run." in page.text
    theo_pages.post(DATES, page.fields(DATES), 303)
    assert facts(number)[-1].happened_on == date(2025, 12, 15)
