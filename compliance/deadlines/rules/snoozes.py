"""Whether an alert may be put off, and until when."""

from dataclasses import dataclass
from datetime import date

from compliance.core.dates import day_full
from compliance.core.errors import BadValue, NotNow


@dataclass(frozen=True)
class Snooze:
    """Until when an alert is put off (it is back on that day), and why."""

    until: date
    reason: str


def last_snooze_day(due_on: date, legal_on: date | None) -> date:
    """Return the last day until which an alert may be put off: the law's, else our own."""
    return legal_on or due_on


def check_snooze(asked: Snooze, due_on: date, legal_on: date | None, today: date) -> None:
    """Let a snooze pass, or say why not.

    Raises:
        NotNow: the limit has passed; only the work itself closes the alert.
        BadValue: no reason, a day that is not after today, or one after the limit.
    """
    last = last_snooze_day(due_on, legal_on)
    named = "legal limit" if legal_on else "due day"
    if last <= today:
        raise NotNow(
            f"The {named} is {day_full(last)}, so this alert stays until the work is done."
        )
    if not asked.reason.strip():
        raise BadValue("Say why this can wait.", "reason")
    if asked.until <= today:
        raise BadValue(f"Choose a day after today, {day_full(today)}.", "until")
    if asked.until > last:
        raise BadValue(
            f"A snooze cannot pass the {named}, {day_full(last)}. Choose that day or one before.",
            "until",
        )
