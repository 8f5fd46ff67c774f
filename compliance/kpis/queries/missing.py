"""What a side has not reported for a month."""

from compliance.core.kpis import MBHO, Kpi
from compliance.core.periods import Period
from compliance.kpis.queries.figures import all_pairs, figures
from compliance.kpis.rules import KpiState
from compliance.occasions import Occasion


def not_reported(period: Period, on: Occasion, entity: str = MBHO) -> tuple[Kpi, ...]:
    """Return the figures that a side reports and has not sent for a period, by their id."""
    wanted = [pair for pair in all_pairs(on, entity) if pair[1] == entity]
    found = figures(wanted, period, on, 1)
    return tuple(told[-1].kpi for told in found.values() if told[-1].state is KpiState.NOT_REPORTED)
