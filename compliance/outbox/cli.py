"""`daybook mail`: try the mail server, take in delivery reports."""

from dataclasses import asdict
from typing import BinaryIO

import click

from compliance.core.errors import Environment
from compliance.core.states import MESSAGE_WORDS, MessageState
from compliance.db import transaction
from compliance.doors import Console, door_of
from compliance.mail import Unreachable, html_of_text, read_bounce
from compliance.outbox.jobs import send_now, tell_results
from compliance.outbox.queries import message
from compliance.outbox.services import NewMessage, record_bounce

TEST_SUBJECT = "Test message from Daybook"
TEST_TEXT = "This message was sent to find out whether Daybook can send mail. It needs no answer.\n"


@click.group()
def mail() -> None:
    """Try the mail server; take in delivery reports."""


@mail.command("test")
@click.argument("to")
@click.pass_context
def send_test(ctx: click.Context, to: str) -> None:
    """Send a test message to TO and print the mail server's answer."""
    console: Console = ctx.obj
    with console.app.app_context():
        number, problem = send_now(_test_message(to), console.writing(), door_of(console.app))
        found = message(number)
    if isinstance(problem, Unreachable):
        raise Environment(f"{found.response} Set DAYBOOK_MAIL_URL, or wait for the server.")
    document = {"to": to, "state": found.state.value, "answer": found.response}
    console.emit(document, [f"{MESSAGE_WORDS[found.state].label}: {found.response}"])
    if found.state not in {MessageState.SENT, MessageState.WRITTEN}:
        ctx.exit(1)


def _test_message(to: str) -> NewMessage:
    return NewMessage(
        kind="test",
        to_address=to,
        subject=TEST_SUBJECT,
        body_text=TEST_TEXT,
        body_html=html_of_text(TEST_SUBJECT, TEST_TEXT),
    )


@mail.command("bounce")
@click.argument("report", type=click.File("rb"))
@click.pass_obj
def take_bounce(console: Console, report: BinaryIO) -> None:
    """Record the delivery report in REPORT (- reads it from stdin): its message came back.

    A clock that the message had closed runs again at once.
    """
    bounce = read_bounce(report.read())
    with console.app.app_context():
        on = console.writing()
        with transaction():
            number = record_bounce(bounce, on)
        tell_results(door_of(console.app))
    line = f"Message {number} to {bounce.recipient} came back: {bounce.status} {bounce.diagnostic}"
    console.emit({"message": number, **asdict(bounce)}, [line.rstrip()])
