"""Attesting, and what leads to it: reasons for figures off target, more time, events."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from compliance.core.dates import day_words
from compliance.core.errors import BadValue, NotNow
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.occasions import Occasion
from compliance.policies.queries.owners import presence_of
from compliance.policies.queries.register import DUTY, DutyLine
from compliance.policies.rules.acting import acting_on
from compliance.policies.rules.attesting import Signer, check_attest, check_new_day
from compliance.policies.rules.evidence import PieceState, PieceView
from compliance.policies.rules.occurrences import Turn
from compliance.policies.services.settling import settle


def signer_of(line: DutyLine, on: Occasion) -> Signer:
    """Return whether the person may sign for a duty today, and as what."""
    presence = presence_of({line.duty.id: line.spans}, on)
    acting = acting_on(line.spans, on.today, presence)
    return Signer(on.actor.person_id, on.actor.name, line.spans, acting)


def attest(line: DutyLine, on: Occasion) -> None:
    """Record that the plan meets a duty: name, time and the exact evidence, never to be edited.

    Raises:
        NotAllowed: neither its owner nor the deputy of an owner who is away.
        NotNow: nothing is to be attested, or evidence is not in place.
    """
    standing = line.standing
    check_attest(standing, signer_of(line, on))
    evidence = [frozen(each) for each in standing.pieces]
    text = json.dumps(evidence, sort_keys=True)
    payload = {
        "cycle": len(standing.story.attested) + 1,
        "version": max(line.duty.version_on(on.today), 1),
        "name": on.actor.name,
        "text": line.duty.text_on(on.today),
        "evidence": evidence,
        "sha256": sha256(text.encode()).hexdigest(),
    }
    record_fact(Subject(DUTY, line.number), Entry("duty_attested", on.today, payload), on)
    settle(on, [line.number])


def frozen(view: PieceView) -> dict[str, Any]:
    """Return one piece as an attestation keeps it."""
    found = view.held or view.figure
    payload = dict(found.payload) if found else {}
    return {
        "title": view.piece.title,
        "state": view.state.value,
        "fact": found.id if found else None,
        "day": found.day.isoformat() if found else None,
        "reason": view.reason,
        **{name: value for name, value in payload.items() if name not in ("title", "state")},
    }


def state_reason(line: DutyLine, piece: str, text: str, on: Occasion) -> None:
    """Record what is done about a live figure that is off target, for this turn of the duty.

    Raises:
        NotNow: the figure of this piece is not off target.
        BadValue: no reason.
    """
    view = next((each for each in line.standing.pieces if each.piece.code == piece), None)
    off = (PieceState.OFF_TARGET, PieceState.EXPLAINED)
    if view is None or view.state not in off or view.figure is None:
        raise NotNow("This figure is not off target. Load the page again.")
    if not text.strip():
        raise BadValue("Say what is done about it, by whom and by when.", "why")
    payload = {
        "cycle": _turn(line).cycle,
        "piece": piece,
        "numerator": view.figure.payload["numerator"],
        "denominator": view.figure.payload["denominator"],
    }
    entry = Entry("duty_reason_stated", on.today, payload, why=text.strip())
    record_fact(Subject(DUTY, line.number), entry, on)


def ask_for_time(line: DutyLine, due_on: date, why: str, on: Occasion) -> None:
    """Record another day of our own for the turn that stands open; never beyond a law's limit.

    Raises:
        NotNow: nothing is due.
        BadValue: a day that has passed, no later than the present one, or past the limit.
    """
    turn = _turn(line)
    check_new_day(due_on, turn, None, on.today)
    if not why.strip():
        raise BadValue("Give the reason; it is kept with the record.", "why")
    payload = {"cycle": turn.cycle, "due_on": due_on.isoformat(), "was": turn.due_on.isoformat()}
    entry = Entry("duty_moved", on.today, payload, why=why.strip())
    record_fact(Subject(DUTY, line.number), entry, on)
    settle(on, [line.number])


def _turn(line: DutyLine) -> Turn:
    turn = line.standing.turn
    if turn is None:
        raise NotNow(f"Nothing is due for {line.duty.id} now.")
    return turn


@dataclass(frozen=True)
class NewEvent:
    """Something that calls for a duty: what it was and on which day it happened."""

    what: str
    happened_on: date


def record_event(line: DutyLine, event: NewEvent, on: Occasion) -> None:
    """Record an event; the duty is due anew from its day.

    Raises:
        NotNow: no event calls for this duty.
        BadValue: a day to come, or one before the policy was adopted; nothing said.
    """
    if not line.duty.event:
        raise NotNow(f"No event calls for {line.duty.id}: it comes round by itself.")
    if event.happened_on > on.today:
        day = day_words(event.happened_on)
        raise BadValue(f"{day} is still to come. Record it when it has happened.", "happened_on")
    if event.happened_on < line.standing.terms.adopted_on:
        adopted = day_words(line.standing.terms.adopted_on)
        raise BadValue(
            f"The policy was adopted on {adopted}. Give a day since then.", "happened_on"
        )
    if not event.what.strip():
        raise BadValue("Say what happened.", "what")
    payload = {"what": event.what.strip()}
    entry = Entry("duty_event_recorded", event.happened_on, payload)
    record_fact(Subject(DUTY, line.number), entry, on)
    settle(on, [line.number])
