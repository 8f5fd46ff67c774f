"""What is learned about a message after it went out, by report or by a person's decision."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from compliance.core.errors import BadFile, NotFound, NotNow
from compliance.core.states import MESSAGE_WORDS, MessageState
from compliance.db import changed_rows, session
from compliance.mail import Bounce
from compliance.occasions import Occasion
from compliance.outbox.models import Message
from compliance.outbox.queries import SettledMessage
from compliance.outbox.rules import MAY_BOUNCE, AttemptResult
from compliance.outbox.services.messages import log, message_row


def record_bounce(bounce: Bounce, on: Occasion) -> int:
    """Record a delivery report and return the number of its message.

    The message becomes bounced, which reopens what it had met. A report about the copy alone is
    kept in the log and changes nothing. The same report twice changes nothing either.

    Raises:
        BadFile: the report does not name its message.
        NotFound: the report names no message of this instance.
    """
    if not bounce.message_id:
        raise BadFile(
            "The report does not say which message it is about: it lacks the id of the original. "
            "Open the notice in Daybook and enter there that it came back."
        )
    token = bounce.message_id.strip("<> ").partition("@")[0]
    row = session().scalar(select(Message).where(Message.rfc822_id == token))
    if row is None:
        raise NotFound(
            f"The report is about message {bounce.message_id}, which was not sent from here."
        )
    said = " ".join(part for part in (bounce.status, bounce.diagnostic) if part)
    if _is_copy(bounce.recipient, row):
        log(row.id, AttemptResult.COPY_BOUNCED, f"{bounce.recipient}: {said}", on)
        return row.id
    bounce_message(row.id, said, on)
    return row.id


def _is_copy(recipient: str, row: Message) -> bool:
    bounced = recipient.casefold()
    return bounced == row.cc_address.casefold() != row.to_address.casefold()


def bounce_message(message_id: int, said: str, on: Occasion) -> None:
    """Record that a message came back, as entered by a person or read from a report."""
    on.refuse_past()
    row = message_row(message_id)
    if row.state is MessageState.BOUNCED:
        return
    if row.state not in MAY_BOUNCE:
        raise _not_now(row, "was never handed to a mail server, so it cannot have bounced")
    _settle(row, MessageState.BOUNCED, on.now, response=said)
    log(message_id, AttemptResult.BOUNCED, said, on)


def settle_unknown(message_id: int, was_sent: bool, on: Occasion) -> None:
    """Record a person's decision on a message whose fate is unknown.

    Sent: it counts as accepted at the moment it was being handed over. Not sent: it counts as
    failed, and `retry_failed` sends it again.
    """
    on.refuse_past()
    row = message_row(message_id)
    if row.state is not MessageState.UNKNOWN:
        raise _not_now(row, "is not one to decide about")
    said = f"{on.actor.name}: {'it was sent' if was_sent else 'it was not sent'}"
    if was_sent:
        _settle(row, MessageState.SENT, on.now, response=said, accepted_at=row.claimed_at)
        log(message_id, AttemptResult.SETTLED_SENT, said, on)
        return
    _settle(row, MessageState.FAILED, on.now, response=said)
    log(message_id, AttemptResult.SETTLED_NOT_SENT, said, on)


def retry_failed(message_id: int, on: Occasion) -> None:
    """Put a failed message back in the queue, due at once, with all its tries again."""
    on.refuse_past()
    row = message_row(message_id)
    if row.state is not MessageState.FAILED:
        raise _not_now(row, "has not failed")
    _change(
        row,
        state=MessageState.WAITING,
        next_attempt_at=on.now,
        attempts=0,
        settled_at=None,
    )
    log(message_id, AttemptResult.RETRIED, "", on)


def mark_heard(settled: Iterable[SettledMessage]) -> None:
    """Note which results their feature has taken in; a newer result is heard again."""
    for each in settled:
        session().execute(
            update(Message)
            .where(Message.id == each.id, Message.heard_number < each.result_number)
            .values(heard_number=each.result_number)
        )


def _settle(row: Message, state: MessageState, now: datetime, **more: Any) -> None:
    _change(
        row,
        state=state,
        settled_at=now,
        next_attempt_at=None,
        result_number=Message.result_number + 1,
        **more,
    )


def _change(row: Message, **values: Any) -> None:
    """Change the row only if nobody else has moved it since it was read."""
    was = row.state
    statement = update(Message).where(Message.id == row.id, Message.state == was).values(**values)
    if not changed_rows(session().execute(statement)):
        raise _not_now(row, "was changed by somebody else just now")
    session().refresh(row)


def _not_now(row: Message, why: str) -> NotNow:
    label = MESSAGE_WORDS[row.state].label
    return NotNow(f"Message {row.id} to {row.to_address} ({label}) {why}.")
