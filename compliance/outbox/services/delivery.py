"""Claim, send, mark: each step of delivery is a commit of its own, opened by the door.

A message is claimed by compare-and-set, so two deliverers never hold the same one. What is left
claimed by a deliverer that died becomes unknown and is never sent again by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update

from compliance.core.errors import NotNow
from compliance.core.states import MessageState
from compliance.db import changed_rows, session
from compliance.mail import (
    Accepted,
    DeliveryProblem,
    OutgoingMail,
    PermanentFailure,
    TemporaryFailure,
)
from compliance.outbox.holds import is_held
from compliance.outbox.models import Message, MessageAttempt
from compliance.outbox.rules import LOST_AFTER, AttemptResult, next_attempt_at

LOST = "The deliverer stopped between handing it over and noting the answer. Did it arrive?"


@dataclass(frozen=True)
class Claim:
    """One message held by one deliverer; `attempts` counts the try that is being made."""

    id: int
    kind: str
    person_id: int | None
    claimed_by: str
    claimed_at: datetime
    attempts: int
    mail: OutgoingMail


def claim_next(claimer: str, now: datetime) -> Claim | None:
    """Claim the message that has been due longest; None when none is due, or all are held."""
    return _claim(and_(Message.next_attempt_at <= now, ~is_held()), claimer, now)


def claim_one(message_id: int, claimer: str, now: datetime) -> Claim:
    """Claim a certain message, due or not; raises `NotNow` unless it waits."""
    claim = _claim(Message.id == message_id, claimer, now)
    if claim is None:
        raise NotNow(f"Message {message_id} does not wait to be sent.")
    return claim


def _claim(which: ColumnElement[bool], claimer: str, now: datetime) -> Claim | None:
    query = (
        select(Message)
        .where(Message.state == MessageState.WAITING, which)
        .order_by(Message.next_attempt_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session().scalar(query)
    if row is None or not _is_ours(row.id, claimer, now):
        return None
    session().refresh(row)
    whose = row.id, row.kind, row.person_id
    return Claim(*whose, claimer, now, row.attempts, _mail_of(row, now))


def _is_ours(message_id: int, claimer: str, now: datetime) -> bool:
    statement = (
        update(Message)
        .where(Message.id == message_id, Message.state == MessageState.WAITING)
        .values(
            state=MessageState.SENDING,
            claimed_by=claimer,
            claimed_at=now,
            attempts=Message.attempts + 1,
        )
    )
    return changed_rows(session().execute(statement)) == 1


def _mail_of(row: Message, now: datetime) -> OutgoingMail:
    return OutgoingMail(
        token=row.rfc822_id,
        to_address=row.to_address,
        cc_address=row.cc_address,
        subject=row.subject,
        body_text=row.body_text,
        body_html=row.body_html,
        calendar=row.calendar,
        date=now,
    )


def mark_accepted(claim: Claim, accepted: Accepted, now: datetime) -> MessageState:
    """Record the server's answer; returns sent, or written where mail goes to a folder."""
    state = MessageState.SENT if accepted.was_sent else MessageState.WRITTEN
    settled = {"accepted_at": now, **_settled(now)}
    _mark(claim, state, accepted.response, settled)
    _log(claim.id, AttemptResult(state.value), accepted.response, now)
    return state


def mark_problem(
    claim: Claim, problem: DeliveryProblem, now: datetime, *, is_last: bool = False
) -> MessageState:
    """Record what went wrong; returns waiting (tried again later), failed or unknown.

    A temporary failure waits longer every time and fails after the last try, or at once where
    `is_last` says that no other try is wanted.
    """
    said = str(problem)
    again = None if is_last else next_attempt_at(claim.attempts, now)
    state, result = _outcome(problem, again)
    more = {"next_attempt_at": again} if state is MessageState.WAITING else _settled(now)
    _mark(claim, state, said, more)
    _log(claim.id, result, said, now)
    return state


def _outcome(
    problem: DeliveryProblem, again: datetime | None
) -> tuple[MessageState, AttemptResult]:
    if isinstance(problem, PermanentFailure):
        return MessageState.FAILED, AttemptResult.PERMANENT
    if isinstance(problem, TemporaryFailure):
        state = MessageState.WAITING if again else MessageState.FAILED
        return state, AttemptResult.TEMPORARY
    return MessageState.UNKNOWN, AttemptResult.UNKNOWN


def _settled(now: datetime) -> dict[str, Any]:
    return {
        "settled_at": now,
        "next_attempt_at": None,
        "result_number": Message.result_number + 1,
    }


def _mark(claim: Claim, state: MessageState, response: str, more: dict[str, Any]) -> None:
    """Set the state if the message is still under this claim, or was given up as lost.

    Where a report or a person has settled it meanwhile, only the log keeps the answer.
    """
    session().execute(
        update(Message)
        .where(
            Message.id == claim.id,
            Message.claimed_by == claim.claimed_by,
            Message.claimed_at == claim.claimed_at,
            Message.state.in_((MessageState.SENDING, MessageState.UNKNOWN)),
        )
        .values(state=state, response=response, **{"settled_at": None, **more})
    )


def give_up_lost(now: datetime) -> int:
    """Show as unknown what a dead deliverer left claimed; returns how many.

    Nothing is sent again: whether it arrived is for a person to find out and decide.
    """
    query = select(Message.id).where(
        Message.state == MessageState.SENDING, Message.claimed_at <= now - LOST_AFTER
    )
    lost = session().scalars(query.with_for_update(skip_locked=True)).all()
    for message_id in lost:
        values = {"state": MessageState.UNKNOWN, "response": LOST, **_settled(now)}
        session().execute(update(Message).where(Message.id == message_id).values(**values))
        _log(message_id, AttemptResult.UNKNOWN, LOST, now)
    return len(lost)


def _log(message_id: int, result: AttemptResult, response: str, now: datetime) -> None:
    session().add(
        MessageAttempt(message_id=message_id, tried_at=now, result=result, response=response)
    )
    session().flush()
