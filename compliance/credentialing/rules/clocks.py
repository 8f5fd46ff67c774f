"""Which clocks an application runs, from when, and what has met them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compliance.core.clocks import Asked, Due, clock_due
from compliance.core.rulebook import Basis, Rulebook
from compliance.core.states import ApplicationState
from compliance.credentialing.rules.entries import class_of
from compliance.credentialing.rules.story import Notice, Story

BASIS_KEY = "credentialing.notice_basis"
SECOND_NOTICE_KEY = "credentialing.second_notice"
NOTICES = frozenset({"completeness_notice", "general_notice", "second_notice"})
DELEGATED_KEY = "credentialing.is_delegated"
BASES: dict[str, Basis] = {
    "stricter": "stricter",
    "statute_7bd": "statute",
    "policy_7cal": "policy",
}
NEVER_OWED = frozenset({ApplicationState.VOID, ApplicationState.MERGED})
"""Ends that say there was no application, or none of its own: nothing can have been missed."""


@dataclass(frozen=True)
class Clock:
    """One clock of one application: its dates, what met it, and whether it is still wanted.

    `missed_on` is the day on which it stopped being wanted, past its legal limit and not met.
    """

    kind: str
    due: Due
    is_statutory: bool
    met_on: date | None = None
    is_void: bool = False
    law_started_on: date | None = None
    missed_on: date | None = None


def clocks_of(story: Story, book: Rulebook) -> tuple[Clock, ...]:
    """Return every clock the story has started, with the day each was met.

    Raises:
        NoValueInForce: a date lies before the first value or outside the calendar.
    """
    return tuple(_with_miss(_wanted(each, story), story) for each in _clocks(story, book))


def _wanted(clock: Clock, story: Story) -> Clock:
    """Return the clock, void where the plan credentials nobody of this role (domain notes 3)."""
    if clock.met_on or story.uncredentialed_on is None:
        return clock
    return replace(clock, is_void=True)


def _with_miss(clock: Clock, story: Story) -> Clock:
    """Return the clock with the miss that its end does not take away.

    Unsent past due is a miss, whatever became of the file. Source: domain notes 13.
    """
    if not clock.is_void or clock.met_on or clock.due.legal_on is None:
        return clock
    decided_on = story.decided_on if clock.kind in NOTICES else None
    ends = (story.ended_on, decided_on, story.uncredentialed_on)
    ended_on = min((day for day in ends if day), default=None)
    if story.ended in NEVER_OWED or ended_on is None or ended_on <= clock.due.legal_on:
        return clock
    return replace(clock, missed_on=ended_on)


def _clocks(story: Story, book: Rulebook) -> Iterator[Clock]:
    if _runs(notice_kind(story, book), story.received_on, book):
        yield _notice_clock(story, book)
    if second := _second_notice_clock(story, book):
        yield second
    if story.completed_on and _runs(decision_kind(story, book), story.completed_on, book):
        yield _decision_clock(story, story.completed_on, book)
    approved_on = story.decided_on if story.decision in {"approved", "provisional"} else None
    if approved_on and _runs("activation", approved_on, book):
        due = clock_due(Asked(book.clock("activation"), approved_on, book))
        is_void = story.ended is not None
        yield Clock("activation", due, is_statutory(story, book), story.activated_on, is_void)


def receipt_day(received_on: date, delegate_received_on: date | None, book: Rulebook) -> date:
    """Return day 0 of an application that a delegate of the plan may have received first.

    The earlier receipt counts, and only where the plan's own credentialing is delegated; an
    MBHO's application of a PCBH pair has its own receipt. Source: domain notes 6.4.
    """
    is_delegated = book.choice(DELEGATED_KEY, "no") == "yes"
    if delegate_received_on is None or not is_delegated:
        return received_on
    return min(received_on, delegate_received_on)


def _runs(kind: str, started_on: date, book: Rulebook) -> bool:
    """Return whether every count of the clock was in force on the day it would start."""
    counts = (book.parameter(each) for each in book.clock(kind).counts)
    return all(min(each.values) <= started_on for each in counts)


def is_statutory(story: Story, book: Rulebook) -> bool:
    """Return whether the law, not only the plan's policy, sets this application's clocks.

    True where any of its lines is state-regulated, and where no known line was given.
    """
    known = [book.lines[line] for line in story.entry.lines if line in book.lines]
    return not known or any(line.is_state_regulated for line in known)


def notice_kind(story: Story, book: Rulebook) -> str:
    """Return the name of the completeness clock for the applicant's provider class."""
    is_bh = class_of(story.entry, book) == "bh"
    return "completeness_notice" if is_bh else "general_notice"


def decision_kind(story: Story, book: Rulebook) -> str:
    """Return the name of the decision clock for the applicant's provider class."""
    return "decision" if class_of(story.entry, book) == "bh" else "general_decision"


def _basis(book: Rulebook) -> Basis:
    return BASES.get(str(book.choice(BASIS_KEY, "stricter")), "stricter")


def _notice_clock(story: Story, book: Rulebook) -> Clock:
    kind = notice_kind(story, book)
    due = clock_due(Asked(book.clock(kind), story.received_on, book, basis=_basis(book)))
    met_on = _first_sent(story.notices, {"complete", "incomplete"}, story.received_on)
    is_void = met_on is None and _needs_no_notice(story)
    return Clock(kind, due, is_statutory(story, book), met_on, is_void)


def _needs_no_notice(story: Story) -> bool:
    """Return whether an end or a decision leaves nobody to tell about completeness."""
    return story.ended is not None or bool(story.decision)


def _first_sent(notices: tuple[Notice, ...], said: set[str], since: date) -> date | None:
    sent = (
        each.sent_on
        for each in notices
        if each.said in said and not each.is_bounced and each.sent_on >= since
    )
    return min(sent, default=None)


def _second_notice_clock(story: Story, book: Rulebook) -> Clock | None:
    """Return the plan's own clock for telling that what was missing has arrived."""
    is_wanted = str(book.choice(SECOND_NOTICE_KEY, "on")) == "on"
    told = _first_sent(story.notices, {"incomplete"}, story.received_on)
    completed = story.completed_on
    if not (is_wanted and story.asked and completed and told and told <= completed):
        return None
    if not _runs("second_notice", completed, book):
        return None
    due = clock_due(Asked(book.clock("second_notice"), completed, book))
    met_on = _first_sent(story.notices, {"complete"}, completed)
    is_void = met_on is None and _needs_no_notice(story)
    return Clock("second_notice", due, is_statutory=False, met_on=met_on, is_void=is_void)


def _decision_clock(story: Story, completed_on: date, book: Rulebook) -> Clock:
    kind = decision_kind(story, book)
    rule = book.clock(kind)
    law_start = _law_start(story, kind)
    due = clock_due(Asked(rule, completed_on, book, law_started_on=law_start))
    statutory = is_statutory(story, book)
    if rule.mode and book.parameter(rule.mode).value_on(completed_on) != "enforce":
        due, statutory = replace(due, legal_on=None), False
    is_void = story.decided_on is None and story.ended is not None
    return Clock(kind, due, statutory, story.decided_on, is_void, law_start)


def _law_start(story: Story, kind: str) -> date | None:
    """Return day 0 of the legal limit: AB 1041 waits for third-party verifications."""
    if kind != "general_decision" or story.verified_on is None:
        return None
    return max(story.verified_on, story.completed_on or story.verified_on)


def at_risk_on(story: Story, book: Rulebook) -> date | None:
    """Return a second decision date, counted as if nothing had been missing, where it may count.

    It stands beside the plan's reading when the applicant was called incomplete only after the
    notice window had closed, and when a file once called complete was reopened. The law is
    silent on both. Source: domain notes 6.4.
    """
    if story.complete_before:
        return _decision_due(story, story.complete_before, book)
    if not story.asked or not _runs(notice_kind(story, book), story.received_on, book):
        return None
    notice = _notice_clock(story, book)
    told_on = notice.met_on or story.asked_on
    limit = notice.due.legal_on or notice.due.due_on
    if told_on is None or told_on <= limit:
        return None
    return _decision_due(story, story.received_on, book)


def _decision_due(story: Story, day: date, book: Rulebook) -> date | None:
    kind = decision_kind(story, book)
    if not _runs(kind, day, book):
        return None
    return clock_due(Asked(book.clock(kind), day, book)).due_on


def close_without_answer_on(story: Story, book: Rulebook) -> date | None:
    """Return the first day on which silence lets the plan close the file, or None.

    Counted from the day the applicant was told what is missing: nobody answers what never
    reached them. Source: `credentialing.close_without_answer_days`.
    """
    told_on = told_of_missing_on(story)
    if told_on is None:
        return None
    due = clock_due(Asked(book.clock("close_without_answer"), told_on, book))
    return due.due_on + timedelta(days=1)


def told_of_missing_on(story: Story) -> date | None:
    """Return when the applicant was told of what was asked for last and is missing, or None."""
    if not story.missing or story.asked_on is None:
        return None
    return _first_sent(story.notices, {"incomplete"}, story.asked_on)
