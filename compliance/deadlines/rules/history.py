"""What is kept of a deadline's past: the spans of days over which it said one thing.

A running deadline that ends or gets another owner goes on from a day, so the span before it stays
true. Anything else (dates corrected, an ending taken back) says that the past was otherwise, so
its spans are written anew and the old ones stay readable as they were known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.core.states import DeadlineState

DATES = ("started_on", "due_on", "legal_on", "act_by")
SPAN = (
    "kind", "subject_kind", "subject_id", "cycle", "label", "ref", "started_on", "due_on",
    "legal_on", "act_by", "statutory", "owner_id",
)  # fmt: skip
ALWAYS = date.min
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rewriting:
    """The spans to write for one deadline; those that stand from `replaces_from` on give way."""

    replaces_from: date | None
    spans: tuple[dict[str, Any], ...]

    @property
    def since_on(self) -> date:
        """Return the first day of the last span."""
        first: date = self.spans[-1]["from_on"]
        return first


def ended_on(row: Row) -> date | None:
    """Return the day a deadline was met, missed for good or became void, None while it runs."""
    if row["state"] == DeadlineState.MET:
        met_on: date | None = row["met_on"]
        return met_on
    voided_on: date | None = row["missed_on"] or row["voided_on"]
    return voided_on if row["state"] == DeadlineState.VOID else None


def first_spans(row: Row) -> Rewriting:
    """Return the spans of a deadline whose whole past is as it says now."""
    return Rewriting(None, _whole(row))


def next_spans(was: Row, row: Row, today: date) -> Rewriting:
    """Return the spans that a changed deadline needs, and which ones give way to them."""
    if not _goes_on(was, row):
        return Rewriting(ALWAYS, _whole(row))
    since = was["since_on"]
    day = ended_on(row) or today
    if day < since:
        return Rewriting(ALWAYS, _whole(row))
    present = _span(row, day, None, row["state"])
    if day == since:
        return Rewriting(since, (present,))
    return Rewriting(since, (_span(was, since, day, DeadlineState.RUNNING), present))


def _goes_on(was: Row, row: Row) -> bool:
    """Return whether what the deadline said before stays true of the days before."""
    return was["state"] == DeadlineState.RUNNING and all(was[key] == row[key] for key in DATES)


def _whole(row: Row) -> tuple[dict[str, Any], ...]:
    start, end = row["started_on"], ended_on(row)
    if end is None or end <= start:
        return (_span(row, start, None, row["state"]),)
    running = _span(row, start, end, DeadlineState.RUNNING)
    return running, _span(row, end, None, row["state"])


def _span(row: Row, from_on: date, until_on: date | None, state: Any) -> dict[str, Any]:
    kept = {key: row[key] for key in SPAN}
    met_on = row["met_on"] if state == DeadlineState.MET else None
    missed_on = row["missed_on"] if state == DeadlineState.VOID else None
    ends = {"met_on": met_on, "missed_on": missed_on}
    return {**kept, **ends, "state": state, "from_on": from_on, "until_on": until_on}
