"""What the address of the trail's lists asks for: person, days and record, the same on each."""

from datetime import datetime, timedelta

from flask import request

from compliance.ledger.services import Subject
from compliance.occasions import Occasion
from compliance.record.queries.records import record_called
from compliance.wallclock import start_of_day

SPANS = {"7": "Last 7 days", "30": "Last 30 days", "90": "Last 90 days", "all": "All days"}
USUAL = "30"
LARGEST = 9  # digits of a person's number


def person_asked() -> str:
    """Return the number of the person asked for, empty for anyone."""
    person = request.args.get("person", "")
    is_known = person.isascii() and person.isdecimal() and len(person) <= LARGEST
    return person if is_known else ""


def days_asked() -> str:
    """Return the span of days asked for, the usual one unless it is known."""
    days = request.args.get("days", USUAL)
    return days if days in SPANS else USUAL


def since(days: str, on: Occasion) -> datetime | None:
    """Return the instant a span begins, None for all days."""
    return None if days == "all" else start_of_day(on.day_seen - timedelta(days=int(days)))


def record_asked(on: Occasion) -> tuple[Subject | None, str]:
    """Return the record that was typed, and what was typed where it names none."""
    typed = request.args.get("q", "").strip()
    record = record_called(typed, on) if typed else None
    return record, "" if record else typed
