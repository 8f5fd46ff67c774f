"""The queue: saved views, filters, bulk assignment, exports, own views."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from compliance.accounts.queries import people_now
from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.queries.filters import UNASSIGNED, VIEWS, Filters
from compliance.credentialing.queries.lists import Order, queue_counts, queue_page, queue_rows
from compliance.credentialing.queries.offered import Choices, queue_choices
from compliance.credentialing.queries.one import exact_ref
from compliance.credentialing.queries.waits import waits_among
from compliance.credentialing.views.cells import queue_table
from compliance.occasions import Occasion
from compliance.web.access import may, permission
from compliance.web.cells import Act
from compliance.web.door import current_occasion
from compliance.web.filters import day_full
from compliance.web.fragments import send_to
from compliance.web.listings import BulkAct, Empty, Filter, Listing, Tab, read_sort
from compliance.web.paging import Total, place_from
from compliance.web.tables import csv_response, xlsx_response

blueprint = Blueprint("applications", __name__)
SORTS = ("notice", "decision", "name")
EVERYTHING = "any"
"""The view of a search from the top bar: open and closed files alike."""
TONES = {"overdue": "over", "notice": "soon", "decision": "soon", "unassigned": "soon"}
KEYS = (
    ("j k", "move"),
    ("x", "select"),
    ("Enter", "open"),
    ("e", "next step"),
    ("n", "notice"),
    ("1 8", "saved views"),
)


def filters_from_address() -> Filters:
    """Return the filters that the address names; unknown values narrow to nothing."""
    args = request.values
    view = args.get("view", "all")
    return Filters(
        view=view if view in {*VIEWS, EVERYTHING} else "all",
        text=args.get("q", ""),
        owners=tuple(args.getlist("owner")),
        models=tuple(args.getlist("model")),
        practices=tuple(args.getlist("practice")),
        states=tuple(args.getlist("stage")),
        due_within=_whole(args.get("due_within")),
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else None


def order_from_address() -> Order:
    """Return the order and the place in the list that the address names."""
    sort, falls = read_sort(request.args.get("sort"), SORTS)
    return Order(sort, falls, place_from(request.args))


@blueprint.get("/applications")
@permission("applications.view")
def index() -> str | Response:
    on = current_occasion()
    filters, order = filters_from_address(), order_from_address()
    if filters.view == EVERYTHING and (ref := exact_ref(filters.text, on)):
        return send_to(url_for("applications.show", ref=ref))
    counts, total = queue_counts(filters, on)
    page = queue_page(filters, order, on, total)
    offered = queue_choices(on)
    listing = Listing(
        table=queue_table(on.day_seen, on.book, waits_among(page.rows, on)),
        page=page,
        today=on.day_seen,
        what="applications",
        total=total,
        tabs=_tabs(filters, counts, offered),
        filters=_filters(filters, offered),
        bulk=_bulk(),
        search="Filter by name, NPI, practice",
        row_id=lambda row: row.application_id,
        row_name=lambda row: row.ref,
        sort=order.sort,
        is_descending=order.is_descending,
        default_sort="Last change" if filters.view == "closed" else "Soonest clock",
        files=_files(),
        empty=_empty(filters, total, counts),
        css="queue",
        keys=KEYS,
    )
    return render_template(
        "credentialing/queue.html", listing=listing, lede=_lede(filters, total, counts)
    )


def _lede(filters: Filters, total: Total, counts: dict[str, Total]) -> str:
    if filters.view == "closed":
        return f"{total} closed. Newest change first."
    if filters.view == EVERYTHING:
        return f"{total} found for “{filters.text}”, open and closed."
    if filters.is_narrowed or filters.view != "all":
        return f"{total} of {counts['all']} open. Sorted by the clock that ends first."
    return f"{total} open. Sorted by the clock that ends first."


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
    own = [Tab(name, f"{url_for('applications.index')}?{query}") for name, query in offered.views]
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
    )


def _bulk() -> tuple[BulkAct, ...]:
    acts = []
    if may("notices.send"):
        address = url_for("notices.bulk_notice")
        acts.append(BulkAct("Send completeness notice", address, "mail", "n"))
    if may("applications.assign"):
        address = url_for("applications.assign_selected")
        acts.append(BulkAct("Assign", address, "user-plus", "o"))
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


def _empty(filters: Filters, total: Total, counts: dict[str, Total]) -> Empty:
    if filters.is_narrowed:
        clear = Act("Clear filters", url_for("applications.index", view=filters.view))
        return Empty("No application matches", _named(filters), (clear,))
    if filters.view != "all" or counts["all"].number or total.number:
        back = Act("See all open", url_for("applications.index"))
        return Empty(
            "Nothing here", f"{VIEWS.get(filters.view, 'all files')}: no application.", (back,)
        )
    acts: tuple[Act, ...] = ()
    if may("applications.work"):
        acts = (
            Act("Add application", url_for("applications.receive_application"), icon="plus"),
            Act("Import CSV", url_for("imports.upload"), icon="file-import"),
        )
    text = (
        "Enter one, or bring in a CSV of open applications. The clocks start from the dates you "
        "give."
    )
    return Empty("Add the first application", text, acts)


def _named(filters: Filters) -> str:
    named = [
        f"{word} {', '.join(chosen)}"
        for word, chosen in (
            ("text", (filters.text,) if filters.text else ()),
            ("owner", filters.owners),
            ("model", filters.models),
            ("practice", filters.practices),
            ("stage", filters.states),
        )
        if chosen
    ]
    return f"You filtered by {', '.join(named)} in {VIEWS.get(filters.view, 'all files')}."


@blueprint.get("/applications.csv")
@permission("applications.view")
def as_csv() -> Response:
    on = current_occasion()
    rows = queue_rows(filters_from_address(), order_from_address(), on)
    return csv_response(queue_table(on.day_seen, on.book), rows, as_of_line(on))


@blueprint.get("/applications.xlsx")
@permission("applications.view")
def as_xlsx() -> Response:
    on = current_occasion()
    rows = queue_rows(filters_from_address(), order_from_address(), on)
    return xlsx_response(queue_table(on.day_seen, on.book), rows, as_of_line(on))


def as_of_line(on: Occasion) -> str:
    """Return the first line of an export: which day it shows, as known on which day."""
    known = on.known_on or on.today
    return f"Applications as of {day_full(on.day_seen)}, as known on {day_full(known)}"


def owner_choices() -> list[tuple[str, str]]:
    """Return the people who may own applications, by name."""
    people = people_now(active_only=True)
    workers = [each for each in people if {"credentialing", "supervisor"} & set(each.roles)]
    return [(str(each.id), each.name) for each in workers]
