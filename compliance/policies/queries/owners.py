"""Who holds which part of which duty: read once, asked about any day."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from compliance.accounts.queries import away_on
from compliance.accounts.standings import everybody
from compliance.core.duties import Part
from compliance.db import session
from compliance.occasions import Occasion
from compliance.policies.models import DutyOwner
from compliance.policies.rules.acting import Presence
from compliance.policies.rules.spans import Span

Spans = Mapping[str, tuple[Span, ...]]


def spans_known(on: Occasion, *duty_ids: str) -> Spans:
    """Return every span of the duties (of all, where none is named) by duty, as known then."""
    people = everybody(on.known_at)
    query = (
        select(DutyOwner, people.c.name, people.c.active)
        .join(people, people.c.id == DutyOwner.person_id)
        .where(_known(on))
        .order_by(DutyOwner.duty_id, DutyOwner.from_on, DutyOwner.id)
    )
    if duty_ids:
        query = query.where(DutyOwner.duty_id.in_(duty_ids))
    found: dict[str, list[Span]] = {}
    for row, name, is_active in session().execute(query):
        found.setdefault(row.duty_id, []).append(_span(row, name, is_active=is_active))
    return {duty_id: tuple(spans) for duty_id, spans in found.items()}


def _known(on: Occasion) -> Any:
    known_at = on.known_at
    if known_at is None:
        return DutyOwner.superseded_at.is_(None)
    standing = or_(DutyOwner.superseded_at.is_(None), DutyOwner.superseded_at > known_at)
    return (DutyOwner.recorded_at <= known_at) & standing


def _span(row: DutyOwner, name: str, *, is_active: bool) -> Span:
    part = Part(row.part)
    days = row.from_on, row.until_on
    return Span(row.duty_id, row.person_id, name, part, *days, id=row.id, is_active=is_active)


def presence_of(spans: Spans, on: Occasion) -> Presence:
    """Return which of the people named can act today."""
    active = {each.person_id for found in spans.values() for each in found if each.is_active}
    return Presence(active, away_on(on.today))


def leads_on(on: Occasion, known: Spans | None = None) -> dict[str, str]:
    """Return the name of each department's lead on the day seen, among spans that were read."""
    found = spans_known(on, *on.book.departments) if known is None else known
    return {
        code: each.name
        for code, spans in found.items()
        for each in spans
        if each.part == Part.LEAD and each.holds(on.day_seen)
    }
