"""The queue in its order, page by page, on any day, in few statements."""

from datetime import date, timedelta

import pytest

from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_page, queue_rows
from compliance.credentialing.queries.neighbours import Neighbours, neighbours
from compliance.credentialing.services import decisions
from compliance.credentialing.services.loading import load
from compliance.db import session
from compliance.web import paging
from compliance.web.paging import Place, Way
from tests.conftest import TODAY
from tests.credentialing.queue.desk import QUEUE, many, on, received, refs, shown
from tests.makers.statements import statements_asked
from tests.web.page_client import PageClient

pytestmark = pytest.mark.usefixtures("with_rules")


def test_pages_lead_forward_back_and_to_the_end(theo_pages: PageClient):
    many()
    whole = [row.ref for row in queue_rows(Filters(), Order(), on())]
    first = theo_pages.get(QUEUE)
    second = theo_pages.get(first.links()["Next"])
    third = theo_pages.get(second.links()["Next"])
    assert shown(first) + shown(second) + shown(third) == whole
    assert "51 to 100 of 120" in second.text
    assert "Next" not in third.links()
    assert shown(theo_pages.get(third.links()["Previous"])) == shown(second)
    assert shown(theo_pages.get(second.links()["First"])) == shown(first)
    last = theo_pages.get(first.links()["Last"])
    assert shown(last) == whole[-50:]
    assert "71 to 120 of 120" in last.text


def test_more_than_are_counted_are_counted_when_asked(theo_pages: PageClient, monkeypatch):
    monkeypatch.setattr(paging.count_statement, "__defaults__", (50,))
    monkeypatch.setattr(paging.total_of, "__defaults__", (50,))
    many(60)
    page = theo_pages.get(f"{QUEUE}?sort=name")
    assert "1 to 50 of 50+" in page.text
    exact = theo_pages.get(page.links()["Count all"])
    assert "1 to 50 of 60" in exact.text
    assert "51 to 60 of 60" in theo_pages.get(exact.links()["Next"]).text


@pytest.mark.parametrize("sort", ["", "notice", "decision", "name", "-notice", "-name"])
def test_every_order_pages_through_all_rows_once(sort):
    many(70)
    order = Order(sort.removeprefix("-"), sort.startswith("-"))
    whole = [row.ref for row in queue_rows(Filters(), order, on())]
    backward = Order(order.sort, order.is_descending, Place(Way.LAST))
    assert len(set(whole)) == 70
    assert [row.ref for row in queue_page(Filters(), order, on()).rows] == whole[:50]
    assert [row.ref for row in queue_page(Filters(), backward, on()).rows] == whole[20:]


def test_a_column_head_turns_the_order_round(theo_pages: PageClient):
    received(last_name="Aalto")
    received(last_name="Zamora")
    assert shown(theo_pages.get(f"{QUEUE}?sort=name")) == ["APP-1001", "APP-1002"]
    page = theo_pages.get(f"{QUEUE}?sort=-name")
    assert shown(page) == ["APP-1002", "APP-1001"]
    heads = {each.get("aria-sort") for each in page.all("th")}
    assert "descending" in heads


def test_the_closed_come_newest_change_first():
    for days_ago in (3, 1, 2):
        number = received(received_on=TODAY - timedelta(days=9))
        day = TODAY - timedelta(days=days_ago)
        decisions.close(load(number, on()), "withdrawn", day, "", on())
    assert refs("closed") == ["APP-1002", "APP-1003", "APP-1001"]


def test_neighbours_of_a_list():
    numbers = [received(received_on=TODAY - timedelta(days=days)) for days in (20, 15, 10)]
    assert neighbours(numbers[0], Filters(), Order(), on()) == Neighbours(None, "APP-1002", 1, 3)
    assert neighbours(numbers[1], Filters(), Order(), on()) == Neighbours(
        "APP-1001", "APP-1003", 2, 3
    )
    assert neighbours(numbers[2], Filters(), Order(), on()) == Neighbours("APP-1002", None, 3, 3)
    assert neighbours(4711, Filters(), Order(), on()) == Neighbours()


def test_the_queue_of_another_day_as_known_then(theo_pages: PageClient):
    number = received(received_on=date(2026, 11, 9))
    decisions.close(load(number, on()), "withdrawn", date(2026, 11, 20), "", on())
    session().commit()
    assert shown(theo_pages.get(QUEUE)) == []
    assert shown(theo_pages.get(f"{QUEUE}?as_of=2026-11-19")) == ["APP-1001"]
    assert shown(theo_pages.get(f"{QUEUE}?as_of=2026-11-20")) == []
    assert shown(theo_pages.get(f"{QUEUE}?as_of=2026-11-08")) == []
    assert shown(theo_pages.get(f"{QUEUE}?as_of=2026-11-19&known_on=2026-11-23")) == []


def test_the_shell_takes_three_statements_and_the_queue_three_more(theo_pages):
    many(60)
    theo_pages.get(QUEUE)
    with statements_asked() as shell:
        theo_pages.get("/nothing-but-the-shell", 404)
    with statements_asked() as queue:
        theo_pages.get(QUEUE)
    assert len(shell) <= 3, "\n\n".join(shell)
    assert len(queue) <= 6, "\n\n".join(queue)


def test_no_number_of_rows_costs_more_statements(theo_pages):
    counts = []
    theo_pages.get(QUEUE)  # a process reads its rules once
    for more in (1, 49):
        many(more)
        with statements_asked() as asked:
            theo_pages.get(QUEUE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
