"""What the partner was asked for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from compliance.accounts.standings import everybody
from compliance.core.kpis import MBHO
from compliance.core.periods import Period
from compliance.db import session
from compliance.kpis.models import KpiAsk
from compliance.occasions import Occasion


@dataclass(frozen=True)
class AskLine:
    """One ask: when, by whom, for what, needed when."""

    asked_on: date
    asked_by: str
    kpi_ids: tuple[str, ...]
    needed_on: date


def asks_for(period: Period, on: Occasion, partner: str = MBHO) -> list[AskLine]:
    """Return what an MBHO was asked for a period up to the day seen, the latest first."""
    people = everybody(on.known_at)
    query = (
        select(KpiAsk.asked_on, people.c.name, KpiAsk.kpi_ids, KpiAsk.needed_on)
        .outerjoin(people, people.c.id == KpiAsk.asked_by)
        .where(KpiAsk.entity == partner)
        .where(KpiAsk.period_from == period.from_on, KpiAsk.period_to == period.to_on)
        .where(KpiAsk.asked_on <= on.day_seen)
        .order_by(KpiAsk.id.desc())
    )
    if on.known_at:
        query = query.where(KpiAsk.recorded_at <= on.known_at)
    return [
        AskLine(asked_on, name or "Daybook", tuple(ids), needed)
        for asked_on, name, ids, needed in session().execute(query)
    ]
