"""Taking back an entry: it counts no more, stays readable, and nothing is left hanging on it."""

import pytest

from compliance.core.errors import BadValue, NotNow
from compliance.core.facts import standing
from compliance.core.states import DeadlineState
from compliance.credentialing.services import completeness, decisions, upkeep
from compliance.credentialing.services.loading import Loaded
from compliance.credentialing.services.taking_back import (
    can_be_taken_back,
    preview_taking_back,
    take_back,
)
from compliance.occasions import Actor
from tests.conftest import TODAY
from tests.credentialing.services.desk import (
    MONDAY,
    WHY,
    again,
    approved,
    complete,
    deadline,
    facts,
    on,
    received,
    row_of,
)

pytestmark = pytest.mark.usefixtures("with_rules")


def last(loaded: Loaded, kind: str) -> int:
    return next(fact.id for fact in reversed(again(loaded).facts) if fact.kind == kind)


def offered(loaded: Loaded, *roles: str) -> set[str]:
    person = on()
    occasion = type(person)(Actor(1, "Theo", frozenset(roles)), person.now, TODAY, person.book)
    told = standing(again(loaded).facts)
    return {fact.kind for fact in told if can_be_taken_back(fact, occasion)}


def test_an_entry_taken_back_counts_no_more_and_stays_readable():
    loaded = approved()
    decided = last(loaded, "decided")
    take_back(again(loaded), decided, WHY, on())
    assert row_of(loaded).state == "verifying"
    assert deadline(loaded, "decision").state == DeadlineState.RUNNING
    assert decided in {fact.id for fact in again(loaded).facts}
    with pytest.raises(NotNow, match="does not stand"):
        take_back(again(loaded), decided, WHY, on())


def test_a_preview_shows_what_would_be_left_and_writes_nothing():
    loaded = received()
    completeness.find_incomplete(loaded, TODAY, ["release"], on())
    completeness.record_arrival(again(loaded), "release", MONDAY, on())
    before = facts(loaded)
    found = preview_taking_back(again(loaded), last(loaded, "item_arrived"), on())
    assert (found.state, found.decision) == ("incomplete", None)
    assert facts(loaded) == before


def test_an_entry_is_taken_back_with_a_reason_only():
    loaded = approved()
    with pytest.raises(BadValue, match="reason"):
        take_back(loaded, last(loaded, "decided"), "  ", on())


def test_the_receipt_itself_cannot_be_taken_back():
    loaded = received()
    with pytest.raises(NotNow, match="entered in error"):
        take_back(loaded, loaded.facts[0].id, WHY, on())


def test_nothing_is_taken_away_under_a_decision_or_an_activation():
    loaded = approved()
    with pytest.raises(NotNow, match="Take the decision back first"):
        take_back(loaded, last(loaded, "found_complete"), WHY, on())
    decisions.activate(loaded, TODAY, on())
    with pytest.raises(NotNow, match="Take the activation back first"):
        take_back(again(loaded), last(loaded, "decided"), WHY, on())


def test_taking_back_a_decision_or_an_end_is_for_those_who_may_reopen():
    loaded = approved()
    upkeep.note(loaded, "Called back.", on())
    assert offered(loaded, "credentialing") == {"found_complete", "note"}
    assert offered(loaded, "supervisor") == {"found_complete", "note", "decided"}
    withdrawn = complete()
    decisions.close(withdrawn, "withdrawn", TODAY, "", on())
    assert "withdrawn" not in offered(withdrawn, "credentialing")
