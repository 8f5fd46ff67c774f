"""Taking in what became of notices: accepted, written to a folder, failed, unknown, bounced.

Nobody calls back: results are asked of the outbox and written as facts, each in one transaction
with the mark that it was heard. Asked again, nothing is written twice.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from compliance.core.errors import NotNow
from compliance.core.facts import Fact, standing
from compliance.core.states import MessageState
from compliance.credentialing.models import ApplicationRef
from compliance.credentialing.services.endings import end_with_letter, open_with_letter
from compliance.credentialing.services.loading import load, need_reason, record
from compliance.credentialing.services.notices import KIND, notice_message
from compliance.credentialing.services.paper_notices import record_returned
from compliance.db import session
from compliance.ledger.services import Entry
from compliance.occasions import Occasion
from compliance.outbox.queries import SettledMessage, settled_messages
from compliance.outbox.rules import MAY_BOUNCE
from compliance.outbox.services import bounce_message, mark_heard
from compliance.wallclock import local_day

COPIED = (
    "letter",
    "letter_version",
    "letterhead",
    "said",
    "items",
    "channel",
    "to",
    "cc",
    "edited",
)
NOT_SENT = frozenset({MessageState.WRITTEN, MessageState.FAILED, MessageState.UNKNOWN})


@dataclass(frozen=True)
class _Case:
    """One result beside the facts of its application that stand."""

    result: SettledMessage
    facts: tuple[Fact, ...]

    def fact(self, kind: str) -> Fact | None:
        """Return the newest standing fact of a kind about this message."""
        mine = (each for each in self.facts if each.kind == kind)
        of_message = [each for each in mine if each.payload.get("message_id") == self.result.id]
        return of_message[-1] if of_message else None


def take_in(result: SettledMessage, on: Occasion) -> None:
    """Write what became of one notice as facts of its application, and mark it heard."""
    if result.subject_id is not None:
        _hold(result.subject_id)
        loaded = load(result.subject_id, on)
        case = _Case(result, tuple(standing(loaded.facts)))
        if entries := _entries(case):
            record(loaded, entries, on)
            end_with_letter(load(loaded.id, on), entries, on)
        if bounced := _bounce(_Case(result, tuple(standing(load(loaded.id, on).facts)))):
            record(loaded, [bounced], on)
            open_with_letter(load(loaded.id, on), bounced, on)
    mark_heard([result])


def take_in_message(message_id: int, on: Occasion) -> None:
    """Take in the results of one message, where a person has just decided about it."""
    for result in settled_messages(KIND):
        if result.id == message_id:
            take_in(result, on)


def enter_bounce(message_id: int, why: str, on: Occasion) -> None:
    """Record by hand that a notice came back; the clock it had closed runs again.

    Raises:
        NotNow: it never went out.
    """
    need_reason(why)
    found = notice_message(message_id)
    if found.state in MAY_BOUNCE:
        bounce_message(message_id, why, on)
        take_in_message(message_id, on)
        return
    loaded = load(found.subject_id or 0, on)
    sent = [each for each in loaded.story.notices if each.message_id == message_id]
    if not sent:
        raise NotNow(f"Message {message_id} never went out, so it cannot have come back.")
    record_returned(loaded, sent[-1].fact_id, why, on)


def _hold(application_id: int) -> None:
    """Let no other worker take in a result of the same application meanwhile."""
    query = select(ApplicationRef.id).where(ApplicationRef.id == application_id)
    session().execute(query.with_for_update())


def _entries(case: _Case) -> list[Entry]:
    """Return the fact of what became of the message, unless it is on record."""
    state, result = case.result.state, case.result
    was_accepted = state is MessageState.BOUNCED and result.accepted_at is not None
    if state is MessageState.SENT or was_accepted:
        return [] if case.fact("notice_sent") else [_sent(case)]
    if state in NOT_SENT or state is MessageState.BOUNCED:
        return [] if _is_told(case) else [_not_sent(case)]
    if state is MessageState.CANCELLED and not case.fact("notice_cancelled"):
        return [Entry("notice_cancelled", local_day(result.settled_at), {"message_id": result.id})]
    return []


def _is_told(case: _Case) -> bool:
    told = case.fact("notice_not_sent")
    return told is not None and told.payload.get("result_number") == case.result.result_number


def _sent(case: _Case) -> Entry:
    result = case.result
    accepted_at = result.accepted_at or result.settled_at
    payload = {
        **_letter(case),
        "message_id": result.id,
        "accepted_at": accepted_at.isoformat(),
        "state": result.state.value,
        "response": result.response,
    }
    return Entry("notice_sent", local_day(accepted_at), payload)


def _not_sent(case: _Case) -> Entry:
    result = case.result
    payload = {
        "message_id": result.id,
        "state": result.state.value,
        "response": result.response,
        "result_number": result.result_number,
    }
    return Entry("notice_not_sent", local_day(result.settled_at), payload)


def _letter(case: _Case) -> dict[str, Any]:
    """Return what was queued: letter, version, answer, items, addresses."""
    queued = case.fact("notice_queued")
    load = queued.payload if queued else {}
    return {key: load[key] for key in COPIED if key in load}


def _bounce(case: _Case) -> Entry | None:
    """Return the fact that an accepted message came back, unless it is on record."""
    sent = case.fact("notice_sent")
    if case.result.state is not MessageState.BOUNCED or sent is None or case.fact("notice_bounced"):
        return None
    payload = {
        "notice_fact_id": sent.id,
        "message_id": case.result.id,
        "diagnostic": case.result.response,
    }
    return Entry("notice_bounced", local_day(case.result.settled_at), payload)
