"""Making a choice: the value before it is kept, the new one holds from its day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from compliance.choices.models import Choice
from compliance.db import session


@dataclass(frozen=True)
class NewChoice:
    """What was chosen, from when, by whom and why."""

    key: str
    value: str
    from_on: date
    person_id: int | None = None
    why: str = ""


def choose(made: NewChoice, now: datetime) -> None:
    """Record a choice in force from its day; the one before ends there and stays readable."""
    standing = select(Choice).where(
        Choice.key == made.key, Choice.superseded_at.is_(None), Choice.until_on.is_(None)
    )
    before = session().scalar(standing)
    if before is not None:
        if before.value == made.value:
            return
        before.superseded_at = now
        if before.from_on < made.from_on:
            session().add(_copy_until(before, made.from_on, now))
    session().add(
        Choice(
            key=made.key,
            value=made.value,
            why=made.why,
            person_id=made.person_id,
            from_on=made.from_on,
            until_on=None,
            recorded_at=now,
        )
    )
    session().flush()


def _copy_until(row: Choice, until_on: date, now: datetime) -> Choice:
    return Choice(
        key=row.key,
        value=row.value,
        why=row.why,
        person_id=row.person_id,
        from_on=row.from_on,
        until_on=until_on,
        recorded_at=now,
    )
