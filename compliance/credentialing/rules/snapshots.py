"""Snapshots: an application's row in lists, for each span of days in which it did not change."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from compliance.core.facts import Fact, happened_by, standing
from compliance.core.rulebook import Rulebook
from compliance.credentialing.rules.clocks import Clock, clocks_of
from compliance.credentialing.rules.entries import Problem, class_of, problems_of
from compliance.credentialing.rules.sendings import Sending, waiting_in
from compliance.credentialing.rules.state import state_of
from compliance.credentialing.rules.steps import (
    DECISION_KINDS,
    NOTICE_KINDS,
    is_running,
    next_step,
)
from compliance.credentialing.rules.story import Story, story_of

NO_CLOCK = date(9999, 12, 31)


@dataclass(frozen=True)
class Snapshot:
    """One application at one moment: its story with all that is worked out from it.

    `waiting` are the letters that were queued and of which no more is known yet.
    """

    story: Story
    state: str
    problems: tuple[Problem, ...]
    clocks: tuple[Clock, ...]
    step: str
    from_on: date
    until_on: date | None = None
    waiting: tuple[Sending, ...] = ()

    def waiting_like(self, letter_id: str) -> Sending | None:
        """Return the letter of the same kind that was queued already, or None."""
        return next((each for each in self.waiting if each.letter == letter_id), None)

    @property
    def notice(self) -> Clock | None:
        """Return the notice clock to show: a running second notice, else the first."""
        notices = [each for each in self.clocks if each.kind in NOTICE_KINDS]
        second = [each for each in notices if each.kind == "second_notice" and is_running(each)]
        return next(iter(second or notices), None)

    @property
    def decision(self) -> Clock | None:
        """Return the decision clock, or None before the application is complete."""
        return next((each for each in self.clocks if each.kind in DECISION_KINDS), None)

    @property
    def soonest_on(self) -> date:
        """Return the earliest due day of a running clock; the end of time without one."""
        return min((each.due.due_on for each in self.clocks if is_running(each)), default=NO_CLOCK)

    @property
    def limit_on(self) -> date:
        """Return the earliest limit of a running clock, the law's or else our own.

        Past it the application is overdue, whichever clock it is.
        """
        running = (each.due for each in self.clocks if is_running(each))
        return min((each.legal_on or each.due_on for each in running), default=NO_CLOCK)


def snapshot_of(facts: Iterable[Fact], book: Rulebook, from_on: date) -> Snapshot | None:
    """Return the snapshot that standing facts, in order, give; None if nothing was received."""
    told = tuple(facts)
    story = story_of(told)
    if story is None:
        return None
    problems = problems_of(story.entry, book)
    state = state_of(story, bool(problems))
    clocks = clocks_of(story, book)
    waiting = waiting_in(told)
    letters = [book.letters[each.letter] for each in waiting if each.letter in book.letters]
    step = next_step(state, clocks, letters, is_refused=story.is_refused)
    return Snapshot(story, state.value, problems, clocks, step.key, from_on, waiting=waiting)


def snapshot_on(
    facts: Iterable[Fact], book: Rulebook, as_of: date | None, known_at: datetime | None
) -> Snapshot | None:
    """Return the application as it stood at the end of `as_of`, as known at `known_at`."""
    told = happened_by(standing(facts, known_at), as_of)
    return snapshot_of(told, book, told[-1].happened_on) if told else None


def snapshots_of(facts: Iterable[Fact], book: Rulebook) -> tuple[Snapshot, ...]:
    """Return the application's spans in order of days; the last one has no end."""
    told = standing(facts)
    days = sorted({fact.happened_on for fact in told})
    found = [snapshot_of(happened_by(told, day), book, day) for day in days]
    kept = [each for each in found if each is not None]
    ends = [each.from_on for each in kept[1:]]
    return tuple(
        replace(each, until_on=until_on) for each, until_on in zip(kept, [*ends, None], strict=True)
    )


def is_associate(snapshot: Snapshot, book: Rulebook) -> bool:
    """Return whether the applicant's role is an associate level."""
    role = book.roles.get(snapshot.story.entry.role)
    return bool(role and role.is_associate)


def provider_class(snapshot: Snapshot, book: Rulebook) -> str:
    """Return the provider class whose clocks run."""
    return class_of(snapshot.story.entry, book)
