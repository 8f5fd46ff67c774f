"""What the queue says of itself: the sentence below its title, and what an empty one says."""

from flask import url_for

from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.queries.filters import UNASSIGNED, VIEWS, Filters
from compliance.credentialing.queries.lists import Order
from compliance.credentialing.views.asked import EVERYTHING
from compliance.web.access import may
from compliance.web.cells import Act
from compliance.web.filters import plural
from compliance.web.listings import Empty
from compliance.web.paging import Total

USUAL_ORDERS = {"closed": "Last change", "overdue": "Longest overdue"}
"""The chip of the order that a view has by itself."""
USUAL = "Soonest clock"
LATE_WORDS = {
    "late_notice": "with a notice past the limit, sent in the last 90 days or still owed.",
    "late_decision": "with a decision past the limit, made in the last 90 days or still owed.",
}
SORTED = {
    ("", False): "Sorted by the clock that ends first.",
    ("", True): "Sorted by the clock that ends last.",
    ("name", False): "Sorted by last name, A to Z.",
    ("name", True): "Sorted by last name, Z to A.",
    ("notice", False): "Sorted by notice, the first due first.",
    ("notice", True): "Sorted by notice, the last due first.",
    ("decision", False): "Sorted by decision, the first due first.",
    ("decision", True): "Sorted by decision, the last due first.",
}


def lede(filters: Filters, order: Order, total: Total, counts: dict[str, Total]) -> str:
    """Return how many are listed, of how many, and in which order."""
    return f"{_counted(filters, total, counts)} {_sorted(filters, order)}"


def _counted(filters: Filters, total: Total, counts: dict[str, Total]) -> str:
    if filters.view == EVERYTHING:
        found = f" found for “{filters.text}”," if filters.text else ""
        return f"{total}{found} open and closed."
    if filters.view == "closed":
        return f"{total} closed."
    if word := LATE_WORDS.get(filters.view):
        return f"{total} {word}"
    if filters.view == "overdue":
        of_all = f" of {counts['overdue']}" if filters.is_narrowed else ""
        late = "" if not total.number else ", approved files with a late activation included"
        return f"{total}{of_all} overdue{late}."
    if filters.is_narrowed or filters.view != "all":
        return f"{total} of {counts['all']} open."
    return f"{total} open."


def _sorted(filters: Filters, order: Order) -> str:
    if not order.sort and filters.view == "closed":
        return "Newest change first."
    if not order.sort and filters.view == "overdue":
        return "The longest overdue first."
    return SORTED[order.sort, order.is_descending]


def empty(filters: Filters, total: Total, counts: dict[str, Total]) -> Empty:
    """Return what a list without rows says, and the way out of it."""
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
            Act("Import file", url_for("imports.upload"), icon="file-import"),
        )
    text = (
        "Enter one, or bring in a CSV or Excel file of open applications. The clocks start from "
        "the dates you give."
    )
    return Empty("Add the first application", text, acts)


def _named(filters: Filters) -> str:
    stages = [APPLICATION_WORDS[ApplicationState(each)].label for each in filters.states]
    within = filters.due_within
    named = [
        f"{word} {', '.join(chosen)}"
        for word, chosen in (
            ("text", (filters.text,) if filters.text else ()),
            ("owner", ["Nobody" if each == UNASSIGNED else each for each in filters.owners]),
            ("model", filters.models),
            ("practice", filters.practices),
            ("stage", stages),
            ("due", () if within is None else [f"within {plural(within, 'day')}"]),
        )
        if chosen
    ]
    return f"You filtered by {', '.join(named)} in {VIEWS.get(filters.view, 'all files')}."
