"""The list of the network: views, search, sort, downloads, any day."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from compliance.core.network import LICENSE_EXPIRY
from compliance.directory.queries.network import (
    ORDERS,
    VIEWS,
    MemberRow,
    NetworkFilters,
    NetworkOrder,
    PlaceRow,
    network_counts,
    network_page,
    network_rows,
    places_of,
)
from compliance.network.views.table import Shown, network_table
from compliance.occasions import Occasion
from compliance.web.access import may, permission
from compliance.web.cells import Act
from compliance.web.door import current_occasion
from compliance.web.listings import Empty, Listing, Tab, read_sort
from compliance.web.paging import Total, place_from
from compliance.web.past import as_of_line
from compliance.web.tables import Table, csv_response, xlsx_response

blueprint = Blueprint("network", __name__)
SLICE = 500


@blueprint.get("/network")
@permission("network.view")
def index() -> str:
    on = current_occasion()
    filters, order = _asked(on)
    counts, matching = network_counts(filters, on)
    page = network_page(filters, order, on, Total(matching))
    listing = Listing(
        table=_table(page.rows, filters, on),
        page=page,
        today=on.day_seen,
        what="providers",
        total=Total(matching),
        tabs=_tabs(filters, counts),
        search="Filter by name, NPI, license, role",
        sort=order.sort,
        is_descending=order.is_descending,
        files=_files(),
        empty=_empty(filters, counts),
        keys=(("j k", "move"), ("Enter", "open"), ("f", "filter")),
    )
    return render_template(
        "network/network.html",
        listing=listing,
        within=filters.within,
        lapsing=counts["lapsing"],
        members=counts["in"],
        is_past=bool(on.as_of or on.known_on),
    )


@blueprint.get("/network.csv")
@permission("network.view")
def as_csv() -> Response:
    table, rows, line = _export()
    return csv_response(table, rows, line)


@blueprint.get("/network.xlsx")
@permission("network.view")
def as_xlsx() -> Response:
    table, rows, line = _export()
    return xlsx_response(table, rows, line)


def _export() -> tuple[Table[MemberRow], list[MemberRow], str]:
    on = current_occasion()
    filters, order = _asked(on)
    rows = list(network_rows(filters, order, on))
    return _table(rows, filters, on), rows, as_of_line("Network", on)


def _table(rows: Sequence[MemberRow], filters: NetworkFilters, on: Occasion) -> Table[MemberRow]:
    numbers = [row.provider_id for row in rows]
    places: dict[int, list[PlaceRow]] = {}
    for start in range(0, len(numbers), SLICE):
        for each in places_of(numbers[start : start + SLICE], on):
            places.setdefault(each.provider_id, []).append(each)
    return network_table(Shown(places, on.day_seen, filters.within))


def _asked(on: Occasion) -> tuple[NetworkFilters, NetworkOrder]:
    view = request.args.get("view", "in")
    default = "lapses" if view == "lapsing" else "name"
    sort, falls = read_sort(request.args.get("sort"), tuple(ORDERS), default)
    filters = NetworkFilters(
        view if view in VIEWS else "in", request.args.get("q", ""), lapse_days(on)
    )
    return filters, NetworkOrder(sort, falls, place_from(request.args))


def lapse_days(on: Occasion) -> int:
    """Return how many calendar days ahead an expiry date counts as lapsing."""
    return on.book.ladder_for(LICENSE_EXPIRY).rungs_on(on.day_seen).due_soon_days


def _tabs(filters: NetworkFilters, counts: dict[str, int]) -> tuple[Tab, ...]:
    titles = {**VIEWS, "lapsing": f"Lapsing in {filters.within} days"}
    return tuple(
        Tab(
            titles[view],
            url_for("network.index", view=None if view == "in" else view),
            view == filters.view,
            counts[view],
            "soon" if view == "lapsing" and counts[view] else "",
        )
        for view in VIEWS
    )


def _files() -> tuple[tuple[str, str], ...]:
    asked = {key: request.args.get(key) for key in ("view", "q", "sort")}
    query: Any = {key: value for key, value in asked.items() if value}
    return (
        ("CSV, these filters", url_for("network.as_csv", **query)),
        ("Excel, these filters", url_for("network.as_xlsx", **query)),
    )


def _empty(filters: NetworkFilters, counts: dict[str, int]) -> Empty:
    if filters.text:
        clear = Act("Clear filter", url_for("network.index", view=filters.view))
        return Empty("No provider matches", f"You filtered by {filters.text}.", (clear,))
    if not any(counts.values()):
        acts = (Act("Bring in the roster", url_for("import_roster.upload")),)
        text = "Bring in a csv or Excel file of everybody who is in the network already."
        return Empty("Nobody is on the roster yet", text, acts if may("network.import") else ())
    return _NOBODY[filters.view]


_NOBODY = {
    "in": Empty("Nobody is in the network on this day"),
    "lapsing": Empty("Nothing lapses soon"),
    "teams": Empty(
        "No care team is named yet", "Add team_role to the roster: pcp, care_manager and so on."
    ),
    "left": Empty("Nobody has left the network"),
}
