"""Show working: the dated facts behind a clock, then its count day by day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.core.clocks import Step, Working
from compliance.core.dates import day_full
from compliance.core.rulebook import Rulebook
from compliance.credentialing.rules.clocks import Clock
from compliance.credentialing.rules.counts import FIRST_NOTICES
from compliance.credentialing.rules.steps import DECISION_KINDS
from compliance.credentialing.rules.story import Notice, Story

COMPLETENESS = ("complete", "incomplete")
MET = "It met this clock."


@dataclass(frozen=True)
class WorkStep:
    """A line of the working on the page."""

    label: str
    text: str
    is_sum: bool = False


def starting_facts(clock: Clock, story: Story) -> Iterator[WorkStep]:
    """Yield what happened up to the start of the clock, each with what it did to it."""
    if clock.kind in FIRST_NOTICES:
        yield _fact(story.received_on, "Application received. It starts this clock.")
    elif clock.kind == "activation":
        yield _fact(clock.due.started_on, "Approved. It starts this clock.")
    else:
        yield from _until_complete(clock, story)


def _until_complete(clock: Clock, story: Story) -> Iterator[WorkStep]:
    yield _fact(story.received_on, "Application received. This clock starts when it is complete.")
    if story.complete_before:
        text = "Complete before a gap was found; the clock started again on the day below."
        yield _fact(story.complete_before, text)
    for notice in _notices(story, "incomplete"):
        if notice.sent_on <= clock.due.started_on:
            yield _fact(notice.sent_on, f"{_sent(notice)} This clock had not started.")
    yield _fact(clock.due.started_on, f"{_completed(story)} It starts this clock.")
    law = clock.law_started_on
    if law and law != clock.due.started_on:
        yield _fact(law, "Last verification by a third party. The law counts from here.")


def _completed(story: Story) -> str:
    if story.asked:
        return "Last missing item received, application complete."
    if story.is_declared:
        return "Complete, as declared by import."
    return "Complete: the review found nothing missing from the day it was received."


def ending_facts(clock: Clock, story: Story) -> Iterator[WorkStep]:
    """Yield what met the clock, and the notices that came back and so did not."""
    if clock.kind in DECISION_KINDS or clock.kind == "activation":
        verb = "Activated" if clock.kind == "activation" else "Decided"
        if clock.met_on:
            yield _fact(clock.met_on, f"{verb}. {MET}")
        return
    said = ("complete",) if clock.kind == "second_notice" else COMPLETENESS
    for notice in _notices(story, *said):
        if notice.is_bounced and notice.sent_on >= clock.due.started_on:
            yield _fact(notice.sent_on, f"{_sent(notice)} It came back: this clock ran on.")
        elif notice.sent_on == clock.met_on:
            yield _fact(notice.sent_on, f"{_sent(notice)} {MET}")
            return


def _notices(story: Story, *said: str) -> Iterator[Notice]:
    yield from sorted(
        (each for each in story.notices if each.said in said), key=lambda each: each.sent_on
    )


def _sent(notice: Notice) -> str:
    count = len(notice.items)
    items = f", {count} item{'' if count == 1 else 's'} named" if count else ""
    return f"Notice sent: {notice.said}{items}."


def _fact(day: date, text: str) -> WorkStep:
    return WorkStep(day_full(day), text)


def counted_steps(working: Working, clock: Clock, book: Rulebook) -> Iterable[WorkStep]:
    """Yield the working day by day, toward our date first, then toward the limit.

    Where both are the same count it is told once.
    """
    ours, law = (_toward(each, working) for each in ("due", "legal"))
    counts = [(ours, clock.due.due_on, "Our date"), (law, clock.due.legal_on, "Legal limit")]
    if ours == law:
        counts = [(ours, clock.due.due_on, "Our date and the legal limit")]
    for found, end, word in counts:
        if end and found:
            yield from _short(found)
            text = f"{word}. {_remark(clock, end, book)}"
            yield WorkStep(day_full(end), text, is_sum=True)


def _toward(goal: str, working: Working) -> list[Step]:
    return [step._replace(toward="") for step in working.steps if step.toward == goal]


def _remark(clock: Clock, end: date, book: Rulebook) -> str:
    """Return whether the day is worked on, and what follows from it for our own date."""
    closed = book.calendar(book.clock(clock.kind).calendar).why_closed(end)
    is_ours = end == clock.due.due_on
    if closed:
        act_by = f", act by {day_full(clock.due.act_by)}" if is_ours else ""
        return f"The office is closed ({closed}){act_by}."
    return f"A working day{', so there is no earlier act-by date' if is_ours else ''}."


def _short(steps: list[Any]) -> Iterable[WorkStep]:
    """Yield each skipped day, and runs of counted days as one line."""
    run: list[Any] = []
    for step in [*steps, None]:
        if step is not None and step.counted and step.number:
            run.append(step)
            continue
        if run:
            yield _run_of(run)
            run = []
        if step is not None:
            yield WorkStep(day_full(step.day), step.why)


def _run_of(run: list[Any]) -> WorkStep:
    first, last = run[0], run[-1]
    if first is last:
        return WorkStep(day_full(first.day), first.why)
    word = first.why.rsplit(" ", 1)[0]
    label = f"to {day_full(last.day)}"
    return WorkStep(label, f"{word}s {first.number} to {last.number}, every day counted.")
