"""The review of a month for a meeting: one chart a question, who meets or misses, one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from compliance.charts.lines import Line, LineChart, line_chart
from compliance.core.dates import MONTHS
from compliance.core.kpis import MBHO, PLAN, Kpi
from compliance.core.periods import Period
from compliance.directory.queries import organizations
from compliance.kpis.queries.figures import SHOWN_MONTHS, Found, figures
from compliance.kpis.rules import Figure, KpiState, plain, suppressed
from compliance.kpis.rules.sentences import (
    STATE_WORDS,
    Side,
    figure_said,
    review_said,
    said_aloud,
)
from compliance.occasions import Occasion

LEAST = {"applications": "reports.applications_least", "members": "reports.members_least"}
PERCENT_CEILING = 100.0
FINEST = {"ratio": 0.1}


@dataclass(frozen=True)
class PanelRow:
    """One period of a panel: the figures of both sides."""

    figures: tuple[Figure, ...]

    @property
    def period(self) -> Period:
        """Return the month or quarter."""
        return self.figures[0].period

    @property
    def is_partial(self) -> bool:
        """Return whether the period had not ended."""
        return self.figures[0].is_partial

    @property
    def cells(self) -> tuple[tuple[str, bool], ...]:
        """Return for each side what is said of it, and whether it stands on few cases."""
        return tuple((figure_said(each), each.is_small) for each in self.figures)

    @property
    def target(self) -> float | int | None:
        """Return the target of the period."""
        return plain(self.figures[0].target)


@dataclass(frozen=True)
class Panel:
    """One question of a review: its figures on both sides, and what is said about them."""

    kpi: Kpi
    sides: tuple[Side, ...]
    chart: LineChart
    sentence: str

    @property
    def heading(self) -> str:
        """Return the title above the chart."""
        return self.kpi.heading

    @property
    def words(self) -> tuple[tuple[str, str, str], ...]:
        """Return (words, tone, icon) for each side: "Plan meets", "Tern not sent"."""
        if all(each.last.state is KpiState.NO_TARGET for each in self.sides):
            return (("No target set", "none", ""),)
        told = ((each.name, STATE_WORDS[each.last.state]) for each in self.sides)
        return tuple((f"{name} {word}", tone, icon) for name, (word, tone, icon) in told)

    @property
    def drawn(self) -> Markup:
        """Return the chart for a page, empty where nothing is known."""
        return line_chart(self.chart)

    @property
    def rows(self) -> tuple[PanelRow, ...]:
        """Return the same numbers as a table, the newest period first."""
        told = zip(*(each.figures for each in self.sides), strict=True)
        return tuple(PanelRow(figures) for figures in reversed(list(told)))


@dataclass(frozen=True)
class Review:
    """All panels of a month. `unsent` are the figures that the MBHO has not reported."""

    period: Period
    panels: tuple[Panel, ...]
    names: Mapping[str, str]
    lede: str
    unsent: tuple[Kpi, ...]


def review(
    period: Period,
    on: Occasion,
    *,
    months: int = SHOWN_MONTHS,
    is_shared: bool = True,
    partner: str = MBHO,
) -> Review:
    """Return the review of a month with one MBHO: for the meeting's page, and for the pack.

    In a template: `{% from "components/measures.html" import review_panels, review_table %}` and
    `{{ review_panels(review) }}`; `review_table(review)` shows the same numbers. In a document:
    `charts.lines.chart_file(panel.chart)` is the SVG with literal colors, `panel.chart.title` and
    `.description` its alternative text, `panel.words` and `panel.sentence` what stands around it.

    `is_shared` leaves out counts of too few cases, as everything must that the partner may see.
    """
    kpis = reviewed(on)
    pairs = [(kpi, entity, kpi.reported_as(entity)) for kpi in kpis for entity in (PLAN, partner)]
    found = figures([(name, entity) for _, entity, name in pairs if name], period, on, months)
    names = side_names(on, partner)
    how = Showing(names, is_shared)
    panels = tuple(panel(kpi, found, how, on) for kpi in kpis)
    return Review(period, panels, names, _lede(panels, names, period), _unsent(panels))


def reviewed(on: Occasion) -> list[Kpi]:
    """Return the figures that a meeting reviews, in the order of their charts."""
    in_use = (each for each in on.book.kpis.values() if each.review)
    return sorted(
        (each for each in in_use if each.is_valid_on(on.day_seen)), key=lambda kpi: kpi.review
    )


def side_names(on: Occasion, partner: str = MBHO) -> dict[str, str]:
    """Return what both sides are called on charts: Plan, and the partner's short name."""
    return {PLAN: "Plan", partner: partner_names(on).get(partner, "MBHO")}


def partner_names(on: Occasion) -> dict[str, str]:
    """Return what each MBHO is called on charts, by its key: the short name, else the name.

    The one of set-up is first.
    """
    found = [each for each in organizations(on) if each.kind == MBHO]
    found.sort(key=lambda each: each.key != MBHO)
    return {each.key: each.short_name or each.name for each in found}


@dataclass(frozen=True)
class Showing:
    """How panels are made: the names of both sides, for whom, and how large."""

    names: Mapping[str, str]
    is_shared: bool
    size: tuple[float, float] | None = None


def panel(kpi: Kpi, found: Found, how: Showing, on: Occasion) -> Panel:
    """Return one panel from figures that were read already."""
    sides = tuple(
        Side(entity, how.names[entity], _shown(told, on, is_shared=how.is_shared))
        for entity in how.names
        if (told := found.get((kpi.reported_as(entity), entity)))
    )
    last = sides[0].last.period
    return Panel(kpi, sides, chart_of(kpi, sides, how.size), said_aloud(kpi, sides, last))


def _shown(told: Sequence[Figure], on: Occasion, *, is_shared: bool) -> tuple[Figure, ...]:
    if not is_shared or not told or told[0].kpi.cases not in LEAST:
        return tuple(told)
    parameter = on.book.parameter(LEAST[told[0].kpi.cases])
    return tuple(suppressed(each, parameter.days_on(each.period.to_on)) for each in told)


def chart_of(kpi: Kpi, sides: Sequence[Side], size: tuple[float, float] | None = None) -> LineChart:
    """Return the chart of both sides over the same months."""
    chart = LineChart(
        key=f"chart-{kpi.id.lower()}",
        title=kpi.heading,
        months=tuple(MONTHS[each.period.to_on.month - 1] for each in sides[0].figures),
        lines=tuple(Line(each.name, tuple(one.value for one in each.figures)) for each in sides),
        target=sides[0].last.target,
        finest=FINEST.get(kpi.unit, 1.0),
        ceiling=PERCENT_CEILING if kpi.unit == "percent" else None,
    )
    return chart if size is None else chart.sized(size)


def _unsent(panels: Sequence[Panel]) -> tuple[Kpi, ...]:
    return tuple(
        side.last.kpi
        for each in panels
        for side in each.sides
        if side.entity != PLAN and side.last.state is KpiState.NOT_REPORTED
    )


def _lede(panels: Sequence[Panel], names: Mapping[str, str], period: Period) -> str:
    states = [[side.last.state for side in each.sides] for each in panels]
    unsent = [(names[entity], sum(_is_unsent(each, entity) for each in panels)) for entity in names]
    return review_said(states, unsent, period.words.partition(" ")[0])


def _is_unsent(panel: Panel, entity: str) -> bool:
    return any(
        side.entity == entity and side.last.state is KpiState.NOT_REPORTED for side in panel.sides
    )
