"""The rows of any day, and what the rows say of a family of codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from compliance.accounts.standings import everybody
from compliance.contracts.models import Responsibility
from compliance.contracts.rules.rows import DofrRow
from compliance.core.errors import NotFound
from compliance.db import seen, session
from compliance.occasions import Occasion

T = Responsibility


@dataclass(frozen=True)
class ShownRow:
    """One row as pages and files show it."""

    row: DofrRow
    why: str
    decided_by: str
    recorded_on: date


def rows_seen(on: Occasion) -> list[ShownRow]:
    """Return every row that holds on the day seen, family by family."""
    return _shown(seen(T, on.day_seen, on.known_at), on)


def rows_to_come(on: Occasion) -> list[ShownRow]:
    """Return the rows that begin after the day seen, as far as they are known."""
    return _shown(and_(_known(on), T.from_on > on.day_seen), on)


def history_of(number: int, on: Occasion) -> list[ShownRow]:
    """Return what a row said over time, as known on the day seen, newest first.

    Raises:
        NotFound: no such row was known.
    """
    found = _shown(and_(T.number == number, _known(on)), on)
    if not found:
        raise NotFound(f"There is no row {number}.")
    return sorted(found, key=lambda each: each.row.from_on, reverse=True)


def responsible(family: str, lines: Sequence[str], on: Occasion) -> list[DofrRow]:
    """Return the rows of a family for these lines, on the day seen."""
    held = (T.family == family, T.line.in_(lines), seen(T, on.day_seen, on.known_at))
    return [each.as_row() for each in session().scalars(select(T).where(*held).order_by(T.id))]


def _known(on: Occasion) -> ColumnElement[bool]:
    if on.known_at is None:
        return T.superseded_at.is_(None)
    standing = or_(T.superseded_at.is_(None), T.superseded_at > on.known_at)
    return and_(T.recorded_at <= on.known_at, standing)


def _shown(condition: ColumnElement[bool], on: Occasion) -> list[ShownRow]:
    people = everybody(on.known_at)
    query = (
        select(T, people.c.name)
        .outerjoin(people, people.c.id == T.decided_by)
        .where(condition)
        .order_by(T.family, T.line, T.group_key, T.from_on, T.id)
    )
    return [
        ShownRow(row.as_row(), row.why, name or "By command", row.recorded_at.date())
        for row, name in session().execute(query)
    ]
