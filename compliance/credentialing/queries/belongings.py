"""Whose an application was on any day: its provider, its practice and the twin of a PCBH pair."""

from datetime import datetime

from sqlalchemy import Subquery, and_, case, select

from compliance.core.errors import NotFound
from compliance.credentialing.models import ApplicationRef, FormerBelonging
from compliance.db import recorded, session

BELONGS = ("provider_id", "practice_id", "twin_id")


def belongings(known_at: datetime | None) -> Subquery:
    """Return number, provider, practice and twin of every application, for others to join with.

    As known at an instant; None means now. A correction that said otherwise later is left out.
    """
    ref, former = ApplicationRef, FormerBelonging
    if known_at is None:
        return select(ref.id, *(getattr(ref, name) for name in BELONGS)).subquery("belongings")
    was = former.id.is_not(None)
    said = (
        case((was, getattr(former, name)), else_=getattr(ref, name)).label(name) for name in BELONGS
    )
    same = and_(former.application_id == ref.id, recorded(former, known_at))
    known = select(ref.id, *said).outerjoin(former, same).where(ref.made_at <= known_at)
    return known.subquery("belongings")


def belonging_of(number: int, known_at: datetime | None) -> tuple[int, int | None, int | None]:
    """Return provider, practice and twin of one application, as known at an instant.

    Raises:
        NotFound: it was not on record yet.
    """
    found = belongings(known_at)
    asked = select(found.c.provider_id, found.c.practice_id, found.c.twin_id)
    row = session().execute(asked.where(found.c.id == number)).one_or_none()
    if row is None:
        raise NotFound("This application was not on record on that day.")
    return row.provider_id, row.practice_id, row.twin_id
