"""The queue: saved views, filters, bulk assignment, exports, own views."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from compliance.accounts.queries import people_now
from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.queries.filters import UNASSIGNED, VIEWS, Filters
from compliance.credentialing.queries.lists import exact_total, queue_counts, queue_page, queue_rows
from compliance.credentialing.queries.offered import Choices, queue_choices
from compliance.credentialing.queries.one import exact_ref
from compliance.credentialing.queries.waits import waits_among
from compliance.credentialing.views.asked import EVERYTHING, asked, kept_query, strictly_asked
from compliance.credentialing.views.cells import queue_table
from compliance.credentialing.views.queue_words import USUAL, USUAL_ORDERS, empty, lede
from compliance.web.access import may, permission
from compliance.web.addresses import looks_back, with_query
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.fragments import send_to
from compliance.web.listings import BulkAct, Filter, Listing, Tab
from compliance.web.paging import Total
from compliance.web.past import as_of_line
from compliance.web.tables import csv_response, xlsx_response

blueprint = Blueprint("applications", __name__)
DUE_WITHIN = (0, 3, 7, 14, 30)
TONES = {"overdue": "over", "notice": "soon", "decision": "soon", "unassigned": "soon"}
KEYS = (
    ("j k", "move"),
    ("x", "select"),
    ("Enter", "open"),
    ("e", "next step"),
    ("n", "notice"),
    ("o", "owner"),
    ("f", "filter"),
)


@blueprint.get("/applications")
@permission("applications.view")
def index() -> str | Response:
    on = current_occasion()
    found = asked()
    filters, order = found.filters, found.order
    if filters.view == EVERYTHING and (ref := exact_ref(filters.text, on)):
        return send_to(url_for("applications.show", ref=ref))
    counts, total = queue_counts(filters, on)
    if total.is_capped and request.args.get("count") == "exact":
        total = exact_total(filters, on)
    page = queue_page(filters, order, on, total)
    offered = queue_choices(on)
    listing = Listing(
        table=queue_table(on.day_seen, on.book, waits_among(page.rows, on)),
        page=page,
        today=on.day_seen,
        what="applications",
        total=total,
        tabs=_tabs(filters, counts, offered),
        save="" if looks_back() else "#save-view",
        filters=_filters(filters, offered),
        bulk=_bulk(),
        search="Filter by name, NPI, practice",
        row_id=lambda row: row.application_id,
        row_name=lambda row: row.ref,
        sort=order.sort,
        is_descending=order.is_descending,
        default_sort=USUAL_ORDERS.get(filters.view, USUAL),
        files=_files(),
        empty=empty(filters, total, counts),
        css="queue",
        keys=KEYS,
    )
    return render_template(
        "credentialing/queue.html",
        listing=listing,
        lede=lede(filters, order, total, counts),
        unread=found.unread,
    )


def _tabs(filters: Filters, counts: dict[str, Total], offered: Choices) -> tuple[Tab, ...]:
    shipped = [
        Tab(
            label,
            url_for("applications.index", view=None if view == "all" else view),
            view == filters.view,
            str(counts[view]) if view in counts else None,
            TONES.get(view, "") if view in counts and counts[view].number else "",
        )
        for view, label in VIEWS.items()
    ]
    here = kept_query(request.query_string.decode())
    own = [
        Tab(name, with_query("applications.index", query), query == here)
        for name, query in offered.views
    ]
    if any(tab.is_current for tab in own):
        shipped = [replace(tab, is_current=False) for tab in shipped]
    return (*shipped, *own)


def _filters(filters: Filters, offered: Choices) -> tuple[Filter, ...]:
    owners = ((UNASSIGNED, "Nobody"), *offered.owners)
    states = [(each.value, APPLICATION_WORDS[each].label) for each in ApplicationState]
    models = (("pcbh", "PCBH"), ("cocm", "CoCM"), ("none", "None"))
    return (
        Filter("owner", "Owner", owners, filters.owners, anyone="anyone"),
        Filter("model", "Model", models, filters.models),
        Filter("practice", "Practice", tuple((p, p) for p in offered.practices), filters.practices),
        Filter("stage", "Stage", tuple(states), filters.states),
        Filter("due_within", "Due", _due_choices(filters.due_within), _chosen_due(filters), False),
    )


def _due_choices(chosen: int | None) -> tuple[tuple[str, str], ...]:
    days = sorted({*DUE_WITHIN, *([] if chosen is None else [chosen])})
    return tuple((str(n), f"within {plural(n, 'day')}" if n else "today or before") for n in days)


def _chosen_due(filters: Filters) -> tuple[str, ...]:
    return () if filters.due_within is None else (str(filters.due_within),)


def _bulk() -> tuple[BulkAct, ...]:
    acts = []
    if may("notices.send"):
        address = url_for("notices.bulk_notice")
        acts.append(BulkAct("Send completeness notice", address, "mail", "n", "notice"))
    if may("applications.assign"):
        address = url_for("applications.assign_selected")
        acts.append(BulkAct("Assign", address, "user-plus", "o", "acts/owner"))
        address = url_for("applications.list_selected")
        acts.append(BulkAct("Add to committee list", address, "gavel"))
    return tuple(acts)


def _files() -> tuple[tuple[str, str], ...]:
    query: Any = {key: values for key, values in request.args.lists() if key not in _NO_FILE_KEYS}
    return (
        ("CSV, these filters", url_for("applications.as_csv", **query)),
        ("Excel, these filters", url_for("applications.as_xlsx", **query)),
    )


_NO_FILE_KEYS = frozenset({"after", "before", "last", "start"})


@blueprint.get("/applications.csv")
@permission("applications.view")
def as_csv() -> Response:
    on = current_occasion()
    found = strictly_asked()
    rows = queue_rows(found.filters, found.order, on)
    return csv_response(queue_table(on.day_seen, on.book), rows, as_of_line("Applications", on))


@blueprint.get("/applications.xlsx")
@permission("applications.view")
def as_xlsx() -> Response:
    on = current_occasion()
    found = strictly_asked()
    rows = queue_rows(found.filters, found.order, on)
    return xlsx_response(queue_table(on.day_seen, on.book), rows, as_of_line("Applications", on))


def owner_choices() -> list[tuple[str, str]]:
    """Return the people who may own applications, by name."""
    people = people_now(active_only=True)
    workers = [each for each in people if {"credentialing", "supervisor"} & set(each.roles)]
    return [(str(each.id), each.name) for each in workers]
