"""Receiving: what is written, what is refused, how it is numbered and found."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from compliance.core.errors import BadFile, NotFound, NotNow
from compliance.core.states import DeadlineState
from compliance.credentialing.queries.one import application_id
from compliance.credentialing.rules.entries import Dates
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.receive import Received, receive_application
from compliance.db import session
from compliance.ledger.models import FactRow
from tests.conftest import TODAY
from tests.credentialing.services.desk import (
    MONDAY,
    deadline,
    on,
    open_alerts,
    received,
    row_of,
)
from tests.makers.applications import make_application, make_entry, make_received
from tests.makers.people import make_person

pytestmark = pytest.mark.usefixtures("with_rules")


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
