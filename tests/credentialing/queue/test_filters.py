"""What narrows the queue: filters, text, and addresses that say nothing."""

import pytest

from compliance.core.states import ApplicationState
from compliance.credentialing.queries.offered import queue_choices
from tests.credentialing.queue.desk import QUEUE, on, received, refs

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
