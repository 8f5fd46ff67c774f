"""Complete or not: reviews, arrivals, gaps."""

from datetime import date

import pytest

from compliance.core.errors import BadValue, NotNow
from compliance.core.states import DeadlineState
from compliance.credentialing.rules.clocks import at_risk_on
from compliance.credentialing.services import completeness
from tests.conftest import TODAY
from tests.credentialing.services.desk import (
    MONDAY,
    WHY,
    again,
    approved,
    complete,
    deadline,
    kinds,
    on,
    received,
    row_of,
)

pytestmark = pytest.mark.usefixtures("with_rules")


def test_found_complete_starts_the_decision_on_the_day_it_was_received():
    loaded = complete()
    row = row_of(loaded)
    assert (row.state, row.completed_on, row.step) == ("verifying", MONDAY, "send_notice")
    assert deadline(loaded, "decision").started_on == MONDAY


def test_found_incomplete_starts_no_decision():
    loaded = received()
    completeness.find_incomplete(loaded, TODAY, ["release", "malpractice"], on())
    row = row_of(loaded)
    assert (row.state, row.completed_on, row.missing_count) == ("incomplete", None, 2)


@pytest.mark.parametrize("items", [[], ["nonsense"], ["dea"]])
def test_only_items_that_this_role_needs_can_be_missing(items):
    loaded = received(role="LCSW")
    with pytest.raises(BadValue):
        completeness.find_incomplete(loaded, TODAY, items, on())
    assert kinds(loaded) == ["received"]


def test_the_last_arrival_starts_the_decision_on_its_day():
    loaded = received()
    completeness.find_incomplete(loaded, date(2026, 11, 18), ["release"], on())
    completeness.record_arrival(again(loaded), "release", date(2026, 11, 20), on())
    assert row_of(loaded).completed_on == date(2026, 11, 20)
    assert deadline(loaded, "decision").started_on == date(2026, 11, 20)


def test_a_caqh_profile_that_had_expired_on_arrival_completes_the_file_when_attested_again():
    """Worked example 17: received 14 Sep, attested again and released on 30 Sep."""
    september = date(2026, 9, 14)
    loaded = received(received_on=september)
    completeness.find_incomplete(loaded, september, ["caqh"], on())
    assert row_of(loaded).completed_on is None
    completeness.record_arrival(again(loaded), "caqh", date(2026, 9, 30), on())
    row = row_of(loaded)
    assert (row.completed_on, row.decision_due_on) == (date(2026, 9, 30), date(2026, 11, 25))
    assert row.decision_legal_on == date(2026, 11, 30)


def test_complete_is_refused_while_something_is_missing():
    loaded = received()
    completeness.find_incomplete(loaded, TODAY, ["release"], on())
    with pytest.raises(
        NotNow, match="1 of the items asked for has not arrived: Release and consent"
    ):
        completeness.find_complete(again(loaded), TODAY, on())


def test_what_is_not_needed_does_not_hold_a_file_up():
    loaded = received()
    completeness.find_incomplete(loaded, TODAY, ["release"], on())
    completeness.find_complete(again(loaded), TODAY, on(), not_needed=["release"])
    assert row_of(loaded).completed_on == MONDAY


def test_a_complete_file_cannot_simply_be_called_incomplete():
    with pytest.raises(NotNow, match="supervisor"):
        completeness.find_incomplete(complete(), TODAY, ["release"], on())


def test_reopened_as_incomplete_keeps_both_dates():
    loaded = complete()
    completeness.reopen_as_incomplete(loaded, ["release"], WHY, on())
    assert row_of(loaded).state == "incomplete"
    assert deadline(loaded, "decision").state == DeadlineState.VOID
    assert at_risk_on(again(loaded).story, on().book) == date(2027, 1, 15)
    completeness.record_arrival(again(loaded), "release", TODAY, on())
    assert deadline(loaded, "decision").started_on == TODAY
    assert at_risk_on(again(loaded).story, on().book) == date(2027, 1, 15)


@pytest.mark.parametrize("make", [received, approved])
def test_only_a_complete_open_file_is_reopened_as_incomplete(make):
    loaded = make()
    with pytest.raises(NotNow):
        completeness.reopen_as_incomplete(loaded, ["release"], WHY, on())
    assert "reopened" not in kinds(loaded)


def test_a_reopening_needs_its_reason():
    with pytest.raises(BadValue, match="reason"):
        completeness.reopen_as_incomplete(complete(), ["release"], " ", on())
