"""After a restore nothing goes out until an administrator has looked at what waits."""

import pytest

from compliance.core.errors import NotNow
from compliance.core.states import MessageState
from compliance.db import session, transaction
from compliance.outbox.holds import (
    Released,
    hold_outgoing,
    release_outgoing,
    standing_hold,
)
from compliance.outbox.queries import message
from compliance.outbox.services import NewMessage, queue_message
from compliance.outbox.services.delivery import claim_next, claim_one
from tests.conftest import OLD, occasion, sign_in
from tests.makers.people import make_person
from tests.web.page_client import PageClient

PLACE = "/settings/holds"
EARLIER = occasion(now=OLD)
NOW = occasion().now


def queued(subject: str, on=EARLIER) -> int:
    new = NewMessage("digest", "olivia@aldercreek.example", subject, "One notice.\n")
    return queue_message(new, on)


@pytest.fixture
def held(people) -> int:
    """Hold one message of the backup and return its number."""
    with transaction():
        number = queued("From the backup")
        hold_outgoing(OLD, NOW)
    return number


@pytest.fixture
def avery(client, held) -> PageClient:
    person = make_person("Avery Lindholm", occasion(), "admin")
    session().commit()
    return PageClient(sign_in(client, person))


def test_a_held_message_is_not_claimed_until_it_is_released(held):
    assert claim_next("one", NOW) is None
    with transaction():
        assert release_outgoing(occasion()) == Released(1, 0)
    assert claim_next("one", NOW).id == held


def test_a_message_sent_by_hand_goes_while_others_are_held(held):
    assert claim_one(held, "one", NOW).id == held


def test_restored_messages_are_taken_back_and_newer_ones_go(held):
    with transaction():
        newer = queued("Written since", occasion())
        assert release_outgoing(occasion(), cancel_restored=True) == Released(1, 1)
    assert message(held).state is MessageState.CANCELLED
    assert [each.response for each in message(held).log] == ["restored from a backup"]
    assert claim_next("one", NOW).id == newer


def test_nothing_held_cannot_be_released(people):
    assert standing_hold() is None
    with pytest.raises(NotNow, match="Nothing is held"):
        release_outgoing(occasion())


def test_the_administrator_is_told_on_every_page_and_releases(avery, held):
    assert "Restored from a backup" in avery.get("/account").text
    page = avery.get(PLACE)
    assert "Digest" in page.text
    refused = avery.post(f"{PLACE}/release", page.fields(f"{PLACE}/release"), 200)
    assert "Choose what becomes of the messages" in refused.text
    form = {**page.fields(f"{PLACE}/release"), "restored": "cancel"}
    after = avery.follow(avery.post(f"{PLACE}/release", form, 303))
    assert "1 from the backup are taken back" in after.text
    assert "Restored from a backup" not in avery.get("/account").text
    avery.post(f"{PLACE}/release", form, 303)


def test_others_are_not_told_and_may_not_look(client, people, held):
    pages = PageClient(sign_in(client, people.olivia))
    assert "Restored from a backup" not in pages.get("/account").text
    pages.get(PLACE, status=403)
    pages.post(f"{PLACE}/release", {}, 403)


def test_a_stranger_signs_in_first(client, held):
    assert client.get(PLACE).location == f"/login?next={PLACE}"
