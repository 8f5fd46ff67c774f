"""The catalogue: every figure with its source, both sides of a month, and its trend."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template, url_for
from markupsafe import Markup

from compliance.charts.meters import spark
from compliance.core.kpis import PLAN, Kpi
from compliance.core.periods import Period
from compliance.kpis.queries.asks import asks_for
from compliance.kpis.queries.figures import all_pairs, every_pair, figures
from compliance.kpis.queries.reviews import partner_names
from compliance.kpis.rules import Figure, KpiState, plain
from compliance.kpis.rules.sentences import STATE_WORDS, figure_said
from compliance.kpis.views.base import (
    around,
    blueprint,
    partner_asked,
    partner_in_address,
    period_asked,
)
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.past import as_of_line
from compliance.web.tables import Column, Table, csv_response, xlsx_response


@dataclass(frozen=True)
class Row:
    """One figure of the catalogue; `sides` holds a series for each side, None where none is due."""

    kpi: Kpi
    sides: tuple[tuple[Figure, ...] | None, ...]

    @property
    def cells(self) -> tuple[tuple[str, str, str, str, bool] | None, ...]:
        """Return for each side what is said, the word of its state, tone, icon, and its mark."""
        return tuple(_cell(told[-1]) if told else None for told in self.sides)

    @property
    def target(self) -> float | int | None:
        """Return the target of the month."""
        return plain(next(told[-1].target for told in self.sides if told))

    @property
    def trend(self) -> Markup:
        """Return the way of the plan's values, or of the other side where the plan has none."""
        told = next(each for each in self.sides if each)
        return spark([each.value for each in told], told[-1].target)


def _cell(figure: Figure) -> tuple[str, str, str, str, bool]:
    word, tone, icon = STATE_WORDS[figure.state]
    said = "" if figure.state is KpiState.NOT_REPORTED else figure_said(figure)
    return said, word.capitalize(), tone, icon, figure.is_small


def _rows(period: Period, on: Occasion, partner: str) -> list[Row]:
    pairs = all_pairs(on, partner)
    found = figures(pairs, period, on)
    kpis = {kpi_id: on.book.kpi(kpi_id) for kpi_id, _ in pairs}
    ranked = sorted(kpis.values(), key=lambda kpi: (not kpi.review, kpi.review, kpi.id))
    return [
        Row(kpi, tuple(found.get((kpi.id, each)) for each in (PLAN, partner))) for kpi in ranked
    ]


@blueprint.get("/kpis")
@permission("kpis.view")
def index() -> str:
    on = current_occasion()
    period = period_asked(on)
    partners = partner_names(on)
    partner = partner_asked(partners)
    rows = _rows(period, on, partner)
    before, after = around(period, on)
    return render_template(
        "kpis/index.html",
        rows=rows,
        period=period,
        before=before,
        after=after,
        names={PLAN: "Plan", partner: partners.get(partner, "MBHO")},
        partner=partner,
        partners=partners,
        said=partner_in_address,
        asks=asks_for(period, on, partner),
        missing=_missing(rows),
        today=on.day_seen,
        files=_files(period),
    )


def _missing(rows: Sequence[Row]) -> int:
    return sum(
        told[-1].state is KpiState.NOT_REPORTED
        for each in rows
        if (told := each.sides[-1]) is not None
    )


def _files(period: Period) -> tuple[tuple[str, str], ...]:
    return (
        ("CSV", url_for("kpis.as_csv", period=period.key)),
        ("Excel", url_for("kpis.as_xlsx", period=period.key)),
    )


@blueprint.get("/kpis.csv")
@permission("kpis.view")
def as_csv() -> Response:
    on = current_occasion()
    period = period_asked(on)
    return csv_response(FILE, _figures(period, on), as_of_line(f"Figures of {period.words}", on))


@blueprint.get("/kpis.xlsx")
@permission("kpis.view")
def as_xlsx() -> Response:
    on = current_occasion()
    period = period_asked(on)
    return xlsx_response(FILE, _figures(period, on), as_of_line(f"Figures of {period.words}", on))


def _figures(period: Period, on: Occasion) -> list[Figure]:
    """Return the figures of the plan and of every MBHO."""
    return [told[-1] for told in figures(every_pair(on), period, on, 1).values()]


FILE: Table[Figure] = Table(
    "figures",
    (
        Column("kpi_id", "Figure", lambda row: row.kpi.id),
        Column("title", "Title", lambda row: row.kpi.title),
        Column("entity", "Side", lambda row: row.entity),
        Column("period_from", "From", lambda row: row.period.from_on),
        Column("period_to", "To", lambda row: row.period.to_on),
        Column("numerator", "Numerator", lambda row: plain(row.numerator)),
        Column("denominator", "Denominator", lambda row: row.denominator),
        Column("value", "Value", lambda row: plain(row.value)),
        Column("unit", "Unit", lambda row: row.kpi.unit),
        Column("target", "Target", lambda row: plain(row.target)),
        Column("state", "State", lambda row: row.state.value),
        Column("is_small", "Small number", lambda row: "yes" if row.is_small else ""),
        Column("origin", "Counted or reported", lambda row: row.origin),
        Column("data_as_of", "Data as of", lambda row: row.data_as_of),
        Column("note", "Note", lambda row: row.note),
        Column("confidence", "Confidence", lambda row: row.kpi.confidence),
        Column("source", "Source", lambda row: "; ".join(each.cite for each in row.kpi.sources)),
    ),
)
