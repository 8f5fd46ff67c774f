"""The way to another day: from the top bar, to the same page, and back."""

from datetime import date

import pytest

from compliance.db import session
from compliance.web.past import seen_on
from tests.conftest import occasion, sign_in
from tests.makers.people import make_person
from tests.web.page_client import PageClient

DAY = date(2026, 10, 30)
PINNED = "as_of=2026-10-30&known_on=2026-10-30"


@pytest.fixture
def theo_pages(client, people) -> PageClient:
    return PageClient(sign_in(client, people.theo))


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("/applications", f"/applications?{PINNED}"),
        ("/applications?view=all&after=x&start=51", f"/applications?view=all&{PINNED}"),
        ("/applications?as_of=2026-01-01", f"/applications?{PINNED}"),
    ],
)
def test_an_address_on_another_day(target, shown):
    assert seen_on(target, DAY) == shown


def test_an_address_back_on_today():
    assert seen_on(f"/alerts?{PINNED}&days=30", None) == "/alerts?days=30"


def test_the_top_bar_leads_to_the_same_page_on_another_day(theo_pages):
    asked = {"seen_on": "10/30/2026", "next": "/applications?view=all"}
    answer = theo_pages.client.get("/as-of", query_string=asked)
    assert answer.headers["Location"] == f"/applications?view=all&{PINNED}"
    page = theo_pages.get(answer.headers["Location"])
    assert "as they stood at the end of Fri 30 Oct 2026 (PT)" in page.text
    links = page.links()
    assert links["Back to today"] == "/applications?view=all"
    assert links["Change date"].startswith("/as-of?next=/applications")


def test_today_leads_back_to_today(theo_pages):
    answer = theo_pages.client.get("/as-of", query_string={"seen_on": "t", "next": "/alerts"})
    assert answer.headers["Location"] == "/alerts"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("11/25/2026", "has not come yet"), ("2026-02-30", "2026-02-30"), ("", "Enter the day")],
)
def test_a_day_that_cannot_be_looked_at_is_asked_for_again(theo_pages, typed, said):
    page = theo_pages.get("/as-of", query_string={"seen_on": typed, "next": "/alerts"})
    assert said in page.text
    assert page.one("input", id="seen_on").get("value") == typed
    assert page.links()["Cancel"] == "/alerts"


def test_only_our_own_addresses_are_led_to(theo_pages):
    asked = {"seen_on": "10/30/2026", "next": "https://elsewhere.example/"}
    answer = theo_pages.client.get("/as-of", query_string=asked)
    assert answer.headers["Location"] == f"/?{PINNED}"


def test_a_page_without_a_past_says_so_and_keeps_the_day_in_its_links(theo_pages):
    page = theo_pages.get(f"/account?{PINNED}")
    assert "This page keeps no past and shows today. You look at Fri 30 Oct 2026" in page.text
    assert f"/applications?{PINNED}" in page.links().values()
    assert f"/account?{PINNED}" in theo_pages.get(f"/alerts?{PINNED}").links().values()


def test_a_partner_has_no_other_day(client, people):
    hal = make_person("Hal Ito", occasion(), "partner")
    session().commit()
    pages = PageClient(sign_in(client, hal))
    assert "As of:" not in pages.get("/partner").text
    assert pages.client.get("/as-of").status_code == 403
    assert pages.client.get("/meetings?as_of=2026-10-30").status_code == 403
