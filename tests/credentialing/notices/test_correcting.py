"""Corrections that are refused, by the preview as by the save: proof, order, the first rules."""

from datetime import date, timedelta

import pytest

from compliance.core.errors import BadValue
from compliance.credentialing.rules.beginnings import before_rules, rules_since
from compliance.credentialing.services.corrections import (
    DateCorrection,
    correct_date,
    preview_correction,
)
from compliance.credentialing.services.notice_letters import Wanted
from compliance.credentialing.services.paper_notices import record_paper_notice
from tests.conftest import TODAY
from tests.credentialing.notices.desk import (
    PROOF,
    accepted,
    again,
    notice_is_met_on,
    on,
    received,
    reviewed,
)
from tests.makers.rulebook import book

pytestmark = pytest.mark.usefixtures("with_rules")
DAY = timedelta(days=1)
MONDAY = date(2026, 11, 16)
TOLD = date(2026, 11, 18)
WRITTEN = TODAY - 3 * DAY


def corrected(which: str, day: date) -> DateCorrection:
    return DateCorrection(which, day, "The stamp says otherwise.")


@pytest.fixture(params=[preview_correction, correct_date], ids=["preview", "save"])
def correct(request):
    """Return each way to ask for a correction; what one refuses the other does."""
    return lambda loaded, which, day: request.param(loaded, corrected(which, day), on())


def on_paper(loaded, dated_on: date | None = None):
    record_paper_notice(loaded, Wanted("complete", day=dated_on), TODAY, PROOF, on())
    return again(loaded)


def told_by_a_file():
    return received(received_on=MONDAY, said="complete", notice_sent_on=TOLD)


def test_the_day_a_mail_server_took_a_notice_cannot_be_typed(correct, door, clock):
    loaded = reviewed(received_on=MONDAY)
    accepted(loaded, door, clock)
    with pytest.raises(BadValue, match="the mail server accepted it on 24 Nov 2026") as refused:
        correct(again(loaded), "notice_sent_on", TOLD)
    assert refused.value.field == "which"
    assert "enter the bounce" in str(refused.value)


def test_a_paper_letter_can_be_set_right_to_the_day_it_was_written():
    letter = on_paper(received(received_on=MONDAY), dated_on=WRITTEN)
    correct_date(letter, corrected("notice_sent_on", WRITTEN), on())
    assert notice_is_met_on(letter) == WRITTEN


def test_a_declared_notice_can_be_set_right():
    loaded = told_by_a_file()
    correct_date(loaded, corrected("notice_sent_on", TOLD - DAY), on())
    assert notice_is_met_on(loaded) == TOLD - DAY


def test_a_letter_does_not_go_out_before_the_review_it_tells_of(correct):
    letter = on_paper(received(received_on=MONDAY), dated_on=WRITTEN)
    with pytest.raises(BadValue, match="before it was found complete on 21 Nov 2026"):
        correct(letter, "notice_sent_on", WRITTEN - DAY)


def test_a_letter_does_not_go_out_before_the_date_printed_on_it(correct):
    loaded = received(received_on=MONDAY, completed_on=MONDAY)
    letter = on_paper(loaded, dated_on=WRITTEN)
    with pytest.raises(BadValue, match="is dated 21 Nov 2026, so it cannot have gone out before"):
        correct(letter, "notice_sent_on", WRITTEN - DAY)


def test_a_receipt_after_the_applicant_was_told_is_refused(correct):
    with pytest.raises(BadValue, match="told on 18 Nov 2026, before it was received on 19 Nov"):
        correct(told_by_a_file(), "received_on", TOLD + DAY)


def test_the_same_day_again_is_no_correction(correct):
    with pytest.raises(BadValue, match="It is 16 Nov 2026 already"):
        correct(received(received_on=MONDAY), "received_on", MONDAY)


def test_a_receipt_before_the_first_rules_is_refused(correct):
    first = rules_since(on().book)
    with pytest.raises(BadValue, match="in force from 1 Jan 2023") as refused:
        correct(received(received_on=MONDAY), "received_on", first - DAY)
    assert refused.value.field == "day"


def test_the_first_day_of_the_rules_is_read_from_the_rulebook():
    assert before_rules(date(2022, 12, 31), book()).startswith("31 Dec 2022 is too early")
    assert before_rules(rules_since(book()), book()) == ""
