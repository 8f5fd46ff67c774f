from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from compliance.core.errors import BadFile, NotNow
from compliance.core.facts import standing
from compliance.credentialing.models import ApplicationRef, ApplicationRow
from compliance.credentialing.services.completeness import find_complete, find_incomplete
from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.loading import load
from compliance.db import session, transaction
from compliance.deadlines.models import Alert
from compliance.intake.models import ApplicationImport, ImportMessage, ImportRow
from compliance.intake.services.run import (
    LEFT_OVER_AFTER,
    Running,
    carry_on,
    finish_left_over,
    next_size,
    run_import,
    stage_plan,
)
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from tests.conftest import TODAY, occasion
from tests.makers.applications import make_application
from tests.makers.files import bring_in, make_row, plan_of
from tests.makers.people import make_person

pytestmark = pytest.mark.usefixtures("database")
NOVEMBER = "2026-11-{:02}".format


def counts(outcome):
    return outcome.created, outcome.updated, outcome.unchanged


def only_id() -> int:
    return session().scalars(select(ApplicationRef.id)).one()


def story(number: int | None = None):
    return load(number or only_id(), occasion()).story


def kinds(number: int | None = None) -> list[str]:
    return [each.kind for each in facts_of(Subject("application", number or only_id()))]


def how_many(table) -> int:
    return session().scalar(select(func.count()).select_from(table))


def test_good_row_becomes_an_application_with_its_clocks():
    done = bring_in(occasion(), make_row(completed_on=NOVEMBER(16)))
    assert counts(done) == (1, 0, 0)
    found = load(only_id(), occasion())
    assert found.story.is_declared
    assert found.snapshot.decision.due.started_on == date(2026, 11, 16)


def test_facts_name_their_file_and_row():
    bring_in(occasion(), make_row(1), make_row(2))
    origins = [each.origin for each in facts_of(Subject("application", 2))]
    assert origins == ["applications.csv, row 3"]


def test_one_refusal_stops_everything():
    done = bring_in(occasion(), make_row(1), make_row(2, received_on="2026-02-30"))
    assert counts(done) == (0, 0, 0)
    assert [each.row for each in done.refused] == [3]
    assert how_many(ApplicationRef) == how_many(ApplicationImport) == 0


def test_partial_brings_in_the_good_rows():
    done = bring_in(occasion(), make_row(1), make_row(2, received_on=""), partial=True)
    assert counts(done) == (1, 0, 0)
    assert how_many(ApplicationRef) == 1


@pytest.mark.parametrize(
    ("matters", "column", "says"),
    [
        ({"last_name": ""}, "last_name", "No last name was given"),
        ({"received_on": ""}, "received_on", "No date received was given"),
        ({"received_on": "2026-12-24"}, "received_on", "is after today"),
        ({"completed_on": "2026-11-01"}, "completed_on", "before it was received"),
        ({"notice_sent_on": "2026-11-01"}, "notice_sent_on", "before it was received"),
        ({"decided_on": "2026-11-08", "decision": "denied"}, "decided_on", "before it was rec"),
        (
            {"completed_on": NOVEMBER(16), "decided_on": NOVEMBER(12), "decision": "approved"},
            "decided_on",
            "before it was complete",
        ),
    ],
)
def test_row_that_no_clock_could_count_from_is_refused(matters, column, says):
    (refused,) = plan_of(occasion(), make_row(**matters)).refused
    assert (refused.row, refused.column) == (2, column)
    assert says in refused.message


def test_repeated_reference_is_refused_and_names_the_first_row():
    plan = plan_of(
        occasion(), make_row(1, application_ref="X-1"), make_row(2, application_ref="X-1")
    )
    (refused,) = plan.refused
    assert (refused.row, refused.column) == (3, "application_ref")
    assert "stands in row 2 already" in refused.message


def test_wrong_npi_is_kept_and_its_notice_clock_runs():
    done = bring_in(occasion(), make_row(npi="1234567890"))
    assert [each.column for each in done.problems] == ["npi"]
    found = load(only_id(), occasion())
    assert found.story.entry.npi == "1234567890"
    assert (found.snapshot.state, found.snapshot.notice.met_on) == ("incomplete", None)


def test_two_people_with_the_same_wrong_npi_stay_two():
    bring_in(occasion(), make_row(1, npi="1234567890"), make_row(2, npi="1234567890"))
    assert how_many(ApplicationRef) == 2
    assert len(set(session().scalars(select(ApplicationRef.provider_id)))) == 2


# The same file again


def test_same_file_twice_changes_nothing():
    rows = [
        make_row(
            each,
            completed_on=NOVEMBER(16),
            notice_sent_on=NOVEMBER(13),
            notice_said="complete",
            lines="commercial;medi_cal",
            birth_date="1980-02-29",
            owner_email="nobody@aldercreek.example",
        )
        for each in range(1, 4)
    ]
    bring_in(occasion(), *rows)
    before = session().execute(select(ApplicationRow.__table__)).all()
    again = bring_in(occasion(TODAY + timedelta(days=1)), *rows)
    assert counts(again) == (0, 0, 3)
    assert session().execute(select(ApplicationRow.__table__)).all() == before


def test_same_file_does_not_undo_a_correction_by_hand():
    on = occasion()
    bring_in(on, make_row(first_name="Caleb"))
    correct_values(load(only_id(), on), {"first_name": "Kaleb"}, "As on the license", on)
    session().commit()
    assert counts(bring_in(on, make_row(first_name="Caleb"))) == (0, 0, 1)
    assert story().entry.first_name == "Kaleb"


def test_changed_cell_is_a_correcting_fact_naming_file_and_row():
    bring_in(occasion(), make_row(first_name="Caleb"))
    done = bring_in(occasion(), make_row(first_name="Cale"))
    assert counts(done) == (0, 1, 0)
    fact = facts_of(Subject("application", only_id()))[-1]
    assert (fact.kind, fact.payload) == ("corrected", {"values": {"first_name": "Cale"}})
    assert fact.origin == "applications.csv, row 2"
    assert story().entry.first_name == "Cale"


def test_cell_that_now_says_what_is_so_already_changes_nothing():
    on = occasion()
    bring_in(on, make_row(first_name="Caleb"))
    correct_values(load(only_id(), on), {"first_name": "Kaleb"}, "As on the license", on)
    session().commit()
    assert counts(bring_in(on, make_row(first_name="Kaleb"))) == (0, 0, 1)
    assert counts(bring_in(on, make_row(first_name="Caleb"))) == (0, 1, 0)


def test_blank_cell_changes_nothing():
    bring_in(occasion(), make_row(practice_name="Cedar Flat", completed_on=NOVEMBER(16)))
    done = bring_in(occasion(), make_row(practice_name="", first_name="", completed_on=""))
    assert counts(done) == (0, 0, 1)
    assert story().entry.practice_name == "Cedar Flat"


def test_lines_changed_are_corrected():
    bring_in(occasion(), make_row(lines="medi_cal"))
    bring_in(occasion(), make_row(lines="medi_cal;county"))
    assert story().entry.lines == ("medi_cal", "county")


# Identity


def test_row_without_reference_is_known_by_npi_role_destination_and_day():
    bring_in(occasion(), make_row(1))
    same = bring_in(occasion(), make_row(1, last_name="Oyelaran-Smith"))
    other = bring_in(
        occasion(),
        make_row(1, destination="mbho"),
        make_row(1, role="LMFT"),
        make_row(1, received_on=NOVEMBER(10)),
    )
    assert counts(same) == (0, 1, 0)
    assert counts(other) == (3, 0, 0)


def test_row_with_the_npi_set_right_is_the_application_that_came_in_wrong():
    bring_in(occasion(), make_row(1, npi="1234567890"))
    assert counts(bring_in(occasion(), make_row(1))) == (0, 1, 0)
    assert load(only_id(), occasion()).snapshot.problems == ()


def test_reference_finds_the_application_whatever_else_changed():
    bring_in(occasion(), make_row(1, application_ref="X-1"))
    done = bring_in(occasion(), make_row(2, application_ref="X-1", received_on=NOVEMBER(10)))
    assert counts(done) == (0, 1, 0)
    assert story().received_on == date(2026, 11, 10)
    assert kinds() == ["received", "corrected", "received"]


def test_reference_may_be_ours():
    number = make_application(occasion(), received_on=date(2026, 11, 9))
    session().commit()
    done = bring_in(occasion(), make_row(1, application_ref="APP-1001"))
    assert counts(done) == (0, 1, 0)
    assert story(number).entry.last_name == "Oyelaran1"


def test_numbers_given_out_keep_clear_of_the_files_own():
    rows = [make_row(1), make_row(2, application_ref="APP-1001"), make_row(3)]
    bring_in(occasion(), *rows)
    by_name = dict(session().execute(select(ApplicationRef.ref, ApplicationRef.imported)).all())
    assert set(by_name) == {"APP-1001", "APP-1002", "APP-1003"}
    assert by_name["APP-1001"]["last_name"] == "Oyelaran2"


def test_same_row_twice_in_one_file_is_one_application_and_is_said():
    done = bring_in(occasion(), make_row(1), make_row(1), make_row(1, first_name="Cale"))
    assert counts(done) == (1, 1, 1)
    assert [each.row for each in done.problems] == [3, 4]
    assert "Same applicant" in done.problems[0].message
    assert story().entry.first_name == "Cale"


def test_plan_tells_what_then_happens():
    rows = [make_row(1), make_row(1), make_row(1, first_name="Cale"), make_row(2)]
    plan = plan_of(occasion(), *rows)
    assert (plan.created, plan.updated, plan.unchanged) == counts(bring_in(occasion(), *rows))


def test_pcbh_twin_is_linked_and_no_duplicate():
    bring_in(
        occasion(),
        make_row(1, model="pcbh", destination="plan"),
        make_row(1, model="pcbh", destination="mbho"),
    )
    one, other = session().scalars(select(ApplicationRef).order_by(ApplicationRef.id))
    assert (one.twin_id, other.twin_id) == (other.id, one.id)
    assert one.provider_id == other.provider_id


# Later events


def test_completion_given_later_starts_the_decision_clock():
    bring_in(occasion(), make_row())
    done = bring_in(occasion(), make_row(completed_on=NOVEMBER(16)))
    assert counts(done) == (0, 1, 0)
    assert story().completed_on == date(2026, 11, 16)
    assert kinds() == ["received", "found_complete"]


def test_completion_after_incomplete_is_the_arrival_of_what_was_missing():
    told = {"notice_sent_on": NOVEMBER(12), "notice_said": "incomplete"}
    bring_in(occasion(), make_row(**told))
    assert story().missing
    bring_in(occasion(), make_row(**told, completed_on=NOVEMBER(18)))
    assert story().completed_on == date(2026, 11, 18)
    assert story().notices[0].sent_on == date(2026, 11, 12)


def test_later_complete_notice_is_a_second_one_and_keeps_the_first():
    bring_in(occasion(), make_row(notice_sent_on=NOVEMBER(12), notice_said="incomplete"))
    later = {"notice_sent_on": NOVEMBER(20), "notice_said": "complete"}
    bring_in(occasion(), make_row(**later, completed_on=NOVEMBER(18)))
    found = load(only_id(), occasion())
    assert [each.sent_on.day for each in found.story.notices] == [12, 20]
    met = {each.kind: each.met_on.day for each in found.snapshot.clocks if each.met_on}
    assert met == {"completeness_notice": 12, "second_notice": 20}


def test_notice_with_another_day_is_a_correction():
    bring_in(occasion(), make_row(notice_sent_on=NOVEMBER(12), notice_said="complete"))
    bring_in(occasion(), make_row(notice_sent_on=NOVEMBER(13), notice_said="complete"))
    assert [each.sent_on.day for each in story().notices] == [13]


def test_changed_completion_supersedes_the_declared_one():
    bring_in(occasion(), make_row(completed_on=NOVEMBER(16)))
    bring_in(occasion(), make_row(completed_on=NOVEMBER(17)))
    assert story().completed_on == date(2026, 11, 17)
    kept = standing(facts_of(Subject("application", only_id())))
    assert [each.kind for each in kept] == ["received", "found_complete"]


def test_file_does_not_overrule_a_review():
    on = occasion()
    bring_in(on, make_row())
    find_complete(load(only_id(), on), on.today, on)
    session().commit()
    done = bring_in(on, make_row(completed_on=NOVEMBER(17)))
    assert counts(done) == (0, 0, 1)
    assert "Staff found it complete" in done.problems[0].message
    assert story().completed_on == date(2026, 11, 9)


def test_items_that_staff_asked_for_stay_open():
    on = occasion()
    bring_in(on, make_row())
    find_incomplete(load(only_id(), on), on.today, ["malpractice"], on)
    session().commit()
    done = bring_in(on, make_row(completed_on=NOVEMBER(17)))
    assert "Items that staff asked for" in done.problems[0].message
    assert story().completed_on is None


def test_decision_given_later_and_then_changed():
    base = {"completed_on": NOVEMBER(16)}
    bring_in(occasion(), make_row(**base))
    bring_in(occasion(), make_row(**base, decided_on=NOVEMBER(20), decision="approved"))
    assert story().decision == "approved"
    bring_in(occasion(), make_row(**base, decided_on=NOVEMBER(20), decision="denied"))
    assert (story().decision, story().decided_on) == ("denied", date(2026, 11, 20))


def test_day_of_decision_without_the_decision_is_a_problem_and_not_an_approval():
    done = bring_in(occasion(), make_row(completed_on=NOVEMBER(16), decided_on=NOVEMBER(20)))
    assert "No decision was given" in done.problems[0].message
    assert story().decided_on is None
    again = bring_in(
        occasion(),
        make_row(completed_on=NOVEMBER(16), decided_on=NOVEMBER(20), decision="denied"),
    )
    assert counts(again) == (0, 1, 0)
    assert story().decision == "denied"


def test_withdrawal_given_later_and_corrected():
    bring_in(occasion(), make_row())
    bring_in(occasion(), make_row(withdrawn_on=NOVEMBER(12)))
    bring_in(occasion(), make_row(withdrawn_on=NOVEMBER(13)))
    assert (story().ended, story().ended_on) == ("withdrawn", date(2026, 11, 13))


def test_impossible_order_against_the_record_is_refused():
    bring_in(occasion(), make_row(completed_on=NOVEMBER(16)))
    row = make_row(completed_on="", decided_on=NOVEMBER(12), decision="approved")
    (refused,) = bring_in(occasion(), row).refused
    assert "before it was complete on 2026-11-16" in refused.message


# Owners and further columns


def test_owner_is_found_by_address_and_follows_the_file():
    theo, olivia = make_person("Theo Tran", occasion()), make_person("Olivia Ortega", occasion())
    session().commit()
    bring_in(occasion(), make_row(owner_email=theo.email.upper()))
    assert story().owner_id == theo.id
    bring_in(occasion(), make_row(owner_email=olivia.email))
    assert story().owner_id == olivia.id


def test_unknown_owner_is_a_problem_and_is_given_the_file_once_here():
    done = bring_in(occasion(), make_row(owner_email="theo@aldercreek.example"))
    assert [each.column for each in done.problems] == ["owner_email"]
    assert story().owner_id is None
    theo = make_person("Theo Tran", occasion())
    session().commit()
    bring_in(occasion(), make_row(owner_email="theo@aldercreek.example"))
    assert story().owner_id == theo.id


def test_further_column_is_kept_in_the_received_payload_when_ticked():
    row = make_row(notes="call first")
    assert plan_of(occasion(), row).matched.unknown == ("notes",)
    bring_in(occasion(), row, keep=["notes"])
    assert facts_of(Subject("application", only_id()))[0].payload["extra"] == {
        "notes": "call first"
    }
    assert counts(bring_in(occasion(), row, keep=["notes"])) == (0, 0, 1)
    changed = bring_in(occasion(), make_row(notes="write"), keep=["notes"])
    assert counts(changed) == (0, 1, 0)


def test_keeping_a_column_that_is_not_there_is_refused():
    with pytest.raises(BadFile, match="There is no further column shoes"):
        plan_of(occasion(), make_row(), keep=["shoes"])


# Staging


def staged(*rows) -> int:
    on = occasion()
    plan = plan_of(on, *rows)
    session().commit()
    from compliance.intake.services.run import _opened

    number = _opened(plan, Running(on))
    stage_plan(number, plan, Running(on))
    return number


def test_staged_rows_are_not_seen_and_are_gone_in_the_end():
    number = staged(make_row(1), make_row(2))
    assert (how_many(ImportRow), how_many(ApplicationRef)) == (2, 0)
    carry_on(number, Running(occasion()))
    assert (how_many(ImportRow), how_many(ApplicationRef)) == (0, 2)
    assert session().get(ApplicationImport, number).stage == "done"


def test_carrying_on_again_doubles_nothing():
    number = staged(make_row(1))
    for _ in range(2):
        carry_on(number, Running(occasion()))
    assert how_many(ApplicationRef) == 1


def test_decided_import_that_was_left_over_is_finished_later():
    staged(make_row(1), make_row(2))
    later = occasion(now=occasion().now + LEFT_OVER_AFTER)
    finish_left_over(Running(occasion()))
    assert how_many(ApplicationRef) == 0
    finish_left_over(Running(later))
    assert how_many(ApplicationRef) == 2


def test_undecided_import_that_was_left_over_is_taken_back():
    on = occasion()
    plan = plan_of(on, make_row(1))
    session().commit()
    from compliance.intake.services import staging
    from compliance.intake.services.run import _opened

    number = _opened(plan, Running(on))
    with transaction():
        staging.stage_rows(number, [], on.now)
    finish_left_over(Running(occasion(now=on.now + LEFT_OVER_AFTER)))
    assert session().get(ApplicationImport, number).stage == "discarded"
    assert how_many(ApplicationRef) == how_many(ImportRow) == 0


def test_alerts_are_written_once_the_rows_are_in():
    theo = make_person("Theo Tran", occasion())
    session().commit()
    bring_in(occasion(), make_row(received_on="2026-10-01", owner_email=theo.email))
    assert how_many(Alert) > 0


def test_messages_are_kept_with_the_import():
    bring_in(occasion(), make_row(1, npi=""), make_row(2, received_on=""), partial=True)
    kept = session().execute(select(ImportMessage.row, ImportMessage.is_refusal)).all()
    assert sorted(kept) == [(2, False), (3, True)]


def test_import_looks_at_no_other_day():
    on = occasion()
    plan = plan_of(on, make_row())
    with pytest.raises(NotNow):
        run_import(plan, Running(on.seen_from(on.today, None)))


def test_slices_shrink_when_slow_and_grow_when_quick():
    assert next_size(400, 1.0) == 100
    assert next_size(100, 0.01) == 200
    assert next_size(100, 0.25) == 100
    assert next_size(10, 9.0) == 10
    assert next_size(400, 0.0) == 400


def test_progress_is_told_inside_each_transaction():
    told = []
    plan = plan_of(occasion(), *[make_row(each) for each in range(1, 6)])
    session().commit()
    run_import(plan, Running(occasion(), progress=lambda done, total: told.append((done, total))))
    assert told[0] == (0, 5)
    assert told[-1] == (5, 5)
