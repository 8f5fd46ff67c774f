"""Owners on real tables: assigned, replaced, ended; vacancies told the same day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from compliance.accounts.absences import record_absence
from compliance.accounts.services import deactivate_person
from compliance.core.duties import Part
from compliance.core.errors import BadValue
from compliance.db import session
from compliance.deadlines.models import Alert, Deadline
from compliance.intake.kinds import SheetRow
from compliance.ledger.models import FactRow
from compliance.policies.queries.owners import spans_known
from compliance.policies.queries.register import one_line
from compliance.policies.services.importing import apply, judge
from compliance.policies.services.owners import end_part
from compliance.policies.services.settling import is_unsettled, settle
from tests.conftest import TODAY
from tests.makers.duties import give

ONE_DAY = timedelta(days=1)


def deadline(duty_number, kind="duty"):
    query = select(Deadline).where(Deadline.subject_id == duty_number, Deadline.kind == kind)
    return session().scalars(query.execution_options(populate_existing=True)).one_or_none()


def told(kind):
    query = (
        select(Alert.recipient_id)
        .join(Deadline, Deadline.id == Alert.deadline_id)
        .where(Deadline.kind == kind, Alert.closed_at.is_(None))
    )
    return set(session().scalars(query))


def row(number, *cells):
    names = ("duty_id", "person_email", "part", "from", "to")
    return SheetRow(number, {n: c for n, c in zip(names, cells, strict=False) if c})


def test_an_owner_gets_the_deadline_of_the_duty(desk):
    on = desk.on(desk.elise, date(2026, 9, 1))
    give("CRED-02", desk.dana, on)
    found = deadline(102)
    assert (found.owner_id, found.due_on) == (desk.dana.id, date(2026, 11, 13))
    assert found.ref == "CRED-02"


def test_a_second_accountable_owner_is_refused_and_nothing_is_written(desk):
    on = desk.on(desk.elise)
    give("CRED-02", desk.dana, on)
    with pytest.raises(BadValue, match="CRED-02 has Dana Whitfield from 24 Nov 2026"):
        give("CRED-02", desk.joel, on)
    assert len(spans_known(on, "CRED-02")["CRED-02"]) == 1


def test_replacing_ends_the_first_and_keeps_it_readable(desk):
    early, late = desk.on(desk.elise, date(2026, 9, 1)), desk.on(desk.elise)
    give("CRED-02", desk.dana, early)
    give("CRED-02", desk.joel, late, is_replacing=True)
    spans = spans_known(late, "CRED-02")["CRED-02"]
    assert [(each.name, each.until_on) for each in spans] == [
        ("Dana Whitfield", TODAY),
        ("Joel Sandoval", None),
    ]
    then = late.seen_from(date(2026, 9, 2), None)
    assert one_line("CRED-02", then).owner.name == "Dana Whitfield"


def test_ending_the_only_part_alerts_compliance_the_same_day(desk):
    on = desk.on(desk.elise)
    give("CRED-02", desk.dana, on, from_on=date(2026, 9, 1))
    span = spans_known(on, "CRED-02")["CRED-02"][0]
    end_part(span.id, TODAY - ONE_DAY, on)
    found = deadline(102, "duty_vacancy")
    assert (found.due_on, found.state.value) == (TODAY, "running")
    assert told("duty_vacancy") == {desk.elise.id}


def test_a_deactivated_owner_is_a_vacancy_and_its_alert_closes_when_filled(desk):
    on = desk.on(desk.elise)
    give("CRED-02", desk.dana, on)
    deactivate_person(desk.dana.id, on)
    assert is_unsettled(on)
    settle(on)
    assert one_line("CRED-02", on).standing.story.vacancy.why == (
        "The account of Dana Whitfield is deactivated"
    )
    assert desk.elise.id in told("duty_vacancy")
    give("CRED-02", desk.joel, on, is_replacing=True)
    assert deadline(102, "duty_vacancy").state.value == "met"
    assert not is_unsettled(on)


def test_while_the_owner_is_away_the_deputy_has_the_deadline(desk):
    on = desk.on(desk.elise)
    give("CRED-02", desk.dana, on)
    give("CRED-02", desk.joel, on, part=Part.DEPUTY)
    record_absence(desk.dana.id, TODAY, date(2026, 12, 4), on)
    settle(on)
    assert deadline(102).owner_id == desk.joel.id
    settle(desk.on(desk.elise, date(2026, 12, 4)))
    assert deadline(102).owner_id == desk.dana.id


def test_settling_twice_writes_nothing(desk):
    on = desk.on(desk.elise)
    settle(on)
    before = (session().query(FactRow).count(), session().query(Alert).count())
    settle(on)
    assert (session().query(FactRow).count(), session().query(Alert).count()) == before


def test_a_file_assigns_and_the_same_file_changes_nothing(desk):
    on = desk.on(desk.elise)
    rows = [
        row(2, "CRED-02", "DANA@aldercreek.example", "accountable", "2026-09-01"),
        row(3, "cred-02", "joel@aldercreek.example", "deputy"),
    ]
    judged = judge(rows, on)
    assert (judged.created, judged.updated, judged.refused) == (2, 0, ())
    apply(judged, "owners.csv", on)
    again = judge(rows, on)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert one_line("CRED-02", on).owner.name == "Dana Whitfield"


def test_a_row_of_a_file_names_its_file_in_the_fact(desk):
    on = desk.on(desk.elise)
    apply(judge([row(7, "CRED-02", "dana@aldercreek.example", "accountable")], on), "o.csv", on)
    fact = session().scalars(select(FactRow).where(FactRow.kind == "duty_assigned")).one()
    assert fact.origin == "o.csv, row 7"


def test_a_file_may_end_one_owner_and_begin_the_next(desk):
    on = desk.on(desk.elise)
    give("CRED-02", desk.dana, on, from_on=date(2026, 9, 1))
    rows = [
        row(2, "CRED-02", "dana@aldercreek.example", "accountable", "", "2026-11-23"),
        row(3, "CRED-02", "joel@aldercreek.example", "accountable", "2026-11-24"),
    ]
    judged = judge(rows, on)
    assert (judged.created, judged.updated, judged.refused) == (1, 1, ())
    apply(judged, "owners.csv", on)
    assert one_line("CRED-02", on).owner.name == "Joel Sandoval"


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        (("CRED-99", "dana@aldercreek.example", "accountable"), "duty_id", "no responsibility"),
        (("CRED-02", "who@plan.example", "accountable"), "person_email", "Nobody has an account"),
        (("CRED-02", "dana@aldercreek.example", "boss"), "part", "boss is no part. Use one of"),
        (("CRED-02", "dana@aldercreek.example", "lead"), "part", "lead is no part"),
        (("CRED-02", "dana@aldercreek.example", "deputy", "2026-02-30"), "from", "2026-02-30"),
        (
            ("CRED-02", "dana@aldercreek.example", "deputy", "2026-11-20", "2026-11-01"),
            "to",
            "lies before the first",
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_column(desk, cells, column, message):
    refused = judge([row(2, *cells)], desk.on(desk.elise)).refused
    assert [(each.row, each.column) for each in refused] == [(2, column)]
    assert message in refused[0].message


def test_two_accountable_rows_of_one_file_are_refused(desk):
    rows = [
        row(2, "CRED-02", "dana@aldercreek.example", "accountable"),
        row(3, "CRED-02", "joel@aldercreek.example", "accountable"),
    ]
    judged = judge(rows, desk.on(desk.elise))
    assert (judged.created, [each.row for each in judged.refused]) == (1, [3])
