"""Reading the access log: who was shown whose data, and up to when it is sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from compliance.audit.models import AccessDigest, AccessLook, AuditCheck
from compliance.audit.rules import sealed_until
from compliance.db import session
from compliance.ledger.services import Subject

LOOK_ORDER: tuple[ColumnElement[Any], ...] = (AccessLook.__table__.c.id,)
"""What pages of looks are ordered by; newest first is descending."""


@dataclass(frozen=True)
class LookFilter:
    """Which looks are asked for; None and empty mean all. `until` is not included."""

    person_id: int | None = None
    data_class: str = ""
    record: Subject | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class LookLine:
    """One look at restricted or identifying data; without a number, at a list."""

    id: int
    looked_at: datetime
    person_id: int | None
    data_class: str
    subject_kind: str
    subject_id: int | None
    act: str
    reason: str


@dataclass(frozen=True)
class SealState:
    """Up to when looks are sealed, how many came since, and the first digest that is bad, if any.

    `until` is None before the first seal.
    """

    until: datetime | None
    waiting: int
    first_bad: int | None


def looks_select(wanted: LookFilter) -> Select[*tuple[Any, ...]]:
    """Return the statement for the looks asked for; unordered, give it `LOOK_ORDER`, descending."""
    return select(*AccessLook.__table__.columns).where(*_conditions(wanted))


def looks_in(statement: Select[*tuple[Any, ...]]) -> list[LookLine]:
    """Return the looks that a statement made from `looks_select` finds."""
    return [LookLine(*row) for row in session().execute(statement)]


def _conditions(wanted: LookFilter) -> list[ColumnElement[bool]]:
    look, conditions = AccessLook, list[ColumnElement[bool]]()
    if wanted.person_id is not None:
        conditions.append(look.person_id == wanted.person_id)
    if wanted.data_class:
        conditions.append(look.data_class == wanted.data_class)
    if record := wanted.record:
        same = and_(look.subject_kind == record.kind, look.subject_id == record.id)
        conditions.append(same)
    if wanted.since:
        conditions.append(look.looked_at >= wanted.since)
    if wanted.until:
        conditions.append(look.looked_at < wanted.until)
    return conditions


def seal_state(until: datetime | None) -> SealState:
    """Return how far the looks are sealed, as it stood at a moment; None means now."""
    seal, check = AccessDigest, AuditCheck
    seals = select(seal.made_at).order_by(seal.id.desc()).limit(1)
    lasts = select(seal.last_id).order_by(seal.id.desc()).limit(1)
    checks = select(check.first_bad_digest).order_by(check.id.desc()).limit(1)
    after = select(func.count(AccessLook.id))
    if until:
        seals = seals.where(seal.made_at < until)
        lasts = lasts.where(seal.made_at < until)
        checks = checks.where(check.checked_at < until)
        after = after.where(AccessLook.looked_at < until)
    waiting = after.where(AccessLook.id > func.coalesce(lasts.scalar_subquery(), 0))
    parts = (seals, waiting, checks)
    made_at, number, bad = (
        session().execute(select(*(each.scalar_subquery() for each in parts))).one()
    )
    return SealState(sealed_until(made_at) if made_at else None, number, bad)
