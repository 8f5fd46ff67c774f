"""The figures of the partner's own MBHO over the last months, as page and as files."""

from flask import Response, render_template, url_for

from compliance.kpis.rules import Figure, plain
from compliance.kpis.rules.sentences import STATE_WORDS, figure_said
from compliance.partners.queries import own_figures, partner_name
from compliance.partners.views.home import blueprint
from compliance.web.access import permission
from compliance.web.cells import Identity, Status
from compliance.web.door import current_occasion
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Page, Total
from compliance.web.past import as_of_line
from compliance.web.tables import Column, Table, csv_response, xlsx_response


def _state(row: Figure) -> Status:
    word, tone, icon = STATE_WORDS[row.state]
    return Status(word.capitalize(), tone, icon)


FIGURES: Table[Figure] = Table(
    "figures",
    (
        Column("kpi_id", "Measure", lambda row: row.kpi.id,
               lambda row: Identity(row.kpi.heading, row.kpi.id)),
        Column("month", "Month", lambda row: row.period.key, lambda row: row.period.words),
        Column("value", "Value", lambda row: plain(row.value), figure_said),
        Column("numerator", "Numerator", lambda row: plain(row.numerator), is_on_page=False),
        Column("denominator", "Denominator", lambda row: row.denominator, is_on_page=False),
        Column("target", "Target", lambda row: plain(row.target), numeric=True),
        Column("state", "State", lambda row: row.state.value, _state),
        Column("data_as_of", "Data as of", lambda row: row.data_as_of),
        Column("note", "Note", lambda row: row.note, is_on_page=False),
    ),
)  # fmt: skip


@blueprint.get("/figures")
@permission("partner.view")
def figures() -> str:
    on = current_occasion()
    rows = own_figures(on)
    listing = Listing(
        FIGURES,
        Page(rows),
        on.day_seen,
        "figures",
        total=Total(len(rows)),
        files=(
            ("CSV", url_for("partners.figures_csv")),
            ("Excel", url_for("partners.figures_xlsx")),
        ),
        empty=Empty("No figure is asked of you"),
    )
    return render_template("partners/figures.html", listing=listing, partner=partner_name(on))


@blueprint.get("/figures.csv")
@permission("partner.view")
def figures_csv() -> Response:
    on = current_occasion()
    return csv_response(FIGURES, own_figures(on), as_of_line(f"Figures of {partner_name(on)}", on))


@blueprint.get("/figures.xlsx")
@permission("partner.view")
def figures_xlsx() -> Response:
    on = current_occasion()
    return xlsx_response(FIGURES, own_figures(on), as_of_line(f"Figures of {partner_name(on)}", on))
