"""Everyday entries: owners, notes, calls, checks, documents."""

from datetime import date, timedelta

import pytest

from compliance.core.errors import BadValue, Conflict, NotFound, NotNow
from compliance.credentialing.services import completeness, decisions, upkeep
from compliance.credentialing.services.loading import load, load_unchanged, record
from compliance.ledger.services import Entry as FactEntry
from tests.conftest import TODAY
from tests.credentialing.services.desk import (
    MONDAY,
    again,
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
