"""The next-step bar of an application: the named step, its button, what is late."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from compliance.core.dates import day_short
from compliance.core.states import ClockState
from compliance.credentialing.queries.one import Application
from compliance.credentialing.rules.steps import CHECK_NAMES, RECORD_CHECK, Step
from compliance.credentialing.rules.words import Face, say
from compliance.credentialing.views.cells import step_act
from compliance.web.access import may
from compliance.web.cells import Act

TO_COMMITTEE = Step(
    "record_check", "Add to committee list", "every check is recorded, add it to the committee list"
)


def named_step(step: Step, checks: Sequence[dict[str, Any]]) -> Step:
    """Return the step as the bar says it: a check by the name of the first one still open."""
    if step is not RECORD_CHECK:
        return step
    code = _open_check(checks)
    if code is None:
        return TO_COMMITTEE
    name = CHECK_NAMES[code]
    return Step(step.key, f"Record {name} check", f"record the {name} check")


def _open_check(checks: Sequence[dict[str, Any]]) -> str | None:
    return next((each["code"] for each in checks if not each["day"]), None)


def bar_act(step: Step, ref: str, checks: Sequence[dict[str, Any]]) -> Act | None:
    """Return the button of a named step; None where nothing is left or the person may not."""
    if step.key != RECORD_CHECK.key or not may("applications.work"):
        return step_act(step.key, ref)
    code = _open_check(checks)
    name = "check" if code else "committee"
    return Act(step.label, url_for("applications.act", ref=ref, name=name, check=code))


def checks_note(step: Step, checks: Sequence[dict[str, Any]], note: str) -> str:
    """Return the note of the bar, with how many checks are done where checks are the step."""
    if step.key != RECORD_CHECK.key:
        return note
    done = sum(bool(each["day"]) for each in checks)
    return f"{done} of {len(checks)} checks done. {note}"


def next_sentence(application: Application, step: Step, today: date) -> tuple[str, str, str]:
    """Return sentence, note and tone of the next-step bar."""
    snapshot = application.snapshot
    late = [
        say(Face(c.due.started_on, c.due.due_on, c.due.legal_on, c.due.act_by), today)
        for c in snapshot.clocks
        if c.met_on is None and not c.is_void
    ]
    worst = next((said for said in late if said.tone == "over"), None)
    past = next((said for said in late if said.state is ClockState.PAST_DUE), None)
    if worst:
        return f"Next: {step.sentence}.", f"{worst.main}, the limit was {worst.side}.", "over"
    if past:
        return f"Next: {step.sentence}.", f"{past.main}, {past.side}.", "run"
    if snapshot.story.missing and step.key == "remind":
        count = len(snapshot.story.missing)
        since = snapshot.story.asked_on
        items = "1 item" if count == 1 else f"{count} items"
        when = f" since {day_short(since)}" if since else ""
        return f"Waiting for {items} from the provider{when}.", "Nothing is late.", "wait"
    return f"Next: {step.sentence}.", "Nothing on this application is late.", "run"
