"""Letters on paper, recorded with their proof."""

from dataclasses import replace
from datetime import timedelta

import pytest

from compliance.core.errors import BadValue, NotNow
from compliance.credentialing.queries.notices import notices_of, paper_page
from compliance.credentialing.queries.one import application
from compliance.credentialing.rules.steps import is_running
from compliance.credentialing.services.notice_letters import preview_letter
from compliance.credentialing.services.paper_notices import (
    Proof,
    record_paper_notice,
    record_returned,
)
from tests.conftest import TODAY
from tests.credentialing.notices.desk import (
    COMPLETE,
    PROOF,
    again,
    kinds,
    notice_is_met_on,
    on,
    received,
    ref,
)

pytestmark = pytest.mark.usefixtures("with_rules")


def test_a_paper_letter_with_proof_closes_the_clock_on_the_day_it_went():
    loaded = received(email="")
    record_paper_notice(loaded, COMPLETE, TODAY - timedelta(days=1), PROOF, on())
    fact = again(loaded).facts[-1]
    assert notice_is_met_on(loaded) == TODAY - timedelta(days=1)
    assert fact.payload["proof"]["tracking"] == PROOF.tracking
    assert fact.payload["body_text"].startswith("November 23, 2026\n")


def test_a_paper_letter_is_kept_with_the_date_and_the_words_that_were_read():
    loaded = received(email="")
    yesterday = TODAY - timedelta(days=1)
    body = preview_letter(loaded, replace(COMPLETE, day=yesterday), on()).body_text
    wanted = replace(COMPLETE, day=yesterday, edited=body.replace("Dear", "Hello"))
    record_paper_notice(loaded, wanted, TODAY, PROOF, on())
    fact = again(loaded).facts[-1]
    assert (fact.happened_on, fact.payload["edited"]) == (TODAY, True)
    assert fact.payload["body_text"].startswith("November 23, 2026\n\nHello ")


@pytest.mark.parametrize("days", [0, -5], ids=["after it was sent", "before it was received"])
def test_a_paper_letter_carries_a_date_that_can_be(days):
    wanted = replace(COMPLETE, day=TODAY + timedelta(days=days))
    with pytest.raises(BadValue, match=r"cannot be dated \d+ Nov 2026") as refused:
        record_paper_notice(received(), wanted, TODAY - timedelta(days=1), PROOF, on())
    assert refused.value.field == "dated_on"


def test_a_paper_letter_without_proof_is_refused():
    loaded = received()
    with pytest.raises(BadValue, match="A notice counts only with proof"):
        record_paper_notice(loaded, COMPLETE, TODAY, Proof(tracking=" "), on())
    assert kinds(loaded) == ["received"]


def test_a_receipt_must_be_a_document_of_the_application():
    with pytest.raises(BadValue, match="Choose a document of this application"):
        record_paper_notice(received(), COMPLETE, TODAY, Proof(document="feed"), on())


@pytest.mark.parametrize("days", [1, -5], ids=["tomorrow", "before it was received"])
def test_a_paper_letter_went_on_a_day_that_can_be(days):
    with pytest.raises(BadValue) as refused:
        record_paper_notice(received(), COMPLETE, TODAY + timedelta(days=days), PROOF, on())
    assert refused.value.field == "sent_on"


def test_a_paper_letter_that_came_back_reopens_the_clock():
    loaded = received()
    record_paper_notice(loaded, COMPLETE, TODAY, PROOF, on())
    number = again(loaded).facts[-1].id
    record_returned(again(loaded), number, "moved away", on())
    assert is_running(again(loaded).snapshot.clocks[0])
    (line,) = notices_of(application(ref(loaded), on()), on())
    assert line.text == "Tue 24 Nov, paper letter, came back: moved away"
    with pytest.raises(NotNow, match="does not stand as sent any more"):
        record_returned(again(loaded), number, "moved away", on())


def test_a_paper_letter_is_shown_with_its_text_and_proof():
    loaded = received()
    record_paper_notice(loaded, COMPLETE, TODAY, PROOF, on())
    found = application(ref(loaded), on())
    page = paper_page(found, found.facts[-1].id, on())
    assert page.paragraphs[0] == ["November 24, 2026"]
    assert page.can_return
