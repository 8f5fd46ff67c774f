"""What a letter will say, to whom it goes, what to mind first; nothing is written."""

import pytest

from compliance.core.errors import BadValue, NotFound, NotNow
from compliance.credentialing.services.notices import preview_notice
from compliance.outbox.queries import message
from tests.credentialing.notices.desk import ANA, again, kinds, on, received, sent
from tests.makers.applications import CONTACT

pytestmark = pytest.mark.usefixtures("with_rules")


def test_a_preview_is_the_letter_as_it_goes_out_and_writes_nothing():
    loaded = received()
    shown = preview_notice(loaded, "complete", (), on())
    assert (shown.to, shown.cc) == (ANA, CONTACT)
    assert "We expect to decide by Tuesday, January 19, 2027." in shown.body_text
    assert kinds(loaded) == ["received"]
    number = sent(loaded)
    assert message(number).body_text == shown.body_text
    assert message(number).body_html == shown.body_html


def test_a_preview_warns_where_there_is_no_address():
    shown = preview_notice(received(email="", contact_email="nobody"), "complete", (), on())
    assert not shown.can_be_mailed
    assert shown.warnings[0].endswith("Add one, or send a paper letter.")
    assert "“nobody” is not an email address" in shown.warnings[1]


def test_a_preview_of_complete_says_what_is_wrong_with_the_file():
    shown = preview_notice(received(npi="2000000001"), "complete", (), on())
    assert shown.warnings == ("2000000001 is not a valid NPI. Check every digit.",)


def test_an_unknown_letter_is_not_found_and_the_known_ones_are_named():
    with pytest.raises(NotFound, match="Known: complete, incomplete, not_eligible, reminder"):
        preview_notice(received(), "welcome", (), on())


def test_incomplete_needs_an_item_of_the_checklist():
    with pytest.raises(BadValue, match="Choose at least one missing item"):
        preview_notice(received(), "incomplete", (), on())
    with pytest.raises(BadValue, match="Not on the checklist: shoes"):
        preview_notice(received(), "incomplete", ("shoes",), on())


def test_what_is_still_missing_cannot_be_left_out_of_the_letter():
    loaded = received()
    sent(loaded, "incomplete", ("w9", "release"))
    with pytest.raises(BadValue, match="Still missing: Release and consent"):
        preview_notice(again(loaded), "incomplete", ("w9",), on())


def test_complete_is_refused_while_an_item_is_missing():
    loaded = received()
    sent(loaded, "incomplete", ("w9",))
    with pytest.raises(NotNow, match="1 of the items asked for have not arrived"):
        preview_notice(again(loaded), "complete", (), on())


def test_a_plan_without_a_phone_number_is_told_where_to_enter_it():
    with pytest.raises(BadValue, match="Enter the plan's phone number under Settings"):
        preview_notice(received(), "complete", (), on(plan__phone=""))
