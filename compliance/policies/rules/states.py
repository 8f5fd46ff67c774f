"""The state of a duty on a day, and the part of the readiness meter it falls into. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compliance.core.duties import Duty
from compliance.core.facts import Fact, happened_by
from compliance.core.rulebook import Rulebook
from compliance.core.states import DUTY_WORDS, DutyState, Word
from compliance.policies.rules.evidence import PieceView, pieces_of
from compliance.policies.rules.occurrences import Terms, Turn, stands_until, terms_of, turns_of
from compliance.policies.rules.story import PENDING, Story, duty_story


class Bucket(StrEnum):
    """The parts of the readiness meter, from done to not begun."""

    ATTESTED = "attested"
    IN_REVIEW = "in_review"
    IN_PROGRESS = "in_progress"
    SOON = "soon"
    OVERDUE = "overdue"
    NOT_STARTED = "not_started"


BUCKET_WORDS: dict[Bucket, Word] = {
    Bucket.ATTESTED: Word("attested", "met", "circle-check"),
    Bucket.IN_REVIEW: Word("evidence in review", "run", "file-search"),
    Bucket.IN_PROGRESS: Word("in progress", "run", "player-play"),
    Bucket.SOON: Word("due soon", "soon", "clock-exclamation"),
    Bucket.OVERDUE: Word("overdue", "over", "alert-octagon"),
    Bucket.NOT_STARTED: Word("not started", "none", "circle-dashed"),
}


@dataclass(frozen=True)
class Standing:
    """How one duty stands on a day: story, turns, evidence, state."""

    duty: Duty
    story: Story
    terms: Terms
    turns: tuple[Turn, ...]
    pieces: tuple[PieceView, ...]
    state: DutyState
    day: date
    due_soon_days: int

    @property
    def turn(self) -> Turn | None:
        """Return the turn that stands open, None where nothing is asked for now."""
        return self.turns[-1] if self.turns and self.turns[-1].closed_on is None else None

    @property
    def due_on(self) -> date | None:
        """Return the due day of the open turn."""
        return self.turn.due_on if self.turn else None

    @property
    def in_place(self) -> int:
        """Return how many pieces of evidence are in place."""
        return sum(each.is_in_place for each in self.pieces)

    @property
    def is_ready(self) -> bool:
        """Return whether every piece is in place, so that it can be attested."""
        return self.in_place == len(self.pieces)

    @property
    def is_current(self) -> bool:
        """Return whether an attestation stands."""
        return self.state is DutyState.ATTESTED

    @property
    def is_due_soon(self) -> bool:
        """Return whether it waits for work and its day is near."""
        if self.state in (DutyState.ATTESTED, DutyState.OVERDUE) or self.due_on is None:
            return False
        return (self.due_on - self.day).days <= self.due_soon_days

    @property
    def bucket(self) -> Bucket:
        """Return its part of the meter; one that is due soon or to be attested anew counts so."""
        if self.state is DutyState.RE_ATTEST:
            return Bucket.SOON
        if self.is_due_soon and self.state is not DutyState.IN_REVIEW:
            return Bucket.SOON
        return Bucket(self.state.value)

    @property
    def word(self) -> Word:
        """Return what its pill says: "9 days overdue", "Due soon", else the state."""
        if self.state is DutyState.OVERDUE and self.due_on is not None:
            days = (self.day - self.due_on).days
            return Word(f"{days} day{'' if days == 1 else 's'} overdue", "over", "alert-octagon")
        if self.bucket is Bucket.SOON and self.state is not DutyState.RE_ATTEST:
            return Word("Due soon", "soon", "clock-exclamation")
        return DUTY_WORDS[self.state]


@dataclass(frozen=True)
class Seen:
    """From which day and under which rules duties are looked at."""

    book: Rulebook
    day: date
    adopted_on: date


def standing_of(duty: Duty, facts: Sequence[Fact], seen: Seen) -> Standing:
    """Return how a duty stands by the facts that stand, seen from a day."""
    story = duty_story(happened_by(facts, seen.day))
    terms = terms_of(duty, seen.book, seen.adopted_on, seen.day)
    turns = turns_of(duty, story, terms, seen.day)
    turn = turns[-1] if turns and turns[-1].closed_on is None else None
    soon = seen.book.ladder_for("duty").rungs_on(seen.day).due_soon_days
    return Standing(
        duty=duty,
        story=story,
        terms=terms,
        turns=turns,
        pieces=pieces_of(duty, story, turn, terms, seen.day),
        state=_state(story, turn, terms, seen.day),
        day=seen.day,
        due_soon_days=soon,
    )


def _state(story: Story, turn: Turn | None, terms: Terms, day: date) -> DutyState:
    if turn is not None and day > turn.due_on:
        return DutyState.OVERDUE
    if story.last and _stands(story, turn, terms, day):
        return DutyState.ATTESTED
    if _since_last(story, pending_only=True):
        return DutyState.IN_REVIEW
    if story.last:
        return DutyState.RE_ATTEST
    return DutyState.IN_PROGRESS if _since_last(story) else DutyState.NOT_STARTED


def _stands(story: Story, turn: Turn | None, terms: Terms, day: date) -> bool:
    if turn is None or story.last is None:
        return True
    until = stands_until(story.last, terms)
    return turn.why == "again" and (until is None or day <= until)


def _since_last(story: Story, *, pending_only: bool = False) -> bool:
    """Return whether evidence was added since the last attestation, or waits for review."""
    after = story.last.id if story.last else 0
    held = [each for each in story.held if each.id > after]
    return any(each.verdict == PENDING or not pending_only for each in held)
