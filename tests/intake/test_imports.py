"""Bringing in a file: rows become applications, or are refused."""

from datetime import date

import pytest
from sqlalchemy import select

from compliance.credentialing.models import ApplicationRef, ApplicationRow
from compliance.credentialing.services.loading import load
from compliance.db import session
from compliance.intake.models import ApplicationImport
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from tests.conftest import occasion
from tests.intake.desk import NOVEMBER, counts, how_many, only_id
from tests.makers.files import bring_in, make_row, plan_of

pytestmark = pytest.mark.usefixtures("database")


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
        ({"received_on": "1/1/1990"}, "received_on", "rules here are in force from 1 Jan 2023"),
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


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("destination", "moon", "moon is not a destination. Use plan or mbho."),
        ("provider_class", "other", "other is not a provider class. Use bh or non_bh."),
        ("model", "both", "both is not a model. Use pcbh, cocm or none."),
        ("role", "", "No role was given. Choose one of MD, DO, "),
    ],
)
def test_a_value_nobody_knows_is_counted_and_said_of_the_application(column, value, says):
    bring_in(occasion(), make_row(**{column: value}))
    (row,) = session().scalars(select(ApplicationRow))
    (problem,) = load(row.application_id, occasion()).snapshot.problems
    assert row.problem_count == 1
    assert (problem.column, problem.message[: len(says)]) == (column, says)


def test_two_people_with_the_same_wrong_npi_stay_two():
    bring_in(occasion(), make_row(1, npi="1234567890"), make_row(2, npi="1234567890"))
    assert how_many(ApplicationRef) == 2
    assert len(set(session().scalars(select(ApplicationRef.provider_id)))) == 2
