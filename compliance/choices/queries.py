"""Reading the plan's choices."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select

from compliance.choices.models import Choice
from compliance.db import seen, session


def choices_select(as_of: date, known_at: datetime | None) -> Select[str, str]:
    """Return the statement for key and value of every choice, to be read with other things."""
    return select(Choice.key, Choice.value).where(seen(Choice, as_of, known_at))


def choices_on(as_of: date, known_at: datetime | None) -> dict[str, str]:
    """Return every choice in force on `as_of`, as known at `known_at`."""
    query = choices_select(as_of, known_at)
    return {row.key: row.value for row in session().execute(query)}


def choice_moments() -> list[datetime]:
    """Return every instant at which a choice was recorded, in order."""
    query = select(Choice.recorded_at).distinct().order_by(Choice.recorded_at)
    return list(session().scalars(query))


@dataclass(frozen=True)
class DatedChoice:
    """One choice with the days it holds on and the reason given."""

    key: str
    value: str
    from_on: date
    until_on: date | None
    why: str

    def holds_on(self, day: date) -> bool:
        """Return whether it is in force on `day`."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def choices_named(prefix: str, known_at: datetime | None) -> list[DatedChoice]:
    """Return every dated choice whose key begins so, oldest first, as known at `known_at`."""
    known: ColumnElement[bool] = Choice.superseded_at.is_(None)
    if known_at is not None:
        still = or_(Choice.superseded_at.is_(None), Choice.superseded_at > known_at)
        known = and_(Choice.recorded_at <= known_at, still)
    columns = (Choice.key, Choice.value, Choice.from_on, Choice.until_on, Choice.why)
    query = select(*columns).where(known, Choice.key.startswith(prefix, autoescape=True))
    return [DatedChoice(*row) for row in session().execute(query.order_by(Choice.from_on))]
