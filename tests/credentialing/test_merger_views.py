"""Merging two files in the browser: both are shown before anything is recorded."""

from datetime import date

from tests.credentialing.desk import WHY, address, filled, kinds, received
from tests.web.page_client import PageClient

SAME = {"first_name": "Ana", "last_name": "Zamora", "npi": "2000000010", "role": "LCSW"}


def merger(pages: PageClient, number: int, **typed: str):
    form = filled(pages, number, "merger", into="1001", why=WHY, **typed)
    return pages.post(address(number, "merger"), form, 200)


def test_two_people_are_shown_before_they_are_merged(olivia_pages: PageClient):
    received(received_on=date(2026, 11, 10), **SAME)
    number = received(**{**SAME, "npi": "2000000028", "last_name": "Okafor"})
    page, path = merger(olivia_pages, number), address(number, "merger")
    assert "These may be two people: Name, NPI differ" in page.text
    assert "The clocks of APP-1002 stop and are counted nowhere." in page.text
    assert "2000000010" in page.text
    assert kinds(number)[-1] != "merged"
    without = {**page.fields(path), "why": ""}
    assert "Give the reason" in olivia_pages.post(path, without, 200).text
    olivia_pages.post(path, page.fields(path), 303)
    assert kinds(number)[-1] == "merged"


def test_one_person_twice_is_only_looked_at(olivia_pages: PageClient):
    received(received_on=date(2026, 11, 10), **SAME)
    page = merger(olivia_pages, received(**SAME))
    assert "Look at both files before you merge" in page.text
    assert "two people" not in page.text


def test_another_file_than_the_one_shown_is_shown_again(olivia_pages: PageClient):
    received(received_on=date(2026, 11, 10))
    number = received()
    page = merger(olivia_pages, number, shown="APP-1003")
    assert page.fields(address(number, "merger"))["shown"] == "APP-1001"
    assert kinds(number)[-1] != "merged"
