"""Evidence needed against evidence held, piece by piece. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from compliance.core.duties import Duty, Piece
from compliance.policies.rules.occurrences import Terms, Turn
from compliance.policies.rules.story import ACCEPTED, PENDING, REJECTED, Figure, Held, Story


class PieceState(StrEnum):
    """How one piece of evidence stands."""

    MISSING = "missing"
    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    OFF_TARGET = "off_target"
    EXPLAINED = "explained"
    LIVE = "live"
    ACCEPTED = "accepted"


IN_PLACE = frozenset({PieceState.ACCEPTED, PieceState.LIVE, PieceState.EXPLAINED})


@dataclass(frozen=True)
class PieceView:
    """One piece with what there is for it: the item that counts, the figure, the reason given."""

    piece: Piece
    state: PieceState
    held: Held | None = None
    figure: Figure | None = None
    reason: str = ""

    @property
    def is_in_place(self) -> bool:
        """Return whether it lets the duty be attested."""
        return self.state in IN_PLACE


def pieces_of(
    duty: Duty, story: Story, turn: Turn | None, terms: Terms, day: date
) -> tuple[PieceView, ...]:
    """Return every piece that a duty asks for as it stands on `day` for the open turn."""
    fresh_from = _fresh_from(turn, terms, day)
    held = [each for each in story.held if fresh_from is None or each.day >= fresh_from]
    return tuple(_piece(each, held, story, turn) for each in duty.evidence)


def _fresh_from(turn: Turn | None, terms: Terms, day: date) -> date | None:
    """Return the first day of evidence that still counts: fresh, and not before its event."""
    if turn is not None and turn.why == "event" and turn.cycle > 1:
        return turn.started_on
    return day - timedelta(days=terms.fresh_days) if terms.fresh_days else None


def _piece(piece: Piece, held: Sequence[Held], story: Story, turn: Turn | None) -> PieceView:
    mine = [each for each in held if each.piece == piece.code]
    figure = story.figure_of(piece.code) if piece.source else None
    for verdict, state in (
        (ACCEPTED, PieceState.ACCEPTED),
        (PENDING, PieceState.IN_REVIEW),
    ):
        found = [each for each in mine if each.verdict == verdict]
        if found and figure is None:
            return PieceView(piece, state, found[-1])
    if figure is not None:
        return _by_figure(piece, figure, story, turn)
    if mine and mine[-1].verdict == REJECTED:
        return PieceView(piece, PieceState.REJECTED, mine[-1])
    return PieceView(piece, PieceState.MISSING)


def _by_figure(piece: Piece, figure: Figure, story: Story, turn: Turn | None) -> PieceView:
    if figure.is_met:
        return PieceView(piece, PieceState.LIVE, figure=figure)
    cycle = turn.cycle if turn else 0
    given = [
        each.text for each in story.reasons if each.piece == piece.code and each.cycle == cycle
    ]
    if given:
        return PieceView(piece, PieceState.EXPLAINED, figure=figure, reason=given[-1])
    return PieceView(piece, PieceState.OFF_TARGET, figure=figure)
