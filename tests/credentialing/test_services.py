"""The verbs of the desk on real tables: what each writes, refuses, and does to the clocks."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from compliance.core.errors import BadFile, BadValue, Conflict, NotFound, NotNow
from compliance.core.states import DeadlineState
from compliance.credentialing.models import ApplicationRef, ApplicationRow, SavedView
from compliance.credentialing.queries.doubles import likely_doubles
from compliance.credentialing.queries.one import application, application_id
from compliance.credentialing.queries.saved import saved_views
from compliance.credentialing.rules.clocks import at_risk_on
from compliance.credentialing.rules.entries import Dates, Entry
from compliance.credentialing.services import completeness, decisions, upkeep
from compliance.credentialing.services.corrections import (
    DateCorrection,
    correct_date,
    correct_values,
    preview_correction,
    strike,
)
from compliance.credentialing.services.loading import Loaded, load, load_unchanged, record
from compliance.credentialing.services.rebuilding import rebuild_applications, reproject_all
from compliance.credentialing.services.receive import Received, receive_application
from compliance.credentialing.services.saved import forget_view, save_view
from compliance.db import session
from compliance.deadlines.models import Alert, Deadline
from compliance.ledger.models import FactRow
from compliance.ledger.services import Entry as FactEntry
from compliance.occasions import Actor, Occasion
from tests.conftest import TODAY, occasion
from tests.makers.applications import make_application, make_entry, make_received
from tests.makers.people import make_person

pytestmark = pytest.mark.usefixtures("with_rules")

WHY = "The fax was stamped a day later."
MONDAY = date(2026, 11, 16)


def on(today: date = TODAY, **more) -> Occasion:
    return occasion(today, **more)


def received(**matters) -> Loaded:
    """Return an application received on Monday 16 November, eight days ago."""
    given = {"received_on": MONDAY, **matters}
    return load(make_application(on(), **given), on())


def complete(**matters) -> Loaded:
    loaded = received(**matters)
    completeness.find_complete(loaded, TODAY, on())
    return again(loaded)


def approved(**matters) -> Loaded:
    loaded = complete(**matters)
    decisions.record_decision(loaded, "approved", TODAY, on())
    return again(loaded)


def again(loaded: Loaded) -> Loaded:
    return load(loaded.id, on())


def row_of(loaded: Loaded) -> ApplicationRow:
    now = (ApplicationRow.superseded_at.is_(None), ApplicationRow.until_on.is_(None))
    session().expire_all()
    return session().scalars(
        select(ApplicationRow).where(ApplicationRow.application_id == loaded.id, *now)
    ).one()  # fmt: skip


def deadline(loaded: Loaded, kind: str) -> Deadline:
    session().expire_all()
    wanted = (Deadline.subject_id == loaded.id, Deadline.kind == kind)
    return session().scalars(select(Deadline).where(*wanted)).one()


def open_alerts(loaded: Loaded) -> list[Alert]:
    session().expire_all()
    query = (
        select(Alert)
        .join(Deadline, Deadline.id == Alert.deadline_id)
        .where(Deadline.subject_id == loaded.id, Alert.closed_at.is_(None))
    )
    return list(session().scalars(query))


def facts(loaded: Loaded) -> int:
    query = select(func.count()).where(FactRow.subject_id == loaded.id)
    return session().scalar(query) or 0


def kinds(loaded: Loaded) -> list[str]:
    return [fact.kind for fact in again(loaded).facts]


# Receiving


def test_a_received_application_has_its_row_and_its_running_deadline():
    loaded = received()
    row = row_of(loaded)
    assert (row.ref, row.state, row.received_on) == ("APP-1001", "new", MONDAY)
    assert (row.notice_due_on, row.notice_legal_on) == (date(2026, 11, 23), date(2026, 11, 25))
    running = deadline(loaded, "completeness_notice")
    assert running.state == DeadlineState.RUNNING
    assert (running.due_on, running.legal_on) == (row.notice_due_on, row.notice_legal_on)


def test_a_file_past_our_date_on_entry_alerts_at_once():
    olivia = make_person("Olivia Ortega", on(), "credentialing", "supervisor")
    loaded = received(owner_id=olivia.id)
    assert {each.rung for each in open_alerts(loaded)} == {"past_due"}
    assert olivia.id in {each.recipient_id for each in open_alerts(loaded)}


def test_a_back_dated_receipt_counts_as_if_it_had_been_entered_on_its_day():
    """Worked example 23: receipt, not entry, drives."""
    saturday = date(2026, 11, 21)
    at_once = load(make_application(on(saturday), received_on=saturday), on())
    later = load(make_application(on(), received_on=saturday), on())
    for name in ("notice_due_on", "notice_legal_on"):
        assert getattr(row_of(at_once), name) == getattr(row_of(later), name)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (Dates(), "No date received"),
        (Dates(received_on=TODAY + timedelta(days=1)), "after today"),
        (Dates(received_on=MONDAY, completed_on=MONDAY - timedelta(days=1)), "before it was"),
        (Dates(received_on=MONDAY, notice_sent_on=MONDAY - timedelta(days=1)), "before it was"),
        (Dates(received_on=MONDAY, decided_on=MONDAY - timedelta(days=1)), "before it was"),
        (Dates(received_on=MONDAY, withdrawn_on=TODAY + timedelta(days=1)), "after today"),
        (
            Dates(received_on=MONDAY, completed_on=TODAY, decided_on=MONDAY),
            "before it was complete",
        ),
    ],
)
def test_what_no_clock_could_count_from_is_refused(dates, said):
    with pytest.raises(BadFile, match=said):
        receive_application(Received(make_entry(), dates), on())
    assert session().scalar(select(func.count()).select_from(FactRow)) == 0


def test_an_application_without_a_last_name_is_refused():
    with pytest.raises(BadFile, match="last name"):
        receive_application(make_received(on(), last_name="  "), on())


def test_a_wrong_npi_is_kept_shown_and_its_clock_runs():
    loaded = received(npi="2000000011")
    row = row_of(loaded)
    assert (row.state, row.problem_count, row.npi) == ("incomplete", 1, "2000000011")
    assert deadline(loaded, "completeness_notice").state == DeadlineState.RUNNING


def test_receiving_is_refused_while_looking_at_the_past():
    with pytest.raises(NotNow):
        make_application(on().seen_from(MONDAY, None), received_on=MONDAY)


def test_numbers_go_on_after_the_highest_that_a_file_brought():
    received(ref="APP-2000")
    received(ref="TERN-7")
    assert row_of(received()).ref == "APP-2001"


def test_an_application_is_found_by_reference_or_number_in_any_case():
    loaded = received(ref="tern-7b")
    ours = received()
    assert application_id(" tern-7b ") == loaded.id
    assert {application_id(each) for each in ("APP-1001", "app-1001", "1001")} == {ours.id}
    with pytest.raises(NotFound, match="APP-9"):
        application_id("APP-9")


# Providers and twins


def provider_of(loaded: Loaded) -> int:
    return session().get_one(ApplicationRef, loaded.id).provider_id


@pytest.mark.parametrize(
    "same",
    [
        {"npi": "2000000036"},
        {"npi": "", "license_number": "LCSW90417", "license_state": "CA"},
        {"npi": "", "caqh_id": "12345678"},
        {"npi": "", "first_name": "Ana", "last_name": "Ruiz", "birth_date": date(1980, 2, 3)},
    ],
)
def test_a_provider_is_found_again_by_npi_license_caqh_or_name_with_birth_date(same):
    assert provider_of(received(**same)) == provider_of(received(**same))


def test_a_name_alone_makes_nobody_the_same():
    same = {"npi": "", "first_name": "Ana", "last_name": "Ruiz"}
    assert provider_of(received(**same)) != provider_of(received(**same))


def test_two_with_the_same_wrong_npi_stay_two():
    same = {"npi": "2000000011"}
    assert provider_of(received(**same)) != provider_of(received(**same))


def test_two_npis_are_two_people_even_with_one_license_number():
    same = {"license_number": "90417", "license_state": "CA"}
    assert provider_of(received(**same)) != provider_of(received(**same))


def test_two_npis_are_two_people_even_with_one_name_and_birth_date():
    same = {"first_name": "Ana", "last_name": "Ruiz", "birth_date": date(1980, 2, 3)}
    assert provider_of(received(**same)) != provider_of(received(**same))


def twin_of(loaded: Loaded) -> str | None:
    found = application(row_of(loaded).ref, on()).twin
    return found.ref if found else None


def test_the_two_files_of_a_pcbh_pair_are_linked_both_ways():
    same = {"npi": "2000000036", "role": "LCSW", "model": "pcbh"}
    plan, mbho = received(**same), received(**same, destination="mbho")
    assert twin_of(plan) == row_of(mbho).ref
    assert twin_of(mbho) == row_of(plan).ref


@pytest.mark.parametrize(
    "other",
    [
        {"destination": "plan"},
        {"destination": "mbho", "role": "PSY"},
        {"destination": "mbho", "npi": "2000000044"},
        {"destination": "mbho", "model": "cocm"},
    ],
)
def test_anything_else_is_no_twin(other):
    same = {"npi": "2000000036", "role": "LCSW", "model": "pcbh"}
    first = received(**same)
    assert twin_of(received(**{**same, **other})) is None
    assert twin_of(first) is None


def test_a_twin_is_no_double_and_a_second_file_is():
    entry = make_entry(model="pcbh")
    receive_application(Received(entry, Dates(received_on=MONDAY)), on())
    assert [ref for ref, _ in likely_doubles(entry)] == ["APP-1001"]
    to_mbho = Entry.from_payload({**entry.as_payload(), "destination": "mbho"})
    assert likely_doubles(to_mbho) == []


# Complete or not


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


def test_complete_is_refused_while_something_is_missing():
    loaded = received()
    completeness.find_incomplete(loaded, TODAY, ["release"], on())
    with pytest.raises(NotNow, match="release"):
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


# Deciding and ending


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


@pytest.mark.parametrize("kind", ["withdrawn", "closed", "not_eligible", "void"])
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


# Everyday entries


def test_a_new_owner_is_alerted_in_place_of_the_old_one():
    olivia = make_person("Olivia Ortega", on(), "credentialing", "supervisor")
    theo = make_person("Theo Tran", on(), "credentialing", supervisor_id=olivia.id)
    loaded = received(owner_id=olivia.id)
    upkeep.assign(loaded, theo.id, on())
    assert row_of(loaded).owner_id == deadline(loaded, "completeness_notice").owner_id == theo.id
    assert theo.id in {each.recipient_id for each in open_alerts(loaded)}


def test_assigning_the_same_owner_again_records_nothing():
    olivia = make_person("Olivia Ortega", on(), "credentialing")
    loaded = received(owner_id=olivia.id)
    before = facts(loaded)
    upkeep.assign(loaded, olivia.id, on())
    assert facts(loaded) == before


def test_a_note_a_call_and_a_check_are_recorded():
    loaded = complete()
    upkeep.note(loaded, " Called back. ", on())
    upkeep.contact_attempt(again(loaded), "phone", "No answer", date(2026, 12, 1), on())
    done = upkeep.CheckDone("npdb", "NPDB", "verified", TODAY, "Nothing", all_verified=True)
    upkeep.record_check(again(loaded), done, on())
    story = again(loaded).story
    assert again(loaded).facts[-3].payload == {"text": "Called back."}
    assert (story.follow_up_on, story.verified_on) == (date(2026, 12, 1), TODAY)
    assert [each.check for each in story.checks] == ["npdb"]


def test_an_empty_note_is_refused():
    with pytest.raises(BadValue):
        upkeep.note(received(), "  ", on())


def test_a_closed_file_takes_notes_but_no_checks():
    loaded = received()
    decisions.close(loaded, "withdrawn", TODAY, "", on())
    upkeep.note(again(loaded), "Called to say so.", on())
    done = upkeep.CheckDone("npdb", "NPDB", "verified", TODAY)
    with pytest.raises(NotNow):
        upkeep.record_check(again(loaded), done, on())


def test_a_document_that_answers_an_item_records_its_arrival():
    loaded = received()
    completeness.find_incomplete(loaded, date(2026, 11, 18), ["release"], on())
    held = upkeep.Attached("ab" * 32, "release.pdf", "application/pdf", 900, "release")
    upkeep.attach_document(again(loaded), held, date(2026, 11, 20), on())
    assert kinds(loaded)[-2:] == ["document_attached", "item_arrived"]
    upkeep.attach_document(again(loaded), held, date(2026, 11, 23), on())
    assert kinds(loaded)[-1] == "document_attached"
    assert row_of(loaded).completed_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "said"),
    [(TODAY + timedelta(days=1), "after today"), (MONDAY - timedelta(days=1), "before the")],
)
def test_no_act_lies_after_today_or_before_the_receipt(day, said):
    loaded = received()
    with pytest.raises(BadValue, match=said):
        record(loaded, [FactEntry("item_arrived", day, {"item": "release"})], on())
    assert facts(loaded) == 1


def test_a_page_that_was_opened_before_another_act_is_stale():
    loaded = received()
    upkeep.note(loaded, "Called.", on())
    with pytest.raises(Conflict):
        load_unchanged(loaded.id, loaded.latest_fact_id, on())
    assert load_unchanged(loaded.id, again(loaded).latest_fact_id, on())


def test_no_application_has_that_number():
    with pytest.raises(NotFound):
        load(4711, on())


# Corrections


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


def test_a_struck_entry_counts_no_more_and_stays_readable():
    loaded = approved()
    decided = again(loaded).facts[-1]
    strike(again(loaded), decided.id, WHY, on())
    assert row_of(loaded).state == "verifying"
    assert deadline(loaded, "decision").state == DeadlineState.RUNNING
    assert decided.id in {fact.id for fact in again(loaded).facts}
    with pytest.raises(NotNow, match="does not stand"):
        strike(again(loaded), decided.id, WHY, on())


def test_the_receipt_itself_cannot_be_struck():
    loaded = received()
    with pytest.raises(NotNow, match="entered in error"):
        strike(loaded, loaded.facts[0].id, WHY, on())


# The projection


def test_two_acts_in_one_moment_rebuild_to_the_same_rows():
    loaded = complete()
    upkeep.note(loaded, "Both in one transaction.", on())
    session().flush()
    assert rebuild_applications(on()).differing == 0


def test_a_tampered_row_is_found_and_mended():
    loaded = complete()
    upkeep.note(loaded, "Called.", on(TODAY))
    row_of(loaded).last_name = "Somebody Else"
    session().flush()
    assert rebuild_applications(on()).differing == 1
    assert row_of(loaded).last_name == loaded.story.entry.last_name
    assert rebuild_applications(on()).differing == 0


def test_reprojecting_under_the_same_rules_changes_no_row():
    complete()
    before = session().scalar(select(func.count()).select_from(ApplicationRow))
    assert reproject_all(on(TODAY + timedelta(days=1))) == {"applications": 1}
    assert session().scalar(select(func.count()).select_from(ApplicationRow)) == before


# Own views


def test_a_view_is_kept_set_anew_and_forgotten():
    olivia = make_person("Olivia Ortega", on(), "credentialing")
    mine = on(actor=Actor(olivia.id, olivia.name))
    save_view(" Mine ", "owner=1", mine)
    save_view("Mine", "owner=2", mine)
    assert [(each.name, each.query) for each in saved_views(mine)] == [("Mine", "owner=2")]
    forget_view("Mine", mine)
    assert session().scalars(select(SavedView)).all() == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_short_name(name):
    with pytest.raises(BadValue):
        save_view(name, "", on(actor=Actor(1, "Olivia")))
