"""The same file again, and the same application by whatever it is known."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from compliance.credentialing.models import ApplicationRef, ApplicationRow
from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.loading import load
from compliance.db import session
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from tests.conftest import TODAY, occasion
from tests.intake.desk import NOVEMBER, counts, kinds, only_id, story
from tests.makers.applications import make_application
from tests.makers.files import bring_in, make_row, plan_of

pytestmark = pytest.mark.usefixtures("database")


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
