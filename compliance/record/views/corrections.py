"""Both versions: what a day knew, and what was entered for it later."""

from flask import render_template

from compliance.record.queries.corrections import Correction, corrected_later
from compliance.record.queries.measures import days_compared
from compliance.record.views.base import NOW, blueprint, record_cell
from compliance.web.access import permission
from compliance.web.cells import TwoLines
from compliance.web.door import current_occasion
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Page, Total
from compliance.web.tables import Column, Table

CORRECTIONS: Table[Correction] = Table(
    "corrected-later",
    (
        Column("record", "Record", cell=lambda row: record_cell(row.record, **NOW)),
        Column("happened_on", "Happened", lambda row: row.happened_on),
        Column("then", "Known then", lambda row: row.then),
        Column("now", "Known now", cell=lambda row: TwoLines(row.now, row.note)),
        Column("recorded_at", "Recorded", lambda row: row.recorded_at),
        Column("who", "Who", lambda row: row.who),
    ),
)


@blueprint.get("/audit/corrections")
@permission("audit.view")
def corrections() -> str:
    then = days_compared(current_occasion()).then
    rows = corrected_later(then)
    listing = Listing(
        CORRECTIONS,
        Page(rows),
        then.today,
        "entries",
        total=Total(len(rows)),
        empty=Empty("Nothing that happened by that day was entered later"),
    )
    return render_template("record/corrections.html", listing=listing, day=then.day_seen)
