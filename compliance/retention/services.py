"""Placing a legal hold and releasing it; what was held stays readable."""

from dataclasses import dataclass

from sqlalchemy import func, select

from compliance.core.errors import BadValue, NotFound, NotNow
from compliance.db import session
from compliance.occasions import Occasion
from compliance.retention.models import LegalHold
from compliance.retention.rules import SUBJECTS


@dataclass(frozen=True)
class NewHold:
    """What is held and why; without a record the words of `scope` say what."""

    scope: str
    reason: str
    subject_kind: str = ""
    subject_ref: str = ""


def place_hold(new: NewHold, on: Occasion) -> int:
    """Record a legal hold from today and return its number.

    Raises:
        BadValue: no scope, no reason, or half of a record's name.
    """
    on.refuse_past()
    if new.subject_kind and new.subject_kind not in SUBJECTS:
        raise BadValue(f"{new.subject_kind} is no kind of record to hold.", "subject_kind")
    if bool(new.subject_kind) != bool(new.subject_ref):
        raise BadValue("Give both the kind of record and its reference, or neither.", "subject_ref")
    if not new.scope.strip():
        raise BadValue("Say in words what is held.", "scope")
    if not new.reason.strip():
        raise BadValue("Give the reason: the matter, and who asked for the hold.", "reason")
    number = (session().scalar(select(func.max(LegalHold.number))) or 0) + 1
    hold = LegalHold(
        number=number,
        subject_kind=new.subject_kind,
        subject_ref=new.subject_ref,
        scope=new.scope.strip(),
        reason=new.reason.strip(),
        placed_by=on.actor.person_id,
        from_on=on.today,
        until_on=None,
        recorded_at=on.now,
    )
    session().add(hold)
    session().flush()
    return number


def release_hold(number: int, why: str, on: Occasion) -> None:
    """End a legal hold today, with the reason; the hold as it was stays on record.

    Raises:
        NotFound: there is no such hold.
        NotNow: it was released already.
        BadValue: no reason.
    """
    on.refuse_past()
    query = select(LegalHold).where(LegalHold.number == number, LegalHold.superseded_at.is_(None))
    old = session().scalar(query)
    if old is None:
        raise NotFound(f"There is no legal hold {number}.")
    if old.until_on is not None:
        raise NotNow(f"Legal hold {number} was released already. Load the page again.")
    if not why.strip():
        raise BadValue("Give the reason; it is kept with the hold.", "why")
    old.superseded_at = on.now
    session().flush()
    kept = {each.key: getattr(old, each.key) for each in LegalHold.__table__.columns}
    ended = {
        "until_on": on.today,
        "recorded_at": on.now,
        "superseded_at": None,
        "released_by": on.actor.person_id,
        "release_reason": why.strip(),
    }
    del kept["id"]
    session().add(LegalHold(**{**kept, **ended}))
    session().flush()
