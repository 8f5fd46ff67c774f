"""Who may attest and when, and to which day a duty may be moved. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.dates import day_words
from compliance.core.duties import OWNING
from compliance.core.errors import BadValue, NotAllowed, NotNow
from compliance.policies.rules.acting import Acting
from compliance.policies.rules.evidence import PieceState, PieceView
from compliance.policies.rules.occurrences import Turn, stands_until
from compliance.policies.rules.spans import Span
from compliance.policies.rules.states import Standing


@dataclass(frozen=True)
class Signer:
    """Somebody who would sign: who it is, who owns the duty, and who acts for it today."""

    person_id: int | None
    name: str
    spans: Sequence[Span]
    acting: Acting

    def may_sign(self, day: date) -> bool:
        """Return whether the person owns the duty, or stands in for an owner who is away."""
        if self.person_id is None:
            return False
        owns = any(
            each.person_id == self.person_id and each.part in OWNING and each.holds(day)
            for each in self.spans
        )
        return owns or (self.acting.is_deputy and self.acting.person_id == self.person_id)


def check_attest(standing: Standing, signer: Signer) -> None:
    """Refuse an attestation by a stranger, without anything due, or without its evidence.

    Raises:
        NotAllowed: neither owner nor deputy of an owner who is away.
        NotNow: nothing is to be attested now, or evidence waits.
    """
    if not signer.may_sign(standing.day):
        raise NotAllowed(
            f"Only the owner of {standing.duty.id} attests, or the deputy while the owner is away."
        )
    if why := why_not_yet(standing):
        raise NotNow(why)


def why_not_yet(standing: Standing) -> str:
    """Return why a duty cannot be attested now, empty where it can."""
    if standing.turn is None:
        event = standing.duty.event
        called = f" It is due when this happens: {event[:1].lower()}{event[1:]}." if event else ""
        return f"Nothing is to be attested now.{called}"
    if (opens_on := opens_anew_on(standing)) and standing.day < opens_on:
        return f"It is attested. Attest it anew from {day_words(opens_on)}."
    waiting = [waits_for(each) for each in standing.pieces if not each.is_in_place]
    return f"Waiting for: {'; '.join(waiting)}." if waiting else ""


def opens_anew_on(standing: Standing) -> date | None:
    """Return the day from which an attestation that stands may be made anew, None without one."""
    last = standing.story.last
    until = stands_until(last, standing.terms) if last and standing.is_current else None
    return until - timedelta(days=standing.due_soon_days) if until else None


def waits_for(view: PieceView) -> str:
    """Return what a piece waits for: "3 open cells", "review of Bulletin.pdf", its title."""
    title = view.piece.title[:1].lower() + view.piece.title[1:]
    if view.state is PieceState.OFF_TARGET and view.figure is not None:
        return open_words(view)
    if view.state is PieceState.IN_REVIEW and view.held is not None:
        return f"review of {view.held.name}"
    return title


def open_words(view: PieceView) -> str:
    """Return how far a figure is from its target: "3 cells open", "92.0% of 100%"."""
    said = view.figure.payload if view.figure else {}
    if said.get("target") == "all":
        missing = int(said["denominator"]) - int(said["numerator"])
        return f"{missing} open of {said['denominator']} {said['unit']}"
    title = view.piece.title[:1].lower() + view.piece.title[1:]
    return f"{title}, {said.get('value', '')} against {said.get('target', '')}"


def check_new_day(due_on: date, turn: Turn, legal_on: date | None, today: date) -> None:
    """Refuse another own day that is no later, lies in the past, or passes the law's limit."""
    if due_on <= today:
        raise BadValue(f"{day_words(due_on)} is not ahead. Give a day after today.", "due_on")
    if due_on <= turn.due_on:
        raise BadValue(
            f"It is due on {day_words(turn.due_on)} already. Give a later day.", "due_on"
        )
    if legal_on is not None and due_on > legal_on:
        raise BadValue(
            f"The law's limit is {day_words(legal_on)}; our own day never passes it.", "due_on"
        )
