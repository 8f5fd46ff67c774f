"""A person's own views of the queue."""

import pytest

from tests.conftest import sign_in
from tests.credentialing.queue.desk import QUEUE
from tests.web.page_client import PageClient

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


def kept(pages, *names: str) -> dict[str, str]:
    """Keep views under the names and return the address of each one's form."""
    for name in names:
        pages.post(f"{QUEUE}/views", {"name": name, "query": "owner=none"}, 303)
    page = pages.get(f"{QUEUE}/views")
    forms = [each.get("action") for each in page.all("form") if "/views/" in each.get("action")]
    return dict(zip(sorted(names), forms, strict=True))


def test_own_views_have_no_buttons_while_another_day_is_looked_at(theo_pages):
    kept(theo_pages, "Mine")
    page = theo_pages.get(f"{QUEUE}/views?as_of=2026-11-23")
    assert "Mine" in page.text
    assert "Rename" not in page.text


def test_the_view_that_is_open_is_marked(theo_pages):
    kept(theo_pages, "Mine")
    page = theo_pages.get(f"{QUEUE}?owner=none&after=")
    current = [each.text for each in page.all("a", aria_current="true") if each.get("data-view")]
    assert current == ["Mine"]


def test_a_view_is_renamed(theo_pages):
    forms = kept(theo_pages, "Mine", "Other")
    page = theo_pages.follow(theo_pages.post(forms["Mine"], {"name": " My  desk "}, 303))
    assert "It is called “My desk” now." in page.text
    links = theo_pages.get(QUEUE).links()
    assert "My desk" in links
    assert "Mine" not in links


def test_two_views_do_not_share_a_name(theo_pages):
    forms = kept(theo_pages, "Mine", "Other")
    page = theo_pages.follow(theo_pages.post(forms["Mine"], {"name": "Other"}, 303))
    assert "Another of your views is called Other." in page.text


def test_a_view_is_removed(theo_pages):
    forms = kept(theo_pages, "Mine")
    page = theo_pages.follow(theo_pages.post(forms["Mine"], {"act": "remove"}, 303))
    assert "“Mine” is removed." in page.text
    assert "You have no views of your own" in page.text


def test_nobody_changes_the_view_of_somebody_else(client, people):
    hers = PageClient(sign_in(client, people.nora))
    form = kept(hers, "Mine")["Mine"]
    client.post("/logout")
    his = PageClient(sign_in(client, people.theo))
    page = his.follow(his.post(form, {"act": "remove"}, 303))
    assert "You have no such view." in page.text
