"""What became of each letter to an applicant, as the facts tell it.

A letter is queued, then accepted by the mail server (a notice counts from then), not sent, or
taken back; an accepted one may come back. A paper letter is recorded with its proof.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from compliance.core.facts import Fact, standing
from compliance.core.states import DEMO_SERVER, MessageState


class SendingState(StrEnum):
    """Where a letter stands."""

    QUEUED = "queued"
    SENT = "sent"
    NOT_SENT = "not_sent"
    TAKEN_BACK = "taken_back"
    RETURNED = "returned"


@dataclass(frozen=True)
class Sending:
    """One letter: what it said, how and to whom it went, what became of it.

    `fact_id` is the fact that says it was sent, 0 before. `result` is the outbox's word for a
    letter that did not go out: written, failed, unknown.
    """

    letter: str
    said: str
    state: SendingState
    day: date
    recorded_at: datetime
    items: tuple[str, ...] = ()
    channel: str = "email"
    to: str = ""
    cc: str = ""
    message_id: int | None = None
    fact_id: int = 0
    result: str = ""
    response: str = ""
    letter_version: str = ""
    letterhead: str = ""
    is_edited: bool = False
    accepted_at: datetime | None = None
    person_id: int | None = None


def sendings_of(facts: Iterable[Fact]) -> tuple[Sending, ...]:
    """Return every letter that standing facts, in order, tell of; oldest first."""
    found: dict[str, Sending] = {}
    for fact in facts:
        step = _STEPS.get(fact.kind)
        if step is not None:
            step(found, fact)
    return tuple(found.values())


def accepted_by(response: str) -> str:
    """Return who took the letter, by the answer that was given: "the mail server"."""
    return DEMO_SERVER if DEMO_SERVER in response else "the mail server"


def waiting_in(facts: Iterable[Fact]) -> tuple[Sending, ...]:
    """Return the letters that are queued and not settled yet; oldest first."""
    told = tuple(facts)
    if not any(fact.kind == "notice_queued" for fact in told):
        return ()  # most facts come from files, which queue nothing
    return tuple(each for each in sendings_of(told) if each.state is SendingState.QUEUED)


def last_of_unknown_fate(facts: Iterable[Fact], letter: str) -> Sending | None:
    """Return the newest letter of a kind if nobody knows whether it went out, else None."""
    same = [each for each in sendings_of(standing(facts)) if each.letter == letter]
    return same[-1] if same and same[-1].result == MessageState.UNKNOWN else None


def _key(fact: Fact) -> str:
    number = fact.payload.get("message_id")
    return f"message {number}" if number else f"fact {fact.id}"


def _told(fact: Fact, state: SendingState) -> Sending:
    load: dict[str, Any] = fact.payload
    return Sending(
        letter=load.get("letter", ""),
        said=load.get("said", ""),
        state=state,
        day=fact.happened_on,
        recorded_at=fact.recorded_at,
        items=tuple(load.get("items", ())),
        channel=load.get("channel", "email"),
        to=load.get("to", ""),
        cc=load.get("cc", ""),
        message_id=load.get("message_id"),
        fact_id=fact.id if state is SendingState.SENT else 0,
        response=load.get("response", ""),
        letter_version=load.get("letter_version", ""),
        letterhead=load.get("letterhead", ""),
        is_edited=bool(load.get("edited")),
        accepted_at=_moment(load.get("accepted_at")),
        person_id=fact.person_id,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _queued(found: dict[str, Sending], fact: Fact) -> None:
    found[_key(fact)] = _told(fact, SendingState.QUEUED)


def _sent(found: dict[str, Sending], fact: Fact) -> None:
    before = found.get(_key(fact))
    sent = _told(fact, SendingState.SENT)
    found[_key(fact)] = replace(sent, person_id=before.person_id) if before else sent


def _ended(state: SendingState) -> Callable[[dict[str, Sending], Fact], None]:
    def step(found: dict[str, Sending], fact: Fact) -> None:
        if before := found.get(_key(fact)):
            load = fact.payload
            found[_key(fact)] = replace(
                before,
                state=state,
                day=fact.happened_on,
                result=load.get("state", ""),
                response=load.get("response", ""),
            )

    return step


def _returned(found: dict[str, Sending], fact: Fact) -> None:
    number = fact.payload.get("notice_fact_id")
    for key, each in found.items():
        if each.fact_id == number:
            said = fact.payload.get("diagnostic", "")
            back = replace(each, state=SendingState.RETURNED, day=fact.happened_on, response=said)
            found[key] = back


_STEPS: dict[str, Callable[[dict[str, Sending], Fact], None]] = {
    "notice_queued": _queued,
    "notice_sent": _sent,
    "notice_not_sent": _ended(SendingState.NOT_SENT),
    "notice_cancelled": _ended(SendingState.TAKEN_BACK),
    "notice_bounced": _returned,
}
