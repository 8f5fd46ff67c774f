"""Letters that came back: by report or entered by hand."""

from contextlib import nullcontext
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from compliance.app import HEARERS
from compliance.core.errors import NotNow
from compliance.credentialing.jobs import settle_notices
from compliance.credentialing.rules.steps import is_running
from compliance.credentialing.services.settling import enter_bounce
from compliance.db import session, transaction
from compliance.deadlines.cli import deadlines
from compliance.doors import Door
from compliance.mail import read_bounce
from compliance.outbox.cli import mail
from compliance.outbox.jobs import deliver
from compliance.outbox.models import Message
from compliance.outbox.services import record_bounce
from tests.conftest import TODAY
from tests.credentialing.notices.desk import (
    ANA,
    accepted,
    again,
    kinds,
    notice_is_met_on,
    on,
    received,
    sent,
)

pytestmark = pytest.mark.usefixtures("with_rules")


def report(number: int, status: str = "5.1.1") -> bytes:
    token = session().get_one(Message, number).rfc822_id
    return (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mail.test\r\n\r\nFinal-Recipient: rfc822; {ANA}\r\n"
        f"Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; no such user\r\n\r\n"
        "--x\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: <{token}@plan.example>\r\n\r\n--x--\r\n"
    ).encode()


def test_a_bounce_reopens_the_clock(door, clock):
    loaded = received()
    number = accepted(loaded, door, clock)
    with transaction():
        record_bounce(read_bounce(report(number)), on())
    settle_notices(door)
    fact = again(loaded).facts[-1]
    assert (fact.kind, fact.payload["message_id"]) == ("notice_bounced", number)
    assert "no such user" in fact.payload["diagnostic"]
    assert is_running(again(loaded).snapshot.clocks[0])


def test_a_bounce_before_the_acceptance_was_taken_in_tells_both(door, clock):
    loaded = received()
    number = sent(loaded)
    clock.wait(minutes=11)
    deliver(door)
    with transaction():
        record_bounce(read_bounce(report(number)), on())
    settle_notices(door)
    assert kinds(loaded)[-2:] == ["notice_sent", "notice_bounced"]


def test_a_bounce_entered_by_hand_counts_at_once_and_once(door, clock):
    loaded = received()
    number = accepted(loaded, door, clock)
    with transaction():
        enter_bounce(number, "mailbox closed", door.occasion())
    assert settle_notices(door) == {"taken_in": 0}
    assert kinds(loaded).count("notice_bounced") == 1
    assert is_running(again(loaded).snapshot.clocks[0])


def test_a_letter_that_never_went_out_cannot_have_come_back():
    number = sent(received())
    with pytest.raises(NotNow, match="never went out"):
        enter_bounce(number, "gone", on())


@dataclass
class AtTheConsole:
    """What the command line hands down, over the door of a test."""

    door: Door
    json: bool = True

    @property
    def app(self):
        parts = {"settings": self.door.settings, "clock": self.door.clock, "hearers": HEARERS}
        return SimpleNamespace(extensions={"daybook": parts}, app_context=nullcontext)

    def writing(self):
        return self.door.occasion()

    def emit(self, document, lines):
        pass


def run(group, door, *words, given=None):
    obj = AtTheConsole(door)
    return CliRunner().invoke(group, words, obj=obj, input=given, standalone_mode=False)


def test_the_commands_close_and_reopen_the_clock_at_once(door, clock):
    loaded = received()
    number = sent(loaded)
    clock.wait(minutes=11)
    assert run(deadlines, door, "deliver").exception is None
    assert notice_is_met_on(loaded) == TODAY
    assert run(mail, door, "bounce", "-", given=report(number)).exception is None
    assert notice_is_met_on(loaded) is None
    assert kinds(loaded)[-1] == "notice_bounced"
