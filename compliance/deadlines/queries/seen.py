"""Deadlines as they stood on the occasion's day: one place that chooses present rows or spans."""

from datetime import date, datetime
from typing import Protocol

from sqlalchemy import ColumnElement, Subquery, and_, literal_column, select

from compliance.db import seen
from compliance.deadlines.models import Deadline, DeadlineSpan
from compliance.occasions import Occasion
from compliance.wallclock import end_of_day

SAID = (
    "kind", "subject_kind", "subject_id", "cycle", "label", "ref", "started_on", "due_on",
    "legal_on", "act_by", "statutory", "state", "met_on", "missed_on", "owner_id",
)  # fmt: skip
KEY = ("subject_kind", "subject_id", "kind", "cycle")


class DaySeen(Protocol):
    """What of an occasion says which day is looked at, as known when."""

    @property
    def as_of(self) -> date | None:
        """Return the day that was asked for, None for the present one."""

    @property
    def known_on(self) -> date | None:
        """Return the day up to which knowledge counts, None for all of it."""

    @property
    def known_at(self) -> datetime | None:
        """Return the last instant of that day."""

    @property
    def day_seen(self) -> date:
        """Return the day that clocks are read on."""


def deadlines_seen(on: DaySeen) -> Subquery:
    """Return every deadline as a subquery, with its number as `id`, as of the day seen."""
    if on.as_of is None and on.known_on is None:
        return select(Deadline.id, *(getattr(Deadline, name) for name in SAID)).subquery("seen")
    same = and_(*(getattr(Deadline, name) == getattr(DeadlineSpan, name) for name in KEY))
    said = (getattr(DeadlineSpan, name) for name in SAID)
    query = select(Deadline.id, *said).join(Deadline, same)
    return query.where(seen(DeadlineSpan, on.day_seen, on.known_at)).subquery("seen")


def is_running(rows: Subquery) -> ColumnElement[bool]:
    """Return the condition for running deadlines, worded as the partial indexes word it."""
    return rows.c.state == literal_column("'running'")


def moment_seen(on: Occasion) -> datetime | None:
    """Return the last instant that counts while looking at the past, None for now."""
    moments = [end_of_day(on.as_of)] if on.as_of else []
    if on.known_at:
        moments.append(on.known_at)
    return min(moments, default=None)
