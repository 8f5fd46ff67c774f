"""What to do next on one duty: one sentence, one button."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from compliance.core.states import DutyState
from compliance.policies.queries.register import DutyLine
from compliance.policies.rules.attesting import open_words, why_not_yet
from compliance.policies.rules.evidence import PieceState, PieceView
from compliance.policies.sources import source_named
from compliance.web.access import may_open
from compliance.web.addresses import looks_back
from compliance.web.cells import Act
from compliance.web.filters import plural


@dataclass(frozen=True)
class Next:
    """The next step: sentence, note, button, tone."""

    text: str
    note: str
    step: Act | None
    tone: str


@dataclass(frozen=True)
class Hands:
    """What the person who looks may do on this duty."""

    works: bool
    signs: bool
    reviews: bool
    assigns: bool


def next_of(line: DutyLine, hands: Hands) -> Next | None:
    """Return what is to be done next, None where nothing is."""
    standing = line.standing
    if standing.turn is None or (standing.is_current and why_not_yet(standing)):
        return None
    tone = "over" if standing.state is DutyState.OVERDUE else "run"
    in_place = (
        f"{standing.in_place} of {plural(len(standing.pieces), 'piece')} of evidence in place."
    )
    if line.is_vacant and line.owner is None:
        step = _act(hands.assigns, "Assign owner", "duties.assign_one", line)
        return Next("Next: name an owner.", in_place, step, tone)
    if standing.is_ready:
        step = _act(hands.signs, "Attest", "duties.attest_page", line)
        return Next("Next: attest. All evidence is in place.", in_place, step, tone)
    waiting = [each for each in standing.pieces if not each.is_in_place]
    return _for_piece(line, waiting[0], hands, Next("", in_place, None, tone))


def _for_piece(line: DutyLine, view: PieceView, hands: Hands, said: Next) -> Next:
    title = view.piece.title[:1].lower() + view.piece.title[1:]
    if view.state is PieceState.IN_REVIEW and view.held is not None:
        step = None
        if hands.reviews:
            href = url_for("duties.review", ref=line.duty.id, evidence_id=view.held.id)
            step = Act("Review evidence", href)
        return Next(f"Next: review {view.held.name}.", said.note, step, said.tone)
    if view.state is PieceState.OFF_TARGET:
        return Next(
            f"Next: {open_words(view)}. Mend it, or say what is done.",
            said.note,
            _mend(line, view, hands),
            said.tone,
        )
    verb = "replace what was sent back" if view.state is PieceState.REJECTED else "add evidence"
    step = _act(hands.works, "Add evidence", "duties.add", line, piece=view.piece.code)
    return Next(f"Next: {verb}: {title}.", said.note, step, said.tone)


def _mend(line: DutyLine, view: PieceView, hands: Hands) -> Act | None:
    source = source_named(view.piece.source)
    if looks_back():
        return None
    if source is not None and source.endpoint and may_open(source.endpoint):
        return Act(source.verb, url_for(source.endpoint))
    return _act(hands.works, "Say what is done", "duties.reason", line, piece=view.piece.code)


def _act(allowed: bool, label: str, endpoint: str, line: DutyLine, piece: str = "") -> Act | None:
    more: dict[str, Any] = {"piece": piece} if piece else {}
    return Act(label, url_for(endpoint, ref=line.duty.id, **more)) if allowed else None
