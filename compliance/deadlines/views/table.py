"""The columns of the alert files."""

from datetime import date

from compliance.deadlines.kinds import kind_named
from compliance.deadlines.queries import AlertLine
from compliance.deadlines.rules.words import rung_words
from compliance.wallclock import local_day
from compliance.web.tables import Column, Table

CLOSED_WORDS = {
    "done": "the work was done",
    "worse": "a later warning took its place",
    "moved": "the date or the owner changed",
    "void": "no longer needed",
}


def alert_table() -> Table[AlertLine]:
    """Return the columns of the CSV and the Excel file."""
    return Table(
        "alerts",
        (
            Column("ref", "Reference", lambda row: row.ref),
            Column("name", "Name", lambda row: row.label),
            Column("kind", "Kind", lambda row: kind_named(row.kind).noun),
            Column("alert", "Alert", lambda row: row.title),
            Column("step", "Step", lambda row: rung_words(row.rung)),
            Column("due_on", "Our date", lambda row: row.due_on),
            Column("legal_on", "Legal limit", lambda row: row.legal_on),
            Column("act_by", "Act by", lambda row: row.act_by),
            Column("owner", "Owner", lambda row: row.owner),
            Column("state", "State", lambda row: row.state.value),
            Column("written_on", "Written", lambda row: local_day(row.written_at)),
            Column("closed_on", "Closed", _closed_on),
            Column("closed_why", "Why closed", lambda row: CLOSED_WORDS.get(row.closed_why, "")),
            Column("snoozed_until", "Snoozed until", lambda row: row.snoozed_until),
            Column("snooze_reason", "Why snoozed", lambda row: row.snooze_reason),
        ),
    )


def _closed_on(row: AlertLine) -> date | None:
    return local_day(row.closed_at) if row.closed_at else None
