"""The figures of the sample plan: what Tern sent month by month, two not yet; targets."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from compliance.core.kpis import MBHO, PLAN, Kpi
from compliance.core.periods import Period, months_after
from compliance.kpis.rules.entries import NewValue
from compliance.kpis.services import report_value, set_target
from compliance.occasions import Occasion
from compliance.rulebook.strict_yaml import parse
from compliance.setup.sample.chapters import Cast, Scene
from compliance.setup.sample.script import acts, story_day

TOLD = Path(__file__).with_name("figures.yaml")
MONTHS = 8
SENT_AFTER = timedelta(days=5)
REPORTERS = {MBHO: "hal", PLAN: "grace"}


def scenes(shift: timedelta) -> Iterator[Scene]:
    """Yield the targets and the reports of each month; what lies before the story is one report.

    Months are those before the day the story is played on, whatever that day is.
    """
    told: Any = parse(TOLD.read_text(encoding="utf-8"), TOLD.name)
    today, first = story_day() + shift, acts(shift)[0].day
    for kpi_id, (target, why) in told["targets"].items():
        began = months_after(today, -MONTHS).from_on
        yield Scene(first, "elise", partial(_aim, kpi_id, target, why, began))
    for entity, figures in told_months(told, today):
        for period, values in figures.items():
            day = min(max(period.to_on + SENT_AFTER, first), today)
            yield Scene(day, REPORTERS[entity], partial(_report, entity, period, values))


def told_months(told: Any, today: date) -> Iterator[tuple[str, dict[Period, list[Any]]]]:
    """Yield for each side its months with the figures sent for them."""
    for entity in (MBHO, PLAN):
        months: dict[Period, list[Any]] = {}
        for kpi_id, series in told[entity].items():
            for at, value in enumerate(series):
                period = months_after(today, at - MONTHS)
                months.setdefault(period, []).extend([(kpi_id, *value)] if value else [])
        yield entity, months


def _aim(kpi_id: str, target: str, why: str, began: date, _cast: Cast, on: Occasion) -> None:
    set_target(kpi_id, target, began, why, on)


def _report(entity: str, period: Period, values: list[Any], _cast: Cast, on: Occasion) -> None:
    for kpi_id, figure, cases in values:
        kpi = on.book.kpi(kpi_id)
        value = NewValue(
            kpi_id,
            entity,
            period,
            _numerator(kpi, float(figure), int(cases)),
            int(cases),
            data_as_of=max(period.to_on, on.today - SENT_AFTER),
        )
        report_value(value, on)


def _numerator(kpi: Kpi, figure: float, cases: int) -> float:
    """Return the cases that a percentage of them is; other figures are told as they are."""
    return round(figure * cases / 100) if kpi.unit == "percent" else figure
