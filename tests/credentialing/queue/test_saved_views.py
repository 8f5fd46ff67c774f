"""A person's own views of the queue."""

import pytest

from tests.credentialing.queue.desk import QUEUE

pytestmark = pytest.mark.usefixtures("with_rules")


def test_an_own_view_keeps_the_filters_and_not_the_page_or_the_day(theo_pages):
    query = "q=ortega&owner=none&after=abc&start=51&as_of=2026-11-01"
    form = {"name": "Mine", "query": query}
    page = theo_pages.follow(theo_pages.post(f"{QUEUE}/views", form, 303))
    assert page.links()["Mine"] == f"{QUEUE}?q=ortega&owner=none"


def test_an_own_view_belongs_to_one_person(client, people, nora_pages):
    form = {"name": "Mine", "query": "q=x"}
    assert "Mine" in nora_pages.follow(nora_pages.post(f"{QUEUE}/views", form, 303)).links()


@pytest.mark.parametrize("query", ["q=a\r\nSet-Cookie: x=1", "//evil.example", "x" * 4000])
def test_a_hostile_own_view_stays_a_list(theo_pages, query):
    form = {"name": "Mine", "query": query}
    answer = theo_pages.post(f"{QUEUE}/views", form, 303).response
    assert answer.location.startswith(QUEUE)
    assert "\n" not in answer.location


def test_a_view_without_a_name_is_refused_in_words(theo_pages):
    page = theo_pages.follow(theo_pages.post(f"{QUEUE}/views", {"name": " "}, 303))
    assert "Give the view a name" in page.text
