"""Live figures by which duties prove themselves: owners that are named, roles decided, KPIs."""

from dataclasses import dataclass

from compliance.core.duties import OWNING, Part
from compliance.core.kpis import PLAN
from compliance.core.periods import months_after
from compliance.eligibility.queries import decided_cells
from compliance.kpis.queries.figures import value
from compliance.kpis.rules.sentences import figure_said
from compliance.kpis.rules.values import KpiState
from compliance.occasions import Occasion
from compliance.policies.queries.owners import Spans, spans_known
from compliance.policies.sources import Reading

SPONSORS = "ENT"
"""The department whose lead is the executive sponsor."""


def sponsor_named(on: Occasion) -> Reading:
    """Return whether an executive sponsor is named today."""
    spans = spans_known(on, SPONSORS).get(SPONSORS, ())
    named = tuple(each.name for each in spans if each.holds(on.today))
    return _reading(_Count("sponsor_named", "sponsor", named, 1), on)


def leads_named(on: Occasion) -> Reading:
    """Return how many departments of the register have a lead today."""
    spans = spans_known(on)
    led = tuple(code for code in on.book.departments if _has(spans, code, on, (Part.LEAD,)))
    return _reading(_Count("leads_named", "departments", led, len(on.book.departments)), on)


def owners_named(on: Occasion) -> Reading:
    """Return how many duties have an accountable or responsible owner today."""
    spans = spans_known(on)
    duties = [each.id for each in on.book.duties().values()]
    owned = tuple(each for each in duties if _has(spans, each, on, OWNING))
    return _reading(_Count("owners_named", "responsibilities", owned, len(duties)), on)


def roles_decided(on: Occasion) -> Reading:
    """Return how many cells of associate roles and lines the plan has decided."""
    decided, every = decided_cells(on)
    return Reading(
        numerator=decided,
        denominator=every,
        unit="cells",
        is_met=decided >= every,
        data_as_of=on.today,
        query="compliance.eligibility.queries:decided_cells",
        target="all",
        counted=(decided, every),
    )


def kpi(name: str, on: Occasion) -> Reading | None:
    """Return a figure of the last whole month: `R-CR3`, or `R-CR5@mbho` for the MBHO's.

    None where the figure is not defined, not reported, or had no cases. A figure without a target
    misses none.
    """
    kpi_id, _, entity = name.partition("@")
    if kpi_id not in on.book.kpis:
        return None
    period = months_after(on.today, -1)
    figure = value(kpi_id, entity or _reporter(kpi_id, on), period, on)
    if figure.value is None or figure.numerator is None or figure.denominator is None:
        return None
    return Reading(
        numerator=round(figure.numerator),
        denominator=figure.denominator,
        unit=figure.kpi.title,
        is_met=figure.state is not KpiState.MISSES,
        data_as_of=figure.data_as_of or min(figure.period.to_on, on.today),
        query=f"compliance.kpis.queries.figures:value({name})",
        period=figure.period,
        target="" if figure.target is None else f"{figure.target:g}",
        counted=(figure.numerator, figure.denominator, figure.value, figure.origin),
        value=figure_said(figure),
    )


def _reporter(kpi_id: str, on: Occasion) -> str:
    """Return the side that a figure is read of: the plan where it reports."""
    reporters = on.book.kpi(kpi_id).reporters
    return PLAN if PLAN in reporters else reporters[0]


def _has(spans: Spans, key: str, on: Occasion, parts: tuple[Part, ...]) -> bool:
    return any(each.part in parts and each.holds(on.today) for each in spans.get(key, ()))


@dataclass(frozen=True)
class _Count:
    """What one of these counted, of how many."""

    name: str
    unit: str
    counted: tuple[str, ...]
    of: int


def _reading(count: _Count, on: Occasion) -> Reading:
    return Reading(
        numerator=len(count.counted),
        denominator=count.of,
        unit=count.unit,
        is_met=len(count.counted) >= count.of,
        data_as_of=on.today,
        query=f"{__name__}:{count.name}",
        target="all",
        counted=count.counted,
    )
