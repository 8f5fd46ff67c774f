"""The queue in the browser: who sees it, what an empty one says, what each view holds."""

from datetime import date

import pytest

from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_counts, queue_rows
from compliance.credentialing.services import completeness, decisions
from compliance.credentialing.services.loading import load
from tests.conftest import TODAY
from tests.credentialing.queue.desk import QUEUE, on, received, refs, shown
from tests.web.page_client import PageClient

pytestmark = pytest.mark.usefixtures("with_rules")


def test_everybody_on_the_staff_reads_the_queue(nora_pages: PageClient):
    received()
    page = nora_pages.get(QUEUE)
    assert shown(page) == ["APP-1001"]
    assert "Add application" not in page.links()
    assert not page.all("form", id="bulk")
    assert "Next step" not in [each.text for each in page.all("th")]


def test_a_worker_finds_the_acts(theo_pages: PageClient):
    received()
    page = theo_pages.get(QUEUE)
    assert page.links()["Add application"] == "/applications/new"
    words = [each.get("formaction") for each in page.all("button") if each.get("formaction")]
    assert "/applications/assign" in words
    assert "Next step" in [each.text for each in page.all("th")]


@pytest.mark.parametrize("path", [QUEUE, f"{QUEUE}.csv", f"{QUEUE}.xlsx"])
def test_a_stranger_is_sent_to_sign_in(stranger_pages: PageClient, path):
    assert "/login" in stranger_pages.get(path, 302).response.location


def test_an_empty_queue_says_how_to_begin(theo_pages: PageClient):
    page = theo_pages.get(QUEUE)
    assert "Add the first application" in page.text


def test_an_empty_queue_offers_a_reader_nothing_to_add(nora_pages: PageClient):
    page = nora_pages.get(QUEUE)
    assert "Add the first application" in page.text
    assert "/applications/new" not in page.links().values()


def test_a_filter_that_matches_nothing_names_itself_and_its_way_out(theo_pages: PageClient):
    received()
    page = theo_pages.get(f"{QUEUE}?q=nobody&view=overdue")
    assert "No application matches" in page.text
    assert "text nobody" in page.text
    assert page.links()["Clear filters"] == f"{QUEUE}?view=overdue"


def test_an_empty_view_leads_back(theo_pages: PageClient):
    received()
    page = theo_pages.get(f"{QUEUE}?view=closed")
    assert page.links()["See all open"] == QUEUE


def test_each_view_holds_what_its_name_says():
    waiting = received(received_on=TODAY, role="LCSW")
    completeness.find_incomplete(load(waiting, on()), TODAY, ["release"], on())
    late = received(received_on=date(2026, 11, 1), role="ASW", owner_id=None)
    ready = received(received_on=date(2026, 10, 1), role="LCSW")
    completeness.find_complete(load(ready, on()), TODAY, on())
    closed = received(received_on=TODAY)
    decisions.close(load(closed, on()), "withdrawn", TODAY, "", on())
    assert refs("all") == ["APP-1003", "APP-1002", "APP-1001"]
    assert refs("overdue") == ["APP-1003", "APP-1002"]
    assert refs("notice") == ["APP-1003", "APP-1002", "APP-1001"]
    assert refs("decision") == ["APP-1003"]
    assert refs("waiting") == ["APP-1001"]
    assert refs("associates") == ["APP-1002"]
    assert refs("closed") == ["APP-1004"]
    assert refs("unassigned") == ["APP-1003", "APP-1002", "APP-1001"]
    counts, matching = queue_counts(Filters(view="waiting"), on())
    assert (counts["all"].number, counts["overdue"].number, matching.number) == (3, 2, 1)
    assert late


@pytest.mark.parametrize(
    ("today", "is_overdue"),
    [(date(2026, 12, 1), False), (date(2026, 12, 2), True)],
)
def test_overdue_begins_on_the_day_after_the_legal_limit(today, is_overdue):
    received(received_on=date(2026, 11, 18))
    found = queue_rows(Filters(view="overdue"), Order(), on(today))
    assert bool(found) == is_overdue


@pytest.mark.parametrize(
    ("today", "is_overdue"),
    [(date(2026, 11, 23), False), (date(2026, 11, 24), True)],
)
def test_where_no_law_sets_a_limit_overdue_begins_after_our_date(today, is_overdue):
    told = {"said": "incomplete", "notice_sent_on": date(2026, 11, 3)}
    number = received(received_on=date(2026, 11, 2), **told)
    completeness.record_arrival(load(number, on()), "unspecified", date(2026, 11, 16), on())
    row = queue_rows(Filters(), Order(), on())[0]
    assert (row.notice_kind, row.notice_due_on) == ("second_notice", date(2026, 11, 23))
    assert bool(queue_rows(Filters(view="overdue"), Order(), on(today))) == is_overdue


@pytest.mark.parametrize(("today", "is_in"), [(15, False), (16, True), (23, True), (30, True)])
def test_the_notice_view_reaches_seven_days(today, is_in):
    received(received_on=date(2026, 11, 16))
    found = queue_rows(Filters(view="notice"), Order(), on(date(2026, 11, today)))
    assert bool(found) == is_in
