"""From a list to its records and back: the list and the day that is looked at stay the same."""

from datetime import date

import pytest

from tests.conftest import TODAY
from tests.credentialing.queue.desk import QUEUE, received
from tests.web.page_client import PageClient

pytestmark = pytest.mark.usefixtures("with_rules")


@pytest.fixture
def three(people):
    for name, day in (("Baker", 18), ("Zamora", 17), ("Ortega", 16)):
        received(last_name=name, first_name="Ana", role="LCSW", received_on=date(2026, 11, day))


def test_a_record_leads_along_the_list_it_was_opened_from(three, theo_pages: PageClient):
    page = theo_pages.get(f"{QUEUE}?sort=name")
    record = theo_pages.get(page.links()["Ana Ortega, LCSW"])
    assert record.links()["Previous k"] == f"{QUEUE}/APP-1001?list=sort%3Dname"
    assert record.links()["Next j"] == f"{QUEUE}/APP-1002?list=sort%3Dname"
    last = theo_pages.get(record.links()["Next j"])
    assert "Next j" not in last.links()
    back = theo_pages.get(last.links()["Previous k"])
    hrefs = [each.get("href") for each in back.all("a")]
    assert f"{QUEUE}?sort=name" in hrefs


def test_a_record_says_where_in_the_list_it_stands(three, theo_pages: PageClient):
    assert "All open, 1 of 3" in theo_pages.get(f"{QUEUE}/APP-1003").text
    assert "All open, 3 of 3" in theo_pages.get(f"{QUEUE}/APP-1001").text
    search = theo_pages.get(f"{QUEUE}/APP-1002", query_string={"list": "q=zamora"})
    assert "Search, 1 of 1" in search.text
    elsewhere = theo_pages.get(f"{QUEUE}/APP-1001", query_string={"list": "q=zamora"})
    assert "Search," not in elsewhere.text


def test_only_what_the_list_holds_is_stepped_through(three, theo_pages: PageClient):
    page = theo_pages.get(f"{QUEUE}?q=zamora")
    record = theo_pages.get(page.links()["Ana Zamora, LCSW"])
    assert not {"Previous k", "Next j"} & set(record.links())


def test_the_usual_list_leaves_addresses_short(three, theo_pages: PageClient):
    assert theo_pages.get(QUEUE).links()["Ana Baker, LCSW"] == f"{QUEUE}/APP-1001"
    assert theo_pages.get(f"{QUEUE}/APP-1001").links()["Previous k"] == f"{QUEUE}/APP-1002"


@pytest.mark.parametrize("query", ["view=nonsense", "//evil.example", "q=%00", "after=x"])
def test_a_list_that_makes_no_sense_is_the_usual_one(three, theo_pages: PageClient, query):
    page = theo_pages.get(f"{QUEUE}/APP-1002", query_string={"list": query})
    assert page.links()["Previous k"].startswith(f"{QUEUE}/APP-1003")


def test_links_stay_on_the_day_that_is_looked_at(three, theo_pages: PageClient):
    page = theo_pages.get(f"{QUEUE}?as_of=2026-11-20&known_on=2026-11-24")
    day = "as_of=2026-11-20&known_on=2026-11-24"
    links = page.links()
    assert links["Ana Baker, LCSW"] == f"{QUEUE}/APP-1001?{day}"
    assert links["Closed"] == f"{QUEUE}?view=closed&{day}"
    assert links["Back to today"] == QUEUE
    rail = {each.get("href") for each in page.all("a", css="item")}
    assert f"{QUEUE}?{day}" in rail
    assert f"/?{day}" in rail
    record = theo_pages.get(links["Ana Baker, LCSW"])
    assert record.links()["Previous k"] == f"{QUEUE}/APP-1002?{day}"


def test_today_is_in_no_address(three, theo_pages: PageClient):
    page = theo_pages.get(QUEUE)
    assert TODAY.isoformat() not in " ".join(page.links().values())


def test_the_way_back_to_the_list_keeps_its_filters_and_the_day(three, theo_pages):
    record = theo_pages.get(f"{QUEUE}/APP-1001?list=sort%3Dname&as_of=2026-11-23")
    ways = [each.get("href") for each in record.all("a")]
    assert f"{QUEUE}?sort=name&as_of=2026-11-23" in ways
