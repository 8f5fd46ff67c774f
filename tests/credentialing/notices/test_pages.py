"""What the pages of notices ask the record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from compliance.core.errors import NotFound
from compliance.credentialing.jobs import settle_notices
from compliance.credentialing.queries.notices import notice_page
from compliance.credentialing.services.corrections import correct_values
from compliance.outbox.jobs import deliver
from compliance.outbox.queries import message
from tests.conftest import TODAY
from tests.credentialing.notices.desk import ANA, again, on, received, sent

pytestmark = pytest.mark.usefixtures("with_rules")


def test_the_page_of_a_notice_offers_what_can_be_done(door, box, clock):
    loaded = received()
    number = sent(loaded)
    assert notice_page(number, on()).can_undo
    clock.wait(minutes=11)
    deliver(door)
    settle_notices(door)
    page = notice_page(number, on())
    assert (page.can_undo, page.can_retry, page.can_settle, page.can_return) == (
        False,
        False,
        False,
        True,
    )
    assert page.word.label == "Accepted"


def test_a_notice_is_not_found_on_a_day_before_it_was_written():
    loaded = received()
    number = sent(loaded)
    past = replace(on(), as_of=TODAY - timedelta(days=1))
    with pytest.raises(NotFound, match="or had none by that day"):
        notice_page(number, past)


def test_a_corrected_address_gets_the_next_letter():
    loaded = received(email="")
    correct_values(loaded, {"email": ANA}, "the applicant called", on())
    assert message(sent(again(loaded))).to_address == ANA
