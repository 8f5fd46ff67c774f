"""The rules pages: every clock with its law, one clock's working, confirming a value."""

import pytest

from compliance.choices.queries import choices_on
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.people import make_person
from tests.makers.rulebook import book
from tests.web.page_client import PageClient, words

ONE = "/settings/rules/completeness_notice"
CONFIRM = "/settings/rules/credentialing.decision_days/confirm"


@pytest.fixture
def pages(client):
    return PageClient(client)


def test_every_clock_and_parameter_is_listed(pages, people):
    sign_in(pages.client, people.nora)
    text = pages.get("/settings/rules").text
    assert all(clock.title in text for clock in book().clocks.values())
    assert all(parameter.title in text for parameter in book().parameters.values())


def test_one_of_a_unit_is_one(pages, people):
    sign_in(pages.client, people.nora)
    text = pages.get("/settings/rules").text
    assert "1 month since" in text
    assert "1 months" not in text


def test_a_stranger_is_led_to_sign_in(client):
    assert client.get("/settings/rules").status_code == 302


@pytest.mark.parametrize("name", sorted(book().clocks))
def test_every_clock_has_its_page(pages, people, name):
    sign_in(pages.client, people.olivia)
    page = pages.get(f"/settings/rules/{name}")
    assert page.heading == book().clock(name).title


def test_a_date_is_explained_day_by_day(pages, people):
    sign_in(pages.client, people.theo)
    page = pages.get(f"{ONE}?start=2026-11-13&basis=stricter")
    assert "Fri 20 Nov 2026" in page.text
    assert "Tue 24 Nov 2026" in page.text


def test_a_day_that_is_none_is_said_at_the_field(pages, people):
    sign_in(pages.client, people.theo)
    assert "not a date" in pages.get(f"{ONE}?start=2026-02-30&basis=stricter").text


def test_a_date_without_a_basis_is_counted_the_stricter_way(pages, people):
    sign_in(pages.client, people.theo)
    page = pages.get(f"{ONE}?start=2026-11-13")
    assert "Our own date Fri 20 Nov 2026" in dates_of(page)
    assert "(optional)" not in page.text.partition("What it counts by")[0]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("start=2026-11-13&basis=bogus", "bogus is no way to count our own date. Choose stricter,"),
        ("start=2026-11-13&basis=", "Nothing is no way to count our own date."),
        ("start=bogus&basis=stricter", "bogus is not a date."),
        ("start=0001-01-01", "lies outside 1900 to 2199"),
        ("start=2018-01-01", "has no value on 1 Jan 2018: its first is from 1 Jan 2023."),
        ("start=2036-12-30", "does not reach the business day counted from 30 Dec 2036."),
    ],
)
def test_an_address_that_makes_no_sense_is_answered_with_a_sentence(pages, people, asked, sentence):
    sign_in(pages.client, people.theo)
    page = pages.get(f"{ONE}?{asked}")
    assert sentence in page.text
    assert "There is a problem" in page.text
    assert not page.all("dl", "facts", id="dates")


def dates_of(page) -> str:
    return " ".join(words(each) for each in page.one("dl", id="dates"))


def test_a_year_that_no_calendar_lists_is_said(pages, people):
    sign_in(pages.client, people.theo)
    assert "does not list 2090" in pages.get(f"{ONE}?start=2090-02-01&basis=stricter").text


def test_an_unknown_clock(pages, people):
    sign_in(pages.client, people.theo)
    pages.get("/settings/rules/nonsense", status=404)


def test_compliance_confirms_a_value(pages):
    carl = make_person("Carl Castro", occasion(), "compliance")
    sign_in(pages.client, carl)
    pages.post(CONFIRM, data={"why": "Read the section", "next": ONE}, status=303)
    made = choices_on(TODAY, None)["confirmed.credentialing.decision_days"]
    assert made == "2026-11-24 Carl Castro"
    assert "Confirmed by Carl Castro" in pages.get("/settings/rules/decision").text


def test_others_do_not_confirm(pages, people):
    sign_in(pages.client, people.theo)
    assert "Confirm for this plan" not in pages.get("/settings/rules/decision").text
    pages.post(CONFIRM, data={"why": ""}, status=403)


def test_an_unknown_parameter_is_not_confirmed(pages):
    sign_in(pages.client, make_person("Carl Castro", occasion(), "compliance"))
    pages.post("/settings/rules/no.such/confirm", data={"why": "x"}, status=404)
    assert not [key for key in choices_on(TODAY, None) if key.startswith("confirmed.")]


def test_the_page_says_to_whom_a_rule_applies_and_what_it_counts_from(pages, people):
    sign_in(pages.client, people.nora)
    text = pages.get("/settings/rules/decision").text
    lines = "Commercial, DMHC or Commercial, CDI"
    assert f"Applies toDMHC or CDI; behavioral health; {lines}" in text
    assert "Counts fromreceipt of a completed application" in text


@pytest.mark.parametrize("calendar", book().calendars.values(), ids=lambda each: each.id)
def test_every_calendar_has_its_page_with_each_closed_day_and_source(pages, people, calendar):
    sign_in(pages.client, people.nora)
    assert calendar.title in pages.get("/settings/rules").links()
    page = pages.get(f"/settings/rules/calendars/{calendar.id}")
    assert page.heading == calendar.title
    assert "Thu 26 Nov 2026Thanksgiving Day" in page.text
    assert len(page.all("dt", "num")) == len(calendar.closures)
    assert all(source.cite in page.text for source in calendar.sources)


def test_a_calendar_that_is_none(pages, people):
    sign_in(pages.client, people.nora)
    pages.get("/settings/rules/calendars/ca_none", status=404)
