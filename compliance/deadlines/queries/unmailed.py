"""Alerts that no mail has carried yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from compliance.accounts.standings import everybody
from compliance.db import session
from compliance.deadlines.models import Alert, Deadline
from compliance.deadlines.rules.ladders import PAST_LEGAL, REPEAT
from compliance.occasions import Occasion

IS_BREACH = or_(Alert.rung == PAST_LEGAL, Alert.rung.startswith(REPEAT, autoescape=True))


@dataclass(frozen=True)
class Owed:
    """What one person is owed by mail: how many alerts, up to which number."""

    person_id: int
    address: str
    count: int
    last_id: int


@dataclass(frozen=True)
class UnmailedAlert:
    """One alert as a mail lists it."""

    id: int
    deadline_id: int
    kind: str
    ref: str
    label: str
    rung: str
    due_on: date
    legal_on: date | None
    act_by: date


def is_unmailed(on: Occasion, *, breaches: bool | None = None) -> ColumnElement[bool]:
    """Return the condition for alerts still to be mailed: open, not put off, in no mail yet.

    `breaches` True or False keeps one part of them.
    """
    awake = or_(Alert.snoozed_until.is_(None), Alert.snoozed_until <= on.today)
    parts = [Alert.message_id.is_(None), Alert.closed_at.is_(None), awake]
    if breaches is not None:
        parts.append(IS_BREACH if breaches else ~IS_BREACH)
    return and_(*parts)


def has_unmailed(on: Occasion, *, only_breaches: bool = False) -> bool:
    """Return whether any alert waits for a mail; one look into the index for each person."""
    people = everybody(None)
    wanted = is_unmailed(on, breaches=True if only_breaches else None)
    waits = exists().where(Alert.recipient_id == people.c.id, wanted)
    return session().scalar(select(people.c.id).where(people.c.active, waits).limit(1)) is not None


def owed_by_mail(on: Occasion, *, breaches: bool) -> list[Owed]:
    """Return what each active person is owed by mail."""
    people = everybody(None)
    query = (
        select(people.c.id, people.c.email, func.count(Alert.id), func.max(Alert.id))
        .join(Alert, Alert.recipient_id == people.c.id)
        .where(is_unmailed(on, breaches=breaches), people.c.active)
        .group_by(people.c.id, people.c.email)
        .order_by(people.c.id)
    )
    return [Owed(*row) for row in session().execute(query)]


def unmailed_alerts(
    owed: Owed, on: Occasion, *, breaches: bool, limit: int
) -> Sequence[UnmailedAlert]:
    """Return the first of a person's alerts to be mailed, the earliest due first."""
    query = (
        select(
            Alert.id,
            Deadline.id,
            Deadline.kind,
            Deadline.ref,
            Deadline.label,
            Alert.rung,
            Deadline.due_on,
            Deadline.legal_on,
            Deadline.act_by,
        )
        .join(Deadline, Deadline.id == Alert.deadline_id)
        .where(Alert.recipient_id == owed.person_id, is_unmailed(on, breaches=breaches))
        .order_by(Deadline.due_on, Alert.id)
        .limit(limit)
    )
    return [UnmailedAlert(*row) for row in session().execute(query)]
