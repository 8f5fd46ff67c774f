"""One letter to each of many: who gets it, who is left out and why."""

import pytest

from compliance.credentialing.services.bulk_notices import AS_REVIEWED, bulk_preview, bulk_send
from compliance.credentialing.services.completeness import find_complete
from compliance.credentialing.services.decisions import close
from compliance.credentialing.services.loading import Loaded
from compliance.credentialing.services.notices import undo_notice
from compliance.credentialing.services.paper_notices import record_paper_notice
from compliance.db import session, transaction
from tests.conftest import TODAY
from tests.credentialing.notices.desk import COMPLETE, PROOF, again, kinds, on, received, sent

pytestmark = pytest.mark.usefixtures("with_rules")


def reviewed(**matters) -> Loaded:
    loaded = received(**matters)
    find_complete(loaded, TODAY, on())
    session().commit()
    return again(loaded)


def test_a_bulk_preview_says_who_is_left_out_and_why():
    ready, unread, silent = reviewed(), received(), reviewed(email="")
    garbled = reviewed(email="nope")
    gone, waiting = reviewed(), reviewed()
    close(gone, "withdrawn", TODAY, "", on())
    session().commit()
    sent(waiting)
    told = reviewed()
    record_paper_notice(told, COMPLETE, TODAY, PROOF, on())
    every = [each.id for each in (ready, unread, silent, garbled, gone, waiting, told)]
    found = bulk_preview([*every, ready.id], "complete", on())
    assert [each.id for each in found.ready] == [ready.id]
    whys = {each.id: each.why for each in found.skipped}
    assert whys[unread.id].startswith("Not reviewed")
    assert whys[silent.id].startswith("There is no email address")
    assert whys[garbled.id].startswith("“nope” is not an email address.")
    assert whys[gone.id] == "Closed: Withdrawn."
    assert whys[waiting.id] == "The same letter is on its way already."
    assert whys[told.id] == "Already told, on Tue 24 Nov."


def test_a_bulk_letter_says_what_each_review_said():
    complete, incomplete = reviewed(), received()
    number = sent(incomplete, "incomplete", ("w9",))
    with transaction():
        undo_notice(number, on())
    with transaction():
        done = bulk_send([complete.id, incomplete.id], AS_REVIEWED, on())
    assert [each.letter_id for each in done.ready] == ["complete", "incomplete"]
    assert kinds(complete)[-1] == kinds(incomplete)[-1] == "notice_queued"


def test_a_bulk_act_done_twice_sends_once():
    loaded = reviewed()
    with transaction():
        bulk_send([loaded.id], "complete", on())
    with transaction():
        assert bulk_send([loaded.id], "complete", on()).ready == ()


def test_a_file_that_waits_for_its_npi_is_asked_for_it():
    loaded = received(npi="2000000000")
    assert bulk_preview([loaded.id], "complete", on()).skipped[0].why.startswith("Not reviewed")
    with transaction():
        done = bulk_send([loaded.id], AS_REVIEWED, on())
    assert [(each.letter_id, each.items) for each in done.ready] == [("incomplete", ("npi",))]
    assert again(loaded).story.missing == ("npi",)
