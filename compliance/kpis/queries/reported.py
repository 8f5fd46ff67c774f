"""Values as reported, for any day, as known on any day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, select

from compliance.accounts.standings import everybody
from compliance.core.periods import Period
from compliance.db import seen, session
from compliance.kpis.models import KpiValue
from compliance.kpis.rules import Reported
from compliance.occasions import Occasion

Key = tuple[str, str, Period]
COLUMNS = (
    KpiValue.kpi_id, KpiValue.entity, KpiValue.period_from, KpiValue.period_to,
    KpiValue.numerator, KpiValue.denominator, KpiValue.product, KpiValue.data_as_of,
    KpiValue.note, KpiValue.status, KpiValue.reason,
)  # fmt: skip


def reported_values(first: date, last: date, on: Occasion) -> Mapping[Key, list[Reported]]:
    """Return what stands reported for periods from `first` to `last`, by figure and side."""
    query = (
        select(*COLUMNS)
        .where(seen(KpiValue, on.as_of, on.known_at))
        .where(KpiValue.period_from >= first, KpiValue.period_to <= last)
        .order_by(KpiValue.product)
    )
    found: dict[Key, list[Reported]] = {}
    for row in session().execute(query):
        key = (row.kpi_id, row.entity, Period(row.period_from, row.period_to))
        found.setdefault(key, []).append(Reported(*row[4:]))
    return found


def _superseded(on: Occasion) -> ColumnElement[datetime | None]:
    """Return when a value was restated, by the moment looked at."""
    at = KpiValue.superseded_at
    return case((at <= on.seen_until, at)) if on.seen_until else at.expression


def restatements(kpi_id: str, on: Occasion) -> list[Row[Any]]:
    """Return every row ever recorded for a figure, the newest first, with who recorded it.

    Copies that only end an older value are left out: they say nothing new.
    """
    people = everybody(on.known_at)
    query = (
        select(
            *COLUMNS,
            KpiValue.recorded_at,
            _superseded(on).label("superseded_at"),
            KpiValue.from_on,
            KpiValue.origin,
            people.c.name,
        )
        .outerjoin(people, people.c.id == KpiValue.person_id)
        .where(KpiValue.kpi_id == kpi_id, KpiValue.until_on.is_(None))
        .order_by(KpiValue.recorded_at.desc(), KpiValue.id.desc())
    )
    if on.known_at:
        query = query.where(KpiValue.recorded_at <= on.known_at)
    if on.as_of:
        query = query.where(KpiValue.from_on <= on.as_of)
    return list(session().execute(query))
