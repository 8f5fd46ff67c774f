"""Acts on several applications at once."""

from datetime import timedelta

import pytest

from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_rows
from compliance.credentialing.services import decisions
from compliance.credentialing.services.loading import load
from compliance.credentialing.views import selected
from compliance.db import session
from tests.conftest import TODAY
from tests.credentialing.desk import kinds
from tests.credentialing.queue.desk import KEY, QUEUE, many, on, ready, received, refs

pytestmark = pytest.mark.usefixtures("with_rules")


def test_selected_applications_are_assigned_after_a_look(theo_pages, people):
    numbers = [received(), received(), received()]
    look = theo_pages.post(f"{QUEUE}/assign", {"ids": numbers[:2]}, 200)
    assert look.heading == "Assign: 2 applications"
    form = {"ids": numbers[:2], "sure": "yes", "owner": people.olivia.id, "post_key": KEY}
    done = theo_pages.follow(theo_pages.post(f"{QUEUE}/assign", form, 303))
    assert "2 applications assigned." in done.text
    owners = {row.ref: row.owner_id for row in queue_rows(Filters(), Order(), on())}
    olivia = people.olivia.id
    assert owners == {"APP-1001": olivia, "APP-1002": olivia, "APP-1003": None}


def test_an_act_leads_back_to_the_list_it_was_begun_in(theo_pages, people):
    number = received(practice_name="Aspen")
    begun = {"ids": [number], "owner": people.theo.id, "practice": "Aspen", "sort": "-name"}
    there = f"{QUEUE}?owner={people.theo.id}&practice=Aspen&sort=-name"
    look = theo_pages.post(f"{QUEUE}/assign", begun, 200)
    assert look.links()["Cancel"] == there
    (query,) = [each.get("value") for each in look.all("input", name="list")]
    sure = {"ids": [number], "sure": "yes", "owner": people.olivia.id, "post_key": KEY}
    answer = theo_pages.post(f"{QUEUE}/assign", {**sure, "list": query}, 303).response
    assert answer.location == there
    assert [row.owner_id for row in queue_rows(Filters(), Order(), on())] == [people.olivia.id]


def test_a_double_click_assigns_once(theo_pages, people):
    form = {"ids": [received()], "sure": "yes", "owner": people.olivia.id, "post_key": KEY}
    theo_pages.follow(theo_pages.post(f"{QUEUE}/assign", form, 303))
    again = theo_pages.follow(theo_pages.post(f"{QUEUE}/assign", form, 303))
    assert "assigned." not in again.text


@pytest.mark.parametrize("path", ["assign", "committee", "notices/bulk"])
def test_what_one_act_does_not_take_is_said(theo_pages, monkeypatch, path):
    monkeypatch.setattr(selected, "MOST", 2)
    for days in (3, 1, 2):
        received(received_on=TODAY - timedelta(days=days))
    look = theo_pages.post(f"{QUEUE}/{path}", {"all_matching": "1"}, 200)
    assert "2 of 3 are selected, the first in the order of the list" in look.text
    assert "APP-1001" in look.text
    assert "APP-1002" not in look.text


def test_all_that_match_are_assigned_not_only_this_page(theo_pages, people):
    many(60)
    form = {"all_matching": "1", "view": "all"}
    assert theo_pages.post(f"{QUEUE}/assign", form, 200).heading == "Assign: 60 applications"


@pytest.mark.parametrize("ids", [[], ["nonsense"], ["99999999999999999999999"], ["4711"]])
def test_nothing_selected_says_so(theo_pages, ids):
    page = theo_pages.post(f"{QUEUE}/assign", {"ids": ids}, 200)
    assert "No application is selected" in page.text


def test_an_owner_who_is_none_is_refused(theo_pages, people):
    form = {"ids": [received()], "sure": "yes", "owner": people.nora.id, "post_key": KEY}
    assert "There is a problem" in theo_pages.post(f"{QUEUE}/assign", form, 200).text


@pytest.mark.parametrize("path", [f"{QUEUE}/assign", f"{QUEUE}/committee"])
def test_a_reader_assigns_and_lists_nothing(nora_pages, path):
    number = received()
    nora_pages.post(path, {"ids": [number], "sure": "yes", "post_key": KEY}, 403)
    assert kinds(number) == ["received"]


@pytest.mark.parametrize("path", [f"{QUEUE}/assign", f"{QUEUE}/committee", f"{QUEUE}/views"])
def test_a_stranger_posts_nothing(stranger_pages, path):
    assert "/login" in stranger_pages.post(path, {}).response.location


def test_complete_files_go_on_the_committee_list_and_the_rest_is_named(theo_pages):
    numbers = [ready(), received(), ready()]
    decisions.close(load(numbers[2], on()), "withdrawn", TODAY, "", on())
    session().commit()
    look = theo_pages.post(f"{QUEUE}/committee", {"ids": numbers}, 200)
    assert look.heading == "Add to committee list: 1 application"
    assert "APP-1002: not complete, or closed already" in look.text
    assert "APP-1003: not complete, or closed already" in look.text
    form = {"ids": numbers, "sure": "yes", "day": "2026-12-03", "post_key": KEY}
    done = theo_pages.follow(theo_pages.post(f"{QUEUE}/committee", form, 303))
    assert "1 application on the committee list." in done.text
    assert refs(states=("committee",)) == ["APP-1001"]


def test_the_committee_list_wants_a_day(theo_pages):
    form = {"ids": [ready()], "sure": "yes", "day": "2026-02-30", "post_key": KEY}
    page = theo_pages.post(f"{QUEUE}/committee", form, 200)
    assert "2026-02-30 is not a date" in page.text
