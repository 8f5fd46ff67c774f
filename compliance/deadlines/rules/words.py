"""How a deadline and its alerts read in English. A mail and a page say the same."""

from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.dates import day_full
from compliance.deadlines.rules.ladders import OVERDUE, PAST_DUE, is_breach


@dataclass(frozen=True)
class Told:
    """What an alert is about, as its words need it."""

    noun: str
    ref: str
    label: str
    rung: str
    due_on: date
    legal_on: date | None
    act_by: date


def title_of(told: Told, today: date) -> str:
    """Return an alert's first line: "Decision past the legal limit: APP-1039, Tobias Renquist"."""
    return f"{told.noun} {_standing(told, today)}: {told.ref}, {told.label}"


def closed_title_of(told: Told) -> str:
    """Return a closed alert's first line: "Decision, 3 days before: APP-1039, Tobias Renquist"."""
    return f"{told.noun}, {rung_words(told.rung)}: {told.ref}, {told.label}"


def _standing(told: Told, today: date) -> str:
    if is_breach(told.rung):
        return "past the legal limit"
    if told.rung == PAST_DUE or told.rung.startswith(OVERDUE):
        return "past our date" if told.legal_on else "overdue"
    if today == told.due_on:
        return "due today"
    return f"due {day_full(told.due_on)}" if today < told.due_on else "past its date"


def reason_of(told: Told, today: date) -> str:
    """Return an alert's second line: the date that matters and the days to or from it."""
    limit = told.legal_on or told.due_on
    if today > limit:
        was = "Limit was" if told.legal_on else "Was due"
        return f"{was} {day_full(limit)}, {_days(today - limit)} ago."
    if today > told.due_on:
        return f"Our date was {day_full(told.due_on)}. Legal limit {day_full(limit)}."
    closed = told.act_by != told.due_on
    act = f" Closed on that day: act by {day_full(told.act_by)}." if closed else ""
    left = f"{_days(told.due_on - today)} left." if today < told.due_on else "Last day."
    return f"{left}{act}"


def ahead_words(swept_on: date, today: date) -> str:
    """Return what is added to an alert that a story swept for a day to come, else nothing."""
    return f" As swept for {day_full(swept_on)}." if swept_on > today else ""


def rung_words(rung: str) -> str:
    """Return a rung in words: "3 days before", "on the day", "past the legal limit, 7 days on"."""
    if rung.startswith(OVERDUE):
        return f"{_plural(int(rung.removeprefix(OVERDUE)))} overdue"
    name, _, number = rung.replace("+", "-").partition("-")
    if name == "due":
        return "on the day" if number == "0" else f"{_plural(int(number))} before"
    if name == "legal":
        return f"past the legal limit, {_plural(int(number))} on"  # counted from the first alert
    return {"past_due": "past our date", "past_legal": "past the legal limit"}.get(rung, rung)


def _days(span: timedelta) -> str:
    return _plural(span.days)


def _plural(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"
