"""The delivery log below the alerts: what went out by mail, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flask import Response, request

from compliance.core.dates import day_full
from compliance.core.states import MESSAGE_WORDS, MessageState, Word
from compliance.deadlines.queries.runs import log_lines
from compliance.deadlines.views.base import blueprint
from compliance.occasions import Occasion
from compliance.outbox.queries import LogLine
from compliance.wallclock import local_day
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import time_staff
from compliance.web.paging import Cursor
from compliance.web.tables import Column, Table, csv_response

SPANS = (7, 30, 90)
SHOWN, IN_FILE = 20, 500
KIND_WORDS = {
    "digest": "Digest",
    "breach": "Past the legal limit",
    "notice": "Notice",
    "reminder": "Reminder",
    "invite": "Invitation",
    "reset": "New password",
    "account": "Sign-in changed",
    "test": "Test message",
}


@dataclass(frozen=True)
class LogPanel:
    """The log as the page shows it; `older` leads to the lines before these."""

    lines: list[LogLine]
    days: int
    only_failed: bool
    older: str | None
    spans: tuple[int, ...] = SPANS
    words: Mapping[MessageState, Word] = field(default_factory=lambda: MESSAGE_WORDS)


def log_panel(on: Occasion) -> LogPanel:
    """Return the log of the days asked for."""
    days, failed = log_asked()
    lines = log_lines(on, days, only_failed=failed, before=_before(), limit=SHOWN + 1)
    shown = lines[:SHOWN]
    last = (shown[-1].queued_at, shown[-1].id) if len(lines) > SHOWN else None
    older = Cursor(last).encode() if last else None
    return LogPanel(shown, days, failed, older)


def log_asked() -> tuple[int, bool]:
    """Return how many days of the log the address asks for, and whether failures alone."""
    text = request.args.get("days", "")
    days = int(text) if text in {str(each) for each in SPANS} else SPANS[0]
    return days, request.args.get("failed") == "1"


def _before() -> tuple[datetime, int] | None:
    text = request.args.get("log_before", "")
    if not text:
        return None
    values = Cursor.decode(text).values
    match values:
        case (datetime() as at, int() as number):
            return at, number
    return None


@blueprint.get("/alerts/log.csv")
@permission("alerts.view")
def log_as_csv() -> Response:
    on = current_occasion()
    days, failed = log_asked()
    lines = log_lines(on, days, only_failed=failed, limit=IN_FILE)
    seen = f"up to {day_full(on.day_seen)}, as known on {day_full(on.known_on or on.today)}"
    return csv_response(log_table(), lines, f"Delivery log, {days} days {seen}")


def log_table() -> Table[LogLine]:
    """Return the columns of the log's file."""
    return Table(
        "delivery-log",
        (
            Column("day", "Day", _day),
            Column("time", "Time", lambda line: time_staff(line.queued_at)),
            Column("kind", "Kind", lambda line: KIND_WORDS.get(line.kind, line.kind)),
            Column("subject", "Subject", lambda line: line.subject),
            Column("to", "To", lambda line: line.to_address),
            Column("result", "Result", lambda line: MESSAGE_WORDS[line.state].label),
            Column("tries", "Tries", lambda line: line.attempts),
            Column("answer", "Answer", lambda line: line.response),
        ),
    )


def _day(line: LogLine) -> date:
    return local_day(line.queued_at)
