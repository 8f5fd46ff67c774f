"""Overdue is one thing: any running clock past its limit, counted alike wherever it is shown."""

from datetime import date, timedelta

import pytest

from compliance.credentialing.queries.filters import LATE_VIEWS, Filters
from compliance.credentialing.queries.lists import Order, queue_counts, queue_rows
from compliance.credentialing.services import completeness, decisions
from compliance.credentialing.services.loading import load
from compliance.db import session
from compliance.deadlines.queries import AlertView, alert_rows, closed_stats, due_items
from compliance.deadlines.services import sweep
from compliance.occasions import Actor
from compliance.today.queries import header_facts
from compliance.today.rules import is_past_legal
from tests.conftest import TODAY, occasion
from tests.credentialing.queue.desk import QUEUE, on, received, refs, shown
from tests.web.page_client import PageClient

pytestmark = pytest.mark.usefixtures("with_rules")


def approved(decided_on: date, **matters) -> int:
    number = received(received_on=date(2026, 9, 1), **matters)
    completeness.find_complete(load(number, on()), date(2026, 9, 2), on())
    decisions.record_decision(load(number, on()), "approved", decided_on, on(), why="late")
    session().commit()
    return number


@pytest.fixture
def desk(people):
    """Return Olivia, who owns a late notice, decision and activation, and three in time."""
    hers = {"owner_id": people.olivia.id}
    received(received_on=date(2026, 11, 1), **hers)
    late = received(
        received_on=date(2026, 8, 1), said="complete", notice_sent_on=date(2026, 8, 3), **hers
    )
    completeness.find_complete(load(late, on()), date(2026, 8, 3), on())
    approved(date(2026, 10, 20), **hers)
    approved(TODAY - timedelta(days=3), **hers)
    received(received_on=TODAY, **hers)
    decisions.activate(load(approved(date(2026, 10, 1), **hers), on()), date(2026, 10, 2), on())
    session().commit()
    return Actor(people.olivia.id, people.olivia.name, frozenset({"supervisor"}))


OVERDUE = {"APP-1001", "APP-1002", "APP-1003"}


def test_every_place_that_counts_overdue_counts_the_same(desk):
    hers = occasion(actor=desk)
    sweep(hers)
    session().commit()
    counts, _ = queue_counts(Filters(), hers)
    items = [each for each in due_items(hers, "mine") if is_past_legal(each, TODAY)]
    open_alerts = alert_rows(AlertView.OPEN, hers)
    assert set(refs("overdue")) == OVERDUE
    assert counts["overdue"].number == header_facts(hers).applications.overdue == len(items) == 3
    assert {each.ref for each in items} == OVERDUE
    assert {each.ref for each in open_alerts if each.state == "past_legal"} == OVERDUE


def test_the_pages_show_that_number_too(desk, olivia_pages: PageClient):
    assert shown(olivia_pages.get(f"{QUEUE}?view=overdue")) == ["APP-1002", "APP-1003", "APP-1001"]
    today = olivia_pages.get("/")
    assert "3 overdue." in today.text
    assert "Applications3 overdue" in today.text


def test_due_within_a_week_counts_an_activation_too(desk):
    soon = {row.ref for row in queue_rows(Filters(view="due"), Order(), on())}
    assert soon == OVERDUE | {"APP-1004", "APP-1005"}


def test_the_row_of_an_overdue_activation_says_so(desk, olivia_pages: PageClient):
    page = olivia_pages.get(f"{QUEUE}?view=overdue")
    assert "Activation 25 days overdue" in page.text
    assert "3 overdue, approved files with a late activation included." in page.text
    assert "Record activation" in page.links()


@pytest.mark.parametrize("view", ["late_notice", "late_decision"])
def test_a_figure_of_today_leads_to_as_many_as_it_counts(desk, olivia_pages: PageClient, view):
    stats = closed_stats(on(), LATE_VIEWS[view])
    late = stats.of_legal - stats.by_legal
    assert late > 0
    links = [each for each in olivia_pages.get("/").all("a") if f"view={view}" in each.get("href")]
    assert [each.text for each in links] == [f"{late} late"]
    page = olivia_pages.get(links[0].get("href"))
    assert len(shown(page)) == late
    assert f"{late} with a" in page.text


def test_an_activated_provider_is_overdue_nowhere(desk):
    assert "APP-1006" not in refs("overdue")
