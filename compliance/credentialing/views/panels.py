"""The clock panels of an application: the answer, the reason, the line and the working."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.charts.clock_lines import ClockLine, ClockMark
from compliance.core.calendars import Source
from compliance.core.clocks import Working
from compliance.core.dates import day_full, day_short, day_words
from compliance.core.rulebook import Rulebook
from compliance.core.states import CLOCK_WORDS, ClockState, Word
from compliance.credentialing.queries.one import Application
from compliance.credentialing.rules.clocks import Clock, close_without_answer_on
from compliance.credentialing.rules.counts import met_on_day, warns_on, working_of
from compliance.credentialing.rules.snapshots import Snapshot
from compliance.credentialing.rules.steps import DECISION_KINDS, is_running
from compliance.credentialing.rules.story import Story
from compliance.credentialing.rules.words import Face, Said, days, say
from compliance.credentialing.views.cells import soon_days
from compliance.credentialing.views.working import counted_steps, ending_facts, starting_facts
from compliance.web.filters import relative

TITLES = {
    "completeness_notice": "Completeness notice",
    "general_notice": "Completeness notice",
    "second_notice": "Second notice",
    "decision": "Decision",
    "general_decision": "Decision",
    "activation": "Activation",
}
STARTS = {
    "completeness_notice": "Received",
    "general_notice": "Received",
    "activation": "Approved",
}
ENDS = {"decision": "Decided", "general_decision": "Decided", "activation": "Activated"}


@dataclass(frozen=True)
class Panel:
    """One clock panel: title, pill, headline, reason, picture and working."""

    kind: str
    title: str
    word: Word
    headline: str
    tone: str
    reason: str
    line: ClockLine | None
    working: Working | None
    steps: tuple[Any, ...]
    rule_title: str
    law_word: str
    cited: Source | None = None
    since: str = ""


def in_order(clocks: Iterable[Clock]) -> list[Clock]:
    """Return the clocks as the page shows them: first notice, decision, then the plan's own."""
    places = (("completeness_notice", "general_notice"), tuple(DECISION_KINDS))
    return sorted(clocks, key=lambda clock: _place(clock.kind, places))


def _place(kind: str, places: tuple[tuple[str, ...], ...]) -> int:
    return next((at for at, kinds in enumerate(places) if kind in kinds), len(places))


def face_of_clock(clock: Clock, book: Rulebook, today: date) -> Face:
    """Return a clock of the story as words and pictures take it."""
    due = clock.due
    return Face(
        due.started_on,
        due.due_on,
        due.legal_on,
        due.act_by,
        clock.met_on,
        is_void=clock.is_void,
        missed_on=clock.missed_on,
        soon_days=soon_days(clock.kind, book, today),
    )


def clock_panels(snapshot: Snapshot, book: Rulebook, today: date) -> list[Panel]:
    """Return the panels of all clocks that a file's facts have started, in their order."""
    return [clock_panel(clock, snapshot.story, book, today) for clock in in_order(snapshot.clocks)]


def clock_panel(clock: Clock, story: Story, book: Rulebook, today: date) -> Panel:
    """Return the panel of one clock that the story has started."""
    face = face_of_clock(clock, book, today)
    said = say(face, today)
    working = working_of(clock, book)
    headline, tone = _headline(clock, said, book, today)
    return Panel(
        kind=clock.kind,
        title=TITLES.get(clock.kind, book.clock(clock.kind).title),
        word=CLOCK_WORDS[said.state],
        headline=headline,
        tone=tone,
        reason=_reason(clock),
        line=None
        if clock.is_void
        else _line(clock, face, said, _warning(clock, book, today), today),
        working=working,
        steps=(
            *starting_facts(clock, story),
            *counted_steps(working, clock, book),
            *ending_facts(clock, story),
        ),
        rule_title=book.clock(clock.kind).title,
        law_word="law" if clock.is_statutory else "policy",
        cited=_law_of(clock, book),
        since=_in_force_since(clock, book),
    )


def _in_force_since(clock: Clock, book: Rulebook) -> str:
    """Return since when the count of the clock's rule has the value that it was counted with."""
    rule = book.clock(clock.kind)
    counted = book.parameter(rule.law or rule.counts[0])
    return day_words(counted.in_force_since(clock.due.started_on))


def _law_of(clock: Clock, book: Rulebook) -> Source | None:
    """Return the source of the law that sets the limit, None for the plan's own clocks."""
    law = book.clock(clock.kind).law
    return book.parameter(law).sources[0] if law and clock.is_statutory else None


def waiting_panel(application: Application, book: Rulebook, today: date) -> Panel:
    """Return the panel of a decision clock that has not started."""
    story = application.snapshot.story
    reason = "Starts on the day the last missing item arrives."
    if story.missing and story.asked_on:
        waited = days((today - story.asked_on).days)
        count = len(story.missing)
        items = "1 item" if count == 1 else f"{count} items"
        since = day_short(story.asked_on)
        reason = f"Waiting for {items} from the provider since {since}, {waited}."
        if close_on := close_without_answer_on(story, book):
            reason += f" Without an answer it may be closed from {day_full(close_on)}."
    return Panel(
        kind="decision",
        title="Decision",
        word=CLOCK_WORDS[ClockState.NOT_STARTED],
        headline="Starts when the application is complete",
        tone="",
        reason=reason,
        line=None,
        working=None,
        steps=(),
        rule_title="",
        law_word="",
    )


def _headline(clock: Clock, said: Said, book: Rulebook, today: date) -> tuple[str, str]:
    due = clock.due
    if clock.missed_on and due.legal_on:
        return f"Missed, the legal limit was {day_full(due.legal_on)}", said.tone
    if clock.is_void:
        return "Not needed", ""
    if clock.met_on:
        text = f"{ENDS.get(clock.kind, 'Sent')} on {met_on_day(clock, clock.met_on, book)}"
        if said.tone == "over":
            return f"{text}, {said.main[0].lower()}{said.main[1:]}", "over"
        return text, ""
    if said.state in {ClockState.PAST_LEGAL, ClockState.PAST_DUE}:
        return said.main[0].upper() + said.main[1:], said.tone
    return f"Due {day_full(due.due_on)}, {relative(due.due_on, today)}", ""


def _reason(clock: Clock) -> str:
    due = clock.due
    if clock.met_on:
        return f"{day_full(clock.met_on)}. It was due by {day_full(due.due_on)}."
    start = STARTS.get(clock.kind, "Complete").lower()
    text = f"Counted from the day it was {start}, {day_full(due.started_on)}."
    if due.legal_on and due.legal_on != due.due_on:
        word = "Legal limit" if clock.is_statutory else "The law's count, by policy here,"
        text += f" {word} {day_full(due.legal_on)}."
    elif not due.legal_on:
        text += " Policy, not law."
    if clock.missed_on:
        text += f" Still owed when the file was closed or decided, {day_full(clock.missed_on)}."
    return text


def _warning(clock: Clock, book: Rulebook, today: date) -> date | None:
    """Return the next warning of a running decision; the days of a notice leave it no room."""
    is_running_decision = clock.kind in DECISION_KINDS and is_running(clock)
    return warns_on(clock, book, today) if is_running_decision else None


def _line(clock: Clock, face: Face, said: Said, warning_on: date | None, today: date) -> ClockLine:
    due = clock.due
    limit_on = face.limit_on or due.due_on
    start_word = STARTS.get(clock.kind, "Complete")
    marks = [ClockMark(0, f"{start_word} {day_short(due.started_on)}", "start")]
    if clock.met_on:
        verb = ENDS.get(clock.kind, "Sent")
        marks.append(_mark(due.started_on, clock.met_on, f"{verb} {day_short(clock.met_on)}"))
    elif today >= due.started_on:
        number = (today - due.started_on).days
        marks.append(ClockMark(number, f"Today, day {number}", "today", strong=True))
    if warning_on:
        number = (warning_on - due.started_on).days
        marks.append(ClockMark(number, f"Warns {day_short(warning_on)}", "warning"))
    if due.due_on != limit_on:
        ours = (due.due_on - due.started_on).days
        marks.append(ClockMark(ours, f"Our date {day_short(due.due_on)}", "due"))
    limit = (limit_on - due.started_on).days
    word = "Limit" if due.legal_on else "Due"
    marks.append(ClockMark(limit, f"{word} {day_short(limit_on)}", "limit"))
    reached = clock.met_on or today
    return ClockLine(
        tone=said.tone,
        day=max((reached - due.started_on).days, 0),
        limit_day=limit,
        marks=tuple(marks),
        label=f"{said.main}. {said.side}",
    )


def _mark(started_on: date, day: date, text: str) -> ClockMark:
    return ClockMark((day - started_on).days, text, strong=True)
