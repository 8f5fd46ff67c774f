"""Being away: recorded with the day of the return, ended on the day somebody is back."""

from datetime import date

from sqlalchemy import or_, select

from compliance.accounts.models import Absence
from compliance.accounts.queries import person_by_id
from compliance.core.dates import day_words
from compliance.core.errors import BadValue
from compliance.db import session
from compliance.occasions import Occasion


def record_absence(person_id: int, from_on: date, back_on: date | None, on: Occasion) -> None:
    """Record that a person is away from a day up to before the day of the return.

    One that begins later than this one or on the same day gives way to it.

    Raises:
        NotFound: no such person.
        BadValue: the return lies on the first day or before.
    """
    on.refuse_past()
    person_by_id(person_id)
    if back_on is not None and back_on <= from_on:
        raise BadValue(
            f"{day_words(back_on)} is not after {day_words(from_on)}. Give the day of the return.",
            "back_on",
        )
    end_absence(person_id, from_on, on)
    session().add(_absence(person_id, from_on, back_on, on))
    session().flush()


def end_absence(person_id: int, back_on: date, on: Occasion) -> None:
    """Record that a person is back from a day on; absences that had not ended end then."""
    on.refuse_past()
    standing = select(Absence).where(
        Absence.person_id == person_id,
        Absence.superseded_at.is_(None),
        or_(Absence.until_on.is_(None), Absence.until_on > back_on),
    )
    for row in session().scalars(standing):
        row.superseded_at = on.now
        if row.from_on < back_on:
            session().add(_absence(person_id, row.from_on, back_on, on))
    session().flush()


def _absence(person_id: int, from_on: date, until_on: date | None, on: Occasion) -> Absence:
    return Absence(person_id=person_id, from_on=from_on, until_on=until_on, recorded_at=on.now)
