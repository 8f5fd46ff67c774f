"""Figures of closed clocks: how many were met by our date and by the limit, month by month."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
)

from compliance.core.states import DeadlineState
from compliance.db import session
from compliance.deadlines.queries.seen import DaySeen, deadlines_seen, is_running
from compliance.occasions import Occasion

WINDOW_DAYS = 90
MONTHS = 6


@dataclass(frozen=True)
class ClosedStats:
    """Clocks closed in a window. Those still open past a date count as misses of that date.

    Closed are those met, and those that an end made void after their limit had passed: misses.
    """

    closed: int
    by_due: int
    by_legal: int
    open_past_due: int
    open_past_legal: int

    @property
    def of_legal(self) -> int:
        """Return the denominator of what was met by the legal limit."""
        return self.closed + self.open_past_legal

    @property
    def share_by_legal(self) -> float | None:
        """Return the share met by the legal limit, None without a case."""
        return self.by_legal / self.of_legal if self.of_legal else None


def closed_stats(
    on: Occasion, kinds: Collection[str] | None = None, days: int = WINDOW_DAYS
) -> ClosedStats:
    """Return the figures of statutory clocks, or of the named kinds, closed in the last `days`."""
    return stats_in(session().execute(closed_select(on, kinds, days)).one())


def stats_in(row: Iterable[int | None]) -> ClosedStats:
    """Return the figures that a row of `closed_select` holds."""
    return ClosedStats(*(each or 0 for each in row))


def closed_select(
    on: Occasion, kinds: Collection[str] | None, days: int = WINDOW_DAYS
) -> Select[int, int, int, int, int]:
    """Return the statement for the five numbers of `closed_stats`, for a larger one."""
    rows = deadlines_seen(on)
    day = on.day_seen
    closed = _closed(rows, day - timedelta(days=days), day)
    limit = _limit(rows)
    late = and_(is_running(rows), rows.c.due_on < day)
    return select(
        _count(closed),
        _count(and_(closed, rows.c.met_on <= rows.c.due_on)),
        _count(and_(closed, rows.c.met_on <= limit)),
        _count(late),
        _count(and_(late, limit < day)),
    ).where(_wanted(rows, kinds))


def late_subjects(
    on: DaySeen, subject_kind: str, kinds: Collection[str], days: int = WINDOW_DAYS
) -> Select[int]:
    """Return the numbers of subjects with a clock that `closed_stats` counts past the limit."""
    rows, day = deadlines_seen(on), on.day_seen
    since = day - timedelta(days=days)
    met_late = and_(_met(rows, since, day), rows.c.met_on > _limit(rows))
    still_open = and_(is_running(rows), _limit(rows) < day)
    wanted = (_wanted(rows, kinds), rows.c.subject_kind == subject_kind)
    late = or_(met_late, _missed(rows, since, day), still_open)
    return select(rows.c.subject_id).where(*wanted, late)


def monthly_shares(
    on: Occasion, kinds: Collection[str] | None = None, months: int = MONTHS
) -> list[tuple[date, float | None]]:
    """Return for each of the last months its first day and the share met by the legal limit.

    The oldest comes first; the last is the month of the day seen, so far. None: nothing closed.
    """
    rows = deadlines_seen(on)
    starts = _month_starts(on.day_seen, months)
    columns: list[ColumnElement[Any]] = []
    for first, after in pairwise(starts):
        last = min(after - timedelta(days=1), on.day_seen)
        closed = _closed(rows, first - timedelta(days=1), last)
        columns += [_count(closed), _count(and_(closed, rows.c.met_on <= _limit(rows)))]
    found = [n or 0 for n in session().execute(select(*columns).where(_wanted(rows, kinds))).one()]
    pairs = zip(found[::2], found[1::2], strict=True)
    shares = [met / closed if closed else None for closed, met in pairs]
    return list(zip(starts, shares, strict=False))


def _month_starts(day: date, months: int) -> list[date]:
    """Return the first days of the last months and of the month to come."""
    number = day.year * 12 + day.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - months + 1, number + 2)]


def _wanted(rows: Subquery, kinds: Collection[str] | None) -> ColumnElement[bool]:
    return rows.c.statutory.is_(True) if kinds is None else rows.c.kind.in_(kinds)


def _closed(rows: Subquery, after: date, up_to: date) -> ColumnElement[bool]:
    """Return the condition: met in the window, or missed for good in it."""
    return or_(_met(rows, after, up_to), _missed(rows, after, up_to))


def _met(rows: Subquery, after: date, up_to: date) -> ColumnElement[bool]:
    return and_(rows.c.state == DeadlineState.MET, rows.c.met_on > after, rows.c.met_on <= up_to)


def _missed(rows: Subquery, after: date, up_to: date) -> ColumnElement[bool]:
    return and_(rows.c.missed_on > after, rows.c.missed_on <= up_to)


def _limit(rows: Subquery) -> ColumnElement[date]:
    return func.coalesce(rows.c.legal_on, rows.c.due_on)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
