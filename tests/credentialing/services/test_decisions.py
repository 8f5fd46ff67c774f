"""Deciding and ending, and what each does to the clocks."""

from datetime import date, timedelta

import pytest

from compliance.core.errors import BadValue, NotNow
from compliance.core.states import DeadlineState
from compliance.credentialing.services import completeness, decisions
from compliance.db import session
from compliance.deadlines.models import Deadline
from tests.conftest import TODAY
from tests.credentialing.services.desk import (
    MONDAY,
    WHY,
    again,
    approved,
    complete,
    deadline,
    facts,
    kinds,
    on,
    open_alerts,
    received,
    row_of,
)
from tests.makers.people import make_person

pytestmark = pytest.mark.usefixtures("with_rules")


def test_a_decision_meets_its_clock_and_closes_its_alerts():
    olivia = make_person("Olivia Ortega", on(), "credentialing", "supervisor")
    loaded = complete(owner_id=olivia.id)
    decisions.record_decision(loaded, "approved", TODAY, on())
    row = row_of(loaded)
    assert (row.state, row.decided_on, row.is_open) == ("approved", TODAY, False)
    assert deadline(loaded, "decision").state == DeadlineState.MET
    assert deadline(loaded, "completeness_notice").state == DeadlineState.VOID
    assert deadline(loaded, "activation").started_on == TODAY
    about = {session().get_one(Deadline, each.deadline_id).kind for each in open_alerts(loaded)}
    assert about <= {"activation"}


@pytest.mark.parametrize(
    ("make", "day", "error"),
    [
        (received, TODAY, NotNow),
        (approved, TODAY, NotNow),
        (complete, MONDAY - timedelta(days=1), BadValue),
        (complete, TODAY + timedelta(days=1), BadValue),
    ],
)
def test_a_decision_that_cannot_be_is_refused(make, day, error):
    loaded = make()
    before = facts(loaded)
    with pytest.raises(error):
        decisions.record_decision(loaded, "denied", day, on())
    assert facts(loaded) == before


def test_a_decision_past_the_limit_asks_for_its_reason():
    loaded = complete(received_on=date(2026, 9, 1))
    limit = loaded.snapshot.decision.due.legal_on
    decisions.record_decision(complete(received_on=date(2026, 9, 1)), "denied", limit, on())
    with pytest.raises(BadValue, match="late"):
        decisions.record_decision(loaded, "denied", limit + timedelta(days=1), on())
    decisions.record_decision(loaded, "denied", limit + timedelta(days=1), on(), why=WHY)
    assert again(loaded).facts[-1].why == WHY


def test_the_committee_list_wants_a_complete_file():
    with pytest.raises(NotNow):
        decisions.send_to_committee(received(), TODAY, on())
    loaded = complete()
    decisions.send_to_committee(loaded, TODAY + timedelta(days=9), on())
    assert row_of(loaded).state == "committee"


def test_a_deferral_leaves_the_clock_running():
    loaded = complete()
    decisions.defer(loaded, TODAY, WHY, on())
    assert row_of(loaded).state == "deferred"
    assert deadline(loaded, "decision").state == DeadlineState.RUNNING
    with pytest.raises(BadValue):
        decisions.defer(again(loaded), TODAY, "", on())


def test_an_approved_provider_is_activated_once():
    loaded = approved()
    decisions.activate(loaded, TODAY, on())
    assert row_of(loaded).state == "activated"
    assert deadline(loaded, "activation").state == DeadlineState.MET
    with pytest.raises(NotNow, match="active since"):
        decisions.activate(again(loaded), TODAY, on())


def test_nobody_is_active_before_the_approval():
    with pytest.raises(BadValue, match="before the approval"):
        decisions.activate(approved(), TODAY - timedelta(days=1), on())


@pytest.mark.parametrize("make", [received, complete])
def test_only_an_approved_provider_is_activated(make):
    with pytest.raises(NotNow):
        decisions.activate(make(), TODAY, on())


@pytest.mark.parametrize("kind", ["withdrawn", "not_eligible", "void"])
def test_an_end_voids_every_clock(kind):
    loaded = complete()
    decisions.close(loaded, kind, TODAY, WHY, on())
    row = row_of(loaded)
    assert (row.state, row.is_open, row.soonest_on) == (kind, False, date(9999, 12, 31))
    assert {deadline(loaded, name).state for name in ("completeness_notice", "decision")} == {
        DeadlineState.VOID
    }
    assert open_alerts(loaded) == []


@pytest.mark.parametrize("kind", ["closed", "not_eligible", "void"])
def test_the_plan_closes_a_file_with_a_reason_only(kind):
    with pytest.raises(BadValue, match="reason"):
        decisions.close(received(), kind, TODAY, "", on())


def test_silence_closes_a_file_on_its_day_and_not_before():
    told = {"said": "incomplete", "notice_sent_on": date(2026, 10, 7)}
    loaded = received(received_on=date(2026, 10, 5), **told)
    said = (
        "told on 7 Oct 2026 what is missing and has 30 calendar days to answer. "
        "Close it on 7 Nov 2026 or later. Source: Product default, "
        "credentialing.close_without_answer_days."
    )
    with pytest.raises(BadValue, match=said) as refused:
        decisions.close(loaded, "closed", date(2026, 11, 6), WHY, on())
    assert refused.value.field == "day"
    decisions.close(loaded, "closed", date(2026, 11, 7), WHY, on())
    assert row_of(loaded).state == "closed"


def test_no_answer_is_waited_for_where_nothing_was_asked():
    with pytest.raises(NotNow, match="not told of anything that is missing"):
        decisions.close(received(), "closed", TODAY, WHY, on())


def test_an_applicant_withdraws_without_one_but_not_twice():
    loaded = received()
    decisions.close(loaded, "withdrawn", TODAY, "", on())
    with pytest.raises(NotNow, match="Reopen it first"):
        decisions.close(again(loaded), "void", TODAY, WHY, on())


def test_reopened_runs_again_from_the_old_starts():
    loaded = complete()
    decisions.close(loaded, "withdrawn", TODAY, "", on())
    completeness.reopen(again(loaded), WHY, on())
    assert row_of(loaded).state == "verifying"
    running = deadline(loaded, "decision")
    assert (running.state, running.started_on) == (DeadlineState.RUNNING, MONDAY)
    with pytest.raises(NotNow, match="is open"):
        completeness.reopen(again(loaded), WHY, on())


def test_the_right_decision_can_be_entered_after_a_reopening_with_its_own_day():
    loaded = complete()
    decisions.record_decision(loaded, "denied", date(2026, 11, 20), on(date(2026, 11, 20)))
    completeness.reopen(again(loaded), WHY, on(date(2026, 11, 23)))
    decisions.record_decision(again(loaded), "approved", date(2026, 11, 20), on())
    assert (row_of(loaded).state, row_of(loaded).decided_on) == ("approved", date(2026, 11, 20))


def test_a_duplicate_goes_into_the_earlier_file():
    first, second = received(), received(received_on=date(2026, 11, 18))
    decisions.merge(second, first, "APP-1001", WHY, on())
    assert row_of(second).state == "merged"
    assert deadline(second, "completeness_notice").state == DeadlineState.VOID
    assert row_of(first).state == "new"
    assert again(second).story.merged_into == "APP-1001"


def test_no_clock_starts_late_by_a_merger():
    first, second = received(), received(received_on=date(2026, 11, 18))
    with pytest.raises(NotNow, match="later one into the earlier"):
        decisions.merge(first, second, "APP-1002", WHY, on())
    with pytest.raises(BadValue, match="itself"):
        decisions.merge(first, first, "APP-1001", WHY, on())
    with pytest.raises(BadValue, match="reason"):
        decisions.merge(second, first, "APP-1001", "", on())


def test_nothing_is_merged_into_a_file_that_nobody_works_on():
    first, second = received(), received(received_on=date(2026, 11, 18))
    decisions.close(first, "void", TODAY, WHY, on())
    with pytest.raises(NotNow, match="Entered in error"):
        decisions.merge(second, again(first), "APP-1001", WHY, on())


def test_a_file_nobody_has_looked_at_is_not_deferred():
    loaded = received()
    with pytest.raises(NotNow, match="is not complete, so there is no decision to put off"):
        decisions.defer(loaded, TODAY, WHY, on())
    assert kinds(loaded) == ["received"]
