"""Reading the plan's choices."""

from datetime import date, datetime

from sqlalchemy import Select, select

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
