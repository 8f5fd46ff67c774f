"""What narrows the queue: filters, text, and addresses that say nothing."""

from datetime import date

import pytest

from compliance.core.states import ApplicationState
from compliance.credentialing.queries.offered import queue_choices
from tests.conftest import TODAY
from tests.credentialing.queue.desk import QUEUE, on, received, refs, shown

pytestmark = pytest.mark.usefixtures("with_rules")


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
    "query",
    ["owner=99999", "model=nonsense&practice=nonsense", "q=" + "x" * 5000, "due_within=99999"],
)
def test_what_nothing_matches_breaks_nothing(theo_pages, query):
    received()
    page = theo_pages.get(f"{QUEUE}?{query}")
    assert shown(page) == (["APP-1001"] if query.startswith("due_within") else [])


NONSENSE = {
    "view=nonsense": "There is no view “nonsense”.",
    "view=due": "There is no view “due”.",
    "stage=nonsense&stage=new": "There is no stage “nonsense”.",
    "owner=99999999999999999999999": "There is no owner “99999999999999999999999”.",
    "owner=%D9%A3": "There is no owner “٣”.",
    "due_within=soon": "“soon” is not a number of days.",
    "sort=-practice": "The list cannot be sorted by “practice”.",
    "view=" + "x" * 90: f"There is no view “{'x' * 40}…”.",
}


@pytest.mark.parametrize(("query", "said"), NONSENSE.items())
def test_what_an_address_asks_in_vain_is_named_and_left_out(theo_pages, query, said):
    received()
    page = theo_pages.get(f"{QUEUE}?{query}")
    assert "Part of this address was not understood and left out" in page.text
    assert said in page.text
    assert shown(page) == ["APP-1001"]


@pytest.mark.parametrize("path", [f"{QUEUE}.csv", f"{QUEUE}.xlsx"])
def test_a_file_is_not_made_of_a_guess(theo_pages, path):
    received()
    page = theo_pages.get(f"{path}?view=overdu&sort=practice", 422)
    assert "There is no view “overdu”." in page.text
    assert "The list cannot be sorted by “practice”." in page.text


def test_an_act_on_all_that_match_is_not_done_to_a_guess(theo_pages):
    received()
    page = theo_pages.post(f"{QUEUE}/assign?view=overdu", {"all_matching": "1"}, 422)
    assert "There is no view “overdu”." in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "1 open. Sorted by the clock that ends first."),
        ("?sort=name", "1 open. Sorted by last name, A to Z."),
        ("?sort=-name", "1 open. Sorted by last name, Z to A."),
        ("?sort=notice", "1 open. Sorted by notice, the first due first."),
        ("?sort=-decision", "1 open. Sorted by decision, the last due first."),
        ("?view=overdue", "0 overdue. The longest overdue first."),
        ("?view=unassigned", "1 of 1 open. Sorted by the clock that ends first."),
        ("?view=closed", "0 closed. Newest change first."),
        ("?view=closed&sort=name", "0 closed. Sorted by last name, A to Z."),
        ("?view=any&q=zz", "0 found for “zz”, open and closed. Sorted by the clock"),
        ("?q=zz&view=overdue", "0 of 0 overdue."),
    ],
)
def test_the_lede_says_how_many_and_in_which_order(theo_pages, query, said):
    received()
    assert said in theo_pages.get(f"{QUEUE}{query}").text


def test_a_chosen_value_that_is_not_offered_stands_in_its_chip(theo_pages):
    received(practice_name="Aspen")
    page = theo_pages.get(f"{QUEUE}?practice=Closed%20Down&due_within=5")
    assert "Practice: Closed Down" in page.text
    assert "Due: within 5 days" in page.text
    assert "due within 5 days" in page.text


def test_due_within_narrows_to_clocks_that_end_by_then(theo_pages):
    received(received_on=TODAY)
    received(received_on=date(2026, 11, 18))
    assert shown(theo_pages.get(f"{QUEUE}?due_within=1")) == ["APP-1002"]


@pytest.mark.parametrize("query", ["after=nonsense", "before=W10", "as_of=nonsense"])
def test_a_damaged_address_is_refused_in_words(theo_pages, query):
    page = theo_pages.get(f"{QUEUE}?{query}", 422)
    assert page.heading == "There is a problem"


def test_a_stage_of_states_and_one_unknown_keeps_the_known_one():
    received()
    assert refs(states=("nonsense", ApplicationState.NEW.value)) == ["APP-1001"]
