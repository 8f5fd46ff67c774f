"""The queue in the browser: views, filters, order, pages, downloads, bulk acts, own views."""

import csv
import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from compliance.core.states import ApplicationState
from compliance.credentialing.queries.lists import (
    Filters,
    Order,
    queue_counts,
    queue_page,
    queue_rows,
)
from compliance.credentialing.queries.neighbours import neighbours
from compliance.credentialing.queries.offered import queue_choices
from compliance.credentialing.services import completeness, decisions
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.receive import receive_applications
from compliance.db import session
from compliance.web.paging import Place, Way
from tests.conftest import TODAY, occasion
from tests.makers.applications import make_application, make_received
from tests.makers.statements import statements_asked
from tests.web.page_client import Page, PageClient

pytestmark = pytest.mark.usefixtures("with_rules")
QUEUE = "/applications"


def on(today: date = TODAY):
    return occasion(today)


def received(**matters) -> int:
    number = make_application(on(), **matters)
    session().commit()
    return number


def shown(page: Page) -> list[str]:
    """Return the references of the rows, in order."""
    subs = [each.text or "" for each in page.all("span", css="sub")]
    return [text.split(",")[0] for text in subs if text.startswith("APP-")]


def refs(view: str = "all", **more) -> list[str]:
    return [row.ref for row in queue_rows(Filters(view=view, **more), Order(), on())]


# Who may see it


def test_everybody_on_the_staff_reads_the_queue(nora_pages: PageClient):
    received()
    page = nora_pages.get(QUEUE)
    assert shown(page) == ["APP-1001"]
    assert "Add application" not in page.links()
    assert not page.all("form", id="bulk")


def test_a_worker_finds_the_acts(theo_pages: PageClient):
    received()
    page = theo_pages.get(QUEUE)
    assert page.links()["Add application"] == "/applications/new"
    words = [each.get("formaction") for each in page.all("button") if each.get("formaction")]
    assert "/applications/assign" in words


@pytest.mark.parametrize("path", [QUEUE, f"{QUEUE}.csv", f"{QUEUE}.xlsx"])
def test_a_stranger_is_sent_to_sign_in(stranger_pages: PageClient, path):
    assert "/login" in stranger_pages.get(path, 302).response.location


# Empty


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


# Views


def test_each_view_holds_what_its_name_says():
    waiting = received(received_on=TODAY)
    completeness.find_incomplete(load(waiting, on()), TODAY, ["release"], on())
    late = received(received_on=date(2026, 11, 1), role="ASW", owner_id=None)
    ready = received(received_on=date(2026, 10, 1))
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


# Filters


def test_filters_narrow_together(people):
    received(owner_id=people.olivia.id, model="pcbh", practice_name="Aspen")
    received(owner_id=people.olivia.id, model="cocm", practice_name="Birch")
    received(model="pcbh", practice_name="Aspen")
    olivia = str(people.olivia.id)
    assert refs(owners=(olivia,)) == ["APP-1001", "APP-1002"]
    assert refs(owners=("none",)) == ["APP-1003"]
    assert refs(owners=("none", olivia)) == ["APP-1001", "APP-1002", "APP-1003"]
    assert refs(models=("pcbh",), practices=("Aspen",)) == ["APP-1001", "APP-1003"]
    assert refs(states=("new",)) == ["APP-1001", "APP-1002", "APP-1003"]
    assert refs(states=("committee",)) == []
    assert refs(due_within=0) == []
    offered = queue_choices(on())
    assert offered.owners == ((olivia, "Olivia Ortega"),)
    assert offered.practices == ("Aspen", "Birch")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ortega", True),
        ("Maricela Ortega", True),
        ("ORTEGA-RUIZ", True),
        ("ortega-ruiz, mar", True),
        ("2000000010", True),
        ("200000001", False),
        ("app-1001", True),
        ("cedar", True),
        ("%", False),
        ("_", False),
        ("\\", False),
        ("Ortega Caleb", False),
    ],
)
def test_the_text_filter_finds_names_npi_reference_and_practice(text, found):
    name = {"first_name": "Maricela", "last_name": "Ortega-Ruiz"}
    received(**name, npi="2000000010", practice_name="Cedar Flat")
    assert bool(refs(text=text)) == found


def test_a_reference_of_a_file_is_found_as_it_is_written():
    received(ref="tern-7b")
    assert refs(text="tern-7b") == ["tern-7b"]


@pytest.mark.parametrize(
    "query",
    [
        "owner=99999999999999999999999",
        "owner=%D9%A3",
        "stage=nonsense",
        "view=nonsense",
        "due_within=nonsense",
        "sort=nonsense",
        "model=nonsense&practice=nonsense",
        "q=" + "x" * 5000,
    ],
)
def test_nonsense_in_the_address_narrows_to_nothing_and_breaks_nothing(theo_pages, query):
    received()
    theo_pages.get(f"{QUEUE}?{query}")


@pytest.mark.parametrize("query", ["after=nonsense", "before=W10", "as_of=nonsense"])
def test_a_damaged_address_is_refused_in_words(theo_pages, query):
    page = theo_pages.get(f"{QUEUE}?{query}", 422)
    assert page.heading == "There is a problem"


def test_a_stage_of_states_and_one_unknown_keeps_the_known_one():
    received()
    assert refs(states=("nonsense", ApplicationState.NEW.value)) == ["APP-1001"]


# Order and pages


def many(count: int = 120) -> None:
    days = (TODAY - timedelta(days=number % 30) for number in range(count))
    receive_applications([make_received(on(), received_on=day) for day in days], on())
    session().commit()


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
    assert neighbours(numbers[0], Filters(), Order(), on()) == (None, "APP-1002")
    assert neighbours(numbers[1], Filters(), Order(), on()) == ("APP-1001", "APP-1003")
    assert neighbours(numbers[2], Filters(), Order(), on()) == ("APP-1002", None)
    assert neighbours(4711, Filters(), Order(), on()) == (None, None)


# Any day


def test_the_queue_of_another_day_as_known_then(theo_pages: PageClient):
    number = received(received_on=date(2026, 11, 9))
    decisions.close(load(number, on()), "withdrawn", date(2026, 11, 20), "", on())
    session().commit()
    assert shown(theo_pages.get(QUEUE)) == []
    assert shown(theo_pages.get(f"{QUEUE}?as_of=2026-11-19")) == ["APP-1001"]
    assert shown(theo_pages.get(f"{QUEUE}?as_of=2026-11-20")) == []
    assert shown(theo_pages.get(f"{QUEUE}?as_of=2026-11-08")) == []
    assert shown(theo_pages.get(f"{QUEUE}?as_of=2026-11-19&known_on=2026-11-23")) == []


# Downloads


def test_the_csv_says_its_day_and_makes_formulas_harmless(theo_pages: PageClient):
    received(last_name='=HYPERLINK("http://x.example")', practice_name="@practice")
    answer = theo_pages.get(f"{QUEUE}.csv").response
    lines = list(csv.reader(io.StringIO(answer.text)))
    assert lines[0] == ["Applications as of Tue 24 Nov 2026, as known on Tue 24 Nov 2026"]
    row = dict(zip(lines[1], lines[2], strict=True))
    assert row["last_name"] == '\'=HYPERLINK("http://x.example")'
    assert row["practice_name"] == "'@practice"
    assert (row["application_ref"], row["received_on"]) == ("APP-1001", "2026-11-20")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="applications.csv"'


def test_the_workbook_holds_text_and_dates_and_no_formula(theo_pages: PageClient):
    received(last_name='=HYPERLINK("http://x.example")')
    answer = theo_pages.get(f"{QUEUE}.xlsx").response
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    lines = sheet.to_python()
    assert lines[0][0].startswith("Applications as of Tue 24 Nov 2026")
    assert '=HYPERLINK("http://x.example")' in lines[2]
    assert date(2026, 11, 20) in lines[2]


def test_downloads_keep_the_filters_and_leave_the_page(theo_pages: PageClient):
    many(60)
    received(last_name="Zamora")
    page = theo_pages.get(f"{QUEUE}?q=zamora")
    lines = theo_pages.get(page.links()["CSV, these filters"]).response.text.splitlines()
    assert len(lines) == 3
    second = theo_pages.get(theo_pages.get(QUEUE).links()["Next"])
    assert second.links()["CSV, these filters"] == f"{QUEUE}.csv"


# On several at once


KEY = "a-key-of-this-form"


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
    nora_pages.post(path, {"ids": [received()], "sure": "yes", "post_key": KEY}, 403)


@pytest.mark.parametrize("path", [f"{QUEUE}/assign", f"{QUEUE}/committee", f"{QUEUE}/views"])
def test_a_stranger_posts_nothing(stranger_pages, path):
    assert "/login" in stranger_pages.post(path, {}).response.location


def ready() -> int:
    number = received()
    completeness.find_complete(load(number, on()), TODAY, on())
    session().commit()
    return number


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


# Own views


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


# What it costs


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
    for more in (1, 49):
        many(more)
        with statements_asked() as asked:
            theo_pages.get(QUEUE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
