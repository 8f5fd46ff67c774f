"""The story of one duty, folded from its facts: evidence, reviews, attestations, events. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from compliance.core.facts import Fact

REJECTED, ACCEPTED, PENDING = "rejected", "accepted", ""


@dataclass(frozen=True)
class Held:
    """One file or link that was added for a piece of evidence, and what a reviewer said of it."""

    id: int
    piece: str
    day: date
    person_id: int | None
    payload: dict[str, Any]
    verdict: str = PENDING
    reviewed_on: date | None = None
    reviewer_id: int | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """Return what it is called."""
        return str(self.payload["name"])

    @property
    def is_file(self) -> bool:
        """Return whether it is a file kept here; else it is a link."""
        return "sha256" in self.payload


@dataclass(frozen=True)
class Figure:
    """A live figure as it was read: value, period, day of the data, hash of what was counted."""

    id: int
    piece: str
    day: date
    payload: dict[str, Any]

    @property
    def is_met(self) -> bool:
        """Return whether it was on target."""
        return bool(self.payload["is_met"])


@dataclass(frozen=True)
class Attested:
    """One attestation: day, which turn of the duty it closed, which text, by whom, over what."""

    id: int
    day: date
    cycle: int
    version: int
    person_id: int | None
    payload: dict[str, Any]


@dataclass(frozen=True)
class Called:
    """An event that called for the duty."""

    id: int
    day: date
    what: str


@dataclass(frozen=True)
class Moved:
    """A day of our own for one turn of the duty."""

    cycle: int
    due_on: date
    why: str


@dataclass(frozen=True)
class Reason:
    """What is done about a figure off target, said for one turn of the duty."""

    cycle: int
    piece: str
    text: str


@dataclass(frozen=True)
class Vacancy:
    """A span without anybody to act; `filled_on` is None while it lasts."""

    since: date
    why: str
    filled_on: date | None = None


@dataclass(frozen=True)
class Story:
    """Everything that happened to one duty."""

    held: tuple[Held, ...] = ()
    figures: tuple[Figure, ...] = ()
    attested: tuple[Attested, ...] = ()
    called: tuple[Called, ...] = ()
    moved: tuple[Moved, ...] = ()
    reasons: tuple[Reason, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()
    last_id: int = field(default=0)

    @property
    def last(self) -> Attested | None:
        """Return the last attestation, None before the first."""
        return self.attested[-1] if self.attested else None

    @property
    def vacancy(self) -> Vacancy | None:
        """Return the vacancy that lasts, None while somebody acts."""
        return self.vacancies[-1] if self.vacancies and not self.vacancies[-1].filled_on else None

    def held_by_id(self, number: int) -> Held | None:
        """Return the evidence of a fact's number, None for none of this duty."""
        return next((each for each in self.held if each.id == number), None)

    def figure_of(self, piece: str) -> Figure | None:
        """Return the newest figure of a piece, None while none was read."""
        return next((each for each in reversed(self.figures) if each.piece == piece), None)


def duty_story(facts: Iterable[Fact]) -> Story:
    """Return the story that the standing facts tell, which come in their order."""
    story = Story()
    for fact in facts:
        told = _TELLERS.get(fact.kind)
        story = replace(told(story, fact) if told else story, last_id=max(story.last_id, fact.id))
    return story


def _add_held(story: Story, fact: Fact) -> Story:
    held = Held(fact.id, fact.payload["piece"], fact.happened_on, fact.person_id, fact.payload)
    return replace(story, held=(*story.held, held))


def _review(story: Story, fact: Fact) -> Story:
    verdict = ACCEPTED if fact.kind == "duty_evidence_accepted" else REJECTED
    reviewed = tuple(
        replace(
            each,
            verdict=verdict,
            reviewed_on=fact.happened_on,
            reviewer_id=fact.person_id,
            why=fact.why,
        )
        if each.id == fact.payload["evidence"]
        else each
        for each in story.held
    )
    return replace(story, held=reviewed)


def _read(story: Story, fact: Fact) -> Story:
    figure = Figure(fact.id, fact.payload["piece"], fact.happened_on, fact.payload)
    return replace(story, figures=(*story.figures, figure))


def _attest(story: Story, fact: Fact) -> Story:
    made = Attested(
        fact.id,
        fact.happened_on,
        fact.payload["cycle"],
        fact.payload["version"],
        fact.person_id,
        fact.payload,
    )
    return replace(story, attested=(*story.attested, made))


def _call(story: Story, fact: Fact) -> Story:
    called = Called(fact.id, fact.happened_on, fact.payload["what"])
    return replace(story, called=(*story.called, called))


def _move(story: Story, fact: Fact) -> Story:
    due_on = date.fromisoformat(fact.payload["due_on"])
    return replace(story, moved=(*story.moved, Moved(fact.payload["cycle"], due_on, fact.why)))


def _reason(story: Story, fact: Fact) -> Story:
    reason = Reason(fact.payload["cycle"], fact.payload["piece"], fact.why)
    return replace(story, reasons=(*story.reasons, reason))


def _vacant(story: Story, fact: Fact) -> Story:
    return replace(story, vacancies=(*story.vacancies, Vacancy(fact.happened_on, fact.why)))


def _filled(story: Story, fact: Fact) -> Story:
    *before, last = story.vacancies
    return replace(story, vacancies=(*before, replace(last, filled_on=fact.happened_on)))


_TELLERS = {
    "duty_evidence_added": _add_held,
    "duty_evidence_accepted": _review,
    "duty_evidence_rejected": _review,
    "duty_figure_read": _read,
    "duty_attested": _attest,
    "duty_event_recorded": _call,
    "duty_moved": _move,
    "duty_reason_stated": _reason,
    "duty_vacant": _vacant,
    "duty_filled": _filled,
}
