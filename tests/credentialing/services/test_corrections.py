"""Corrections: what takes the place of what, and what it moves."""

from datetime import date, timedelta

import pytest

from compliance.core.errors import BadValue, NotNow
from compliance.core.states import DeadlineState
from compliance.credentialing.services import completeness, decisions
from compliance.credentialing.services.corrections import (
    DateCorrection,
    correct_date,
    correct_values,
    preview_correction,
)
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


def corrected(which: str, day: date, why: str = WHY) -> DateCorrection:
    return DateCorrection(which, day, why)


def test_a_receipt_set_right_moves_both_clocks_and_keeps_the_old_one_readable():
    loaded = complete()
    correct_date(loaded, corrected("received_on", date(2026, 11, 13)), on())
    row = row_of(loaded)
    assert (row.received_on, row.completed_on) == (date(2026, 11, 13), date(2026, 11, 13))
    assert deadline(loaded, "completeness_notice").due_on == date(2026, 11, 20)
    assert deadline(loaded, "decision").due_on == date(2027, 1, 12)
    old, new = [fact for fact in again(loaded).facts if fact.kind == "received"]
    assert (old.happened_on, new.happened_on) == (MONDAY, date(2026, 11, 13))
    assert (new.supersedes_id, new.why) == (old.id, WHY)


def test_a_preview_shows_both_clocks_and_writes_nothing():
    loaded = complete()
    before = facts(loaded)
    shown = preview_correction(loaded, corrected("received_on", date(2026, 11, 13)), on())
    assert shown.decision.due.due_on == date(2027, 1, 12)
    assert facts(loaded) == before
    assert row_of(loaded).received_on == MONDAY


def test_a_correction_needs_its_reason():
    with pytest.raises(BadValue, match="reason"):
        correct_date(received(), corrected("received_on", date(2026, 11, 13), ""), on())


@pytest.mark.parametrize(
    ("make", "which", "day", "said"),
    [
        (received, "received_on", TODAY + timedelta(days=1), "after today"),
        (approved, "received_on", TODAY + timedelta(days=1), "after today"),
        (approved, "decided_on", MONDAY - timedelta(days=1), "before it was received"),
    ],
)
def test_a_date_that_cannot_be_is_refused(make, which, day, said):
    loaded = make()
    before = facts(loaded)
    with pytest.raises(BadValue, match=said):
        correct_date(loaded, corrected(which, day), on())
    assert facts(loaded) == before


def test_a_receipt_cannot_move_past_what_followed_it():
    loaded = received(
        said="complete",
        decision="denied",
        notice_sent_on=date(2026, 11, 17),
        completed_on=date(2026, 11, 18),
        decided_on=date(2026, 11, 20),
    )
    for day in (date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 23)):
        with pytest.raises(BadValue, match="before it was received"):
            correct_date(loaded, corrected("received_on", day), on())
    correct_date(loaded, corrected("received_on", date(2026, 11, 17)), on())


def test_a_decision_cannot_move_before_completion_nor_an_activation_before_it():
    loaded = received(completed_on=date(2026, 11, 18), decided_on=TODAY, decision="approved")
    with pytest.raises(BadValue, match="before it was complete"):
        correct_date(loaded, corrected("decided_on", date(2026, 11, 17)), on())
    decisions.activate(loaded, TODAY, on())
    with pytest.raises(BadValue, match="before it was decided"):
        correct_date(again(loaded), corrected("activated_on", date(2026, 11, 23)), on())


@pytest.mark.parametrize("which", ["completed_on", "notice_sent_on", "decided_on", "nonsense"])
def test_a_date_that_was_never_recorded_cannot_be_corrected(which):
    with pytest.raises(NotNow, match="nothing to correct"):
        correct_date(received(), corrected(which, TODAY), on())


def test_a_file_complete_on_receipt_is_corrected_by_its_receipt():
    with pytest.raises(NotNow, match="on receipt, 16 Nov 2026"):
        correct_date(complete(), corrected("completed_on", TODAY), on())


def test_a_declared_day_of_completion_can_be_corrected():
    loaded = received(completed_on=date(2026, 11, 18))
    correct_date(loaded, corrected("completed_on", date(2026, 11, 19)), on())
    assert row_of(loaded).completed_on == date(2026, 11, 19)
    assert again(loaded).story.is_declared


def test_the_arrival_that_completed_the_file_is_the_one_corrected():
    loaded = received()
    completeness.find_incomplete(loaded, MONDAY, ["release", "malpractice"], on())
    completeness.record_arrival(again(loaded), "malpractice", date(2026, 11, 20), on())
    completeness.record_arrival(again(loaded), "release", date(2026, 11, 18), on())
    correct_date(again(loaded), corrected("completed_on", date(2026, 11, 19)), on())
    assert again(loaded).story.arrived["malpractice"] == date(2026, 11, 19)


def test_of_two_decisions_the_one_that_stands_is_corrected():
    loaded = complete()
    decisions.record_decision(loaded, "denied", date(2026, 11, 19), on(date(2026, 11, 20)))
    completeness.reopen(again(loaded), WHY, on(date(2026, 11, 23)))
    decisions.record_decision(again(loaded), "approved", TODAY, on())
    correct_date(again(loaded), corrected("decided_on", date(2026, 11, 23)), on())
    assert (row_of(loaded).state, row_of(loaded).decided_on) == ("approved", date(2026, 11, 23))


def test_values_set_right_change_the_row_and_keep_the_old_ones_readable():
    loaded = received(npi="2000000011", last_name="Olayan")
    correct_values(loaded, {"npi": "2000000010", "last_name": "Oyelaran"}, WHY, on())
    row = row_of(loaded)
    assert (row.npi, row.last_name, row.problem_count) == ("2000000010", "Oyelaran", 0)
    assert "Oyelaran" in deadline(loaded, "completeness_notice").label
    assert again(loaded).facts[0].payload["last_name"] == "Olayan"


def test_a_class_set_right_runs_the_other_clocks():
    loaded = received(role="MD")
    correct_values(loaded, {"provider_class": "non_bh"}, WHY, on())
    assert deadline(loaded, "completeness_notice").state == DeadlineState.VOID
    assert deadline(loaded, "general_notice").state == DeadlineState.RUNNING


def test_nothing_is_recorded_where_nothing_changes():
    loaded = received()
    correct_values(loaded, loaded.story.entry.as_payload(), WHY, on())
    assert facts(loaded) == 1


def test_a_last_name_cannot_be_taken_away():
    with pytest.raises(BadValue, match="last name"):
        correct_values(received(), {"last_name": " "}, WHY, on())
