"""Queueing a message, and taking it back while its undo window is open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from compliance.core.errors import BadValue, NotFound, NotNow
from compliance.core.states import MESSAGE_WORDS, MessageState
from compliance.db import changed_rows, session
from compliance.occasions import Occasion
from compliance.outbox.models import Message, MessageAttempt
from compliance.outbox.rules import AttemptResult, can_cancel, is_address, one_line

LONGEST_SUBJECT = 500


@dataclass(frozen=True)
class NewMessage:
    """What is to go out: to whom, about what, in which words, and not before when.

    `message_key` makes queueing safe to repeat; `person_id` is the recipient where it is somebody
    who signs in; `not_before` ends the undo window.
    """

    kind: str
    to_address: str
    subject: str
    body_text: str
    body_html: str = ""
    cc_address: str = ""
    calendar: str = ""
    subject_kind: str = ""
    subject_id: int | None = None
    person_id: int | None = None
    message_key: str | None = None
    not_before: datetime | None = None


def queue_message(new: NewMessage, on: Occasion) -> int:
    """Queue a message and return its number; the same `message_key` returns the one queued first.

    Raises:
        BadValue: an address that no mail server would take.
    """
    on.refuse_past()
    _check_addresses(new)
    known = _with_key(new.message_key)
    if known is not None:
        return known
    row = Message(**_values(new, on))
    try:
        with session().begin_nested():
            session().add(row)
            session().flush()
    except IntegrityError:
        known = _with_key(new.message_key)
        if known is None:
            raise
        return known
    return row.id


def _with_key(key: str | None) -> int | None:
    if key is None:
        return None
    return session().scalar(select(Message.id).where(Message.message_key == key))


def _check_addresses(new: NewMessage) -> None:
    for field, address in (("to_address", new.to_address), ("cc_address", new.cc_address)):
        if (address or field == "to_address") and not is_address(address.strip()):
            raise BadValue(
                f"{one_line(address)!r} is not an email address. Give one, as name@example.org.",
                field,
            )


def _values(new: NewMessage, on: Occasion) -> dict[str, object]:
    return {
        "kind": new.kind,
        "subject_kind": new.subject_kind,
        "subject_id": new.subject_id,
        "person_id": new.person_id,
        "to_address": new.to_address.strip(),
        "cc_address": new.cc_address.strip(),
        "subject": one_line(new.subject)[:LONGEST_SUBJECT],
        "body_text": new.body_text,
        "body_html": new.body_html,
        "calendar": new.calendar,
        "state": MessageState.WAITING,
        "message_key": new.message_key,
        "rfc822_id": uuid4().hex,
        "queued_at": on.now,
        "queued_by": on.actor.person_id,
        "not_before": new.not_before,
        "next_attempt_at": new.not_before or on.now,
    }


def message_row(message_id: int) -> Message:
    """Return the message, read again from the database; raises `NotFound`."""
    row = session().get(Message, message_id, populate_existing=True)
    if row is None:
        raise NotFound(f"There is no message {message_id}.")
    return row


def log(message_id: int, result: AttemptResult, response: str, on: Occasion) -> None:
    """Write one line of the message's log under the person of the occasion."""
    session().add(
        MessageAttempt(
            message_id=message_id,
            tried_at=on.now,
            result=result,
            response=response,
            person_id=on.actor.person_id,
        )
    )
    session().flush()


def cancel_message(message_id: int, on: Occasion) -> None:
    """Take back a message whose undo window is open, or that was put off; it never goes out.

    Raises:
        NotNow: it is on its way, gone, or its window has closed.
    """
    on.refuse_past()
    row = message_row(message_id)
    taken_back = 0
    if can_cancel(row.state, row.not_before, on.now, row.attempts):
        taken_back = _cancelled(message_id, on.now)
    if not taken_back:
        raise NotNow(
            f"Message {message_id} to {row.to_address} can no longer be undone: "
            f"{MESSAGE_WORDS[row.state].label}."
        )
    log(message_id, AttemptResult.CANCELLED, "", on)


def hasten_message(message_id: int, at: datetime) -> bool:
    """End a message's undo window at an earlier moment; return whether it was still open then.

    A message that is on its way, or whose window ends before, stays as it is.
    """
    statement = (
        update(Message)
        .where(
            Message.id == message_id,
            Message.state == MessageState.WAITING,
            Message.not_before > at,
        )
        .values(not_before=at, next_attempt_at=at)
    )
    return changed_rows(session().execute(statement)) == 1


def _cancelled(message_id: int, now: datetime) -> int:
    statement = (
        update(Message)
        .where(Message.id == message_id, Message.state == MessageState.WAITING)
        .values(
            state=MessageState.CANCELLED,
            settled_at=now,
            next_attempt_at=None,
            result_number=Message.result_number + 1,
        )
    )
    return changed_rows(session().execute(statement))
