"""The applications that went to the partner's own MBHO: read-only, as page and as files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, render_template, request, url_for

from compliance.core.dates import day_full
from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, exact_total, queue_page, queue_rows
from compliance.occasions import Occasion
from compliance.partners.queries import partner_name
from compliance.partners.views.home import blueprint
from compliance.web.access import permission
from compliance.web.cells import Identity, Status, TwoLines
from compliance.web.door import current_occasion
from compliance.web.filters import relative
from compliance.web.listings import Empty, Listing, Tab
from compliance.web.paging import place_from
from compliance.web.past import as_of_line
from compliance.web.tables import Column, Table, csv_response, xlsx_response

VIEWS = {"all": "Open", "closed": "Closed"}


@dataclass(frozen=True)
class Shown:
    """How the cells of the list read on a day."""

    today: date

    def applicant(self, row: Any) -> Identity:
        """Return name and role, with the reference and the NPI below."""
        name = f"{row.first_name} {row.last_name}".strip()
        title = f"{name}, {row.role}" if row.role else name
        return Identity(title, f"{row.ref}, {f'NPI {row.npi}' if row.npi else 'no NPI'}")

    def due(self, row: Any) -> TwoLines | None:
        """Return when the decision is due, as long as its clock runs."""
        due_on = row.decision_due_on
        if due_on is None or row.decision_met_on or row.decision_is_void:
            return None
        tone = "over" if due_on < self.today else ""
        return TwoLines(relative(due_on, self.today), day_full(due_on), tone=tone)


def _state(row: Any) -> Status:
    word = APPLICATION_WORDS[ApplicationState(row.state)]
    return Status(word.label, word.tone, word.icon)


def _table(today: date) -> Table[Any]:
    shown = Shown(today)
    return Table(
        "applications",
        (
            Column("application_ref", "Applicant", lambda row: row.ref, shown.applicant),
            Column("last_name", "Last name", lambda row: row.last_name, is_on_page=False),
            Column("first_name", "First name", lambda row: row.first_name, is_on_page=False),
            Column("npi", "NPI", lambda row: row.npi, is_on_page=False),
            Column("role", "Role", lambda row: row.role, is_on_page=False),
            Column("practice_name", "Practice", lambda row: row.practice_name),
            Column("received_on", "Sent to you", lambda row: row.received_on),
            Column("completed_on", "Complete", lambda row: row.completed_on),
            Column("state", "Stage", lambda row: row.state.value, _state),
            Column("decision_due_on", "Decision due", lambda row: row.decision_due_on, shown.due),
            Column("decided_on", "Decided", lambda row: row.decided_on),
        ),
    )


def _filters(on: Occasion) -> Filters:
    """Return what narrows the list: the view of the address, and always the own organization."""
    view = request.args.get("view", "all")
    return Filters(view=view if view in VIEWS else "all", delegate=on.actor.bound_to or "")


@blueprint.get("/applications")
@permission("partner.view")
def files() -> str:
    on = current_occasion()
    filters = _filters(on)
    total = exact_total(filters, on)
    listing = Listing(
        _table(on.day_seen),
        queue_page(filters, Order(place=place_from(request.args)), on, total),
        on.day_seen,
        "applications",
        total=total,
        tabs=tuple(
            Tab(label, url_for("partners.files", view=_said(view)), view == filters.view)
            for view, label in VIEWS.items()
        ),
        files=(
            ("CSV", url_for("partners.files_csv", view=_said(filters.view))),
            ("Excel", url_for("partners.files_xlsx", view=_said(filters.view))),
        ),
        empty=Empty("No applications", "What the plan sends to you for credentialing stands here."),
    )
    return render_template("partners/applications.html", listing=listing, partner=partner_name(on))


def _said(view: str) -> str | None:
    return None if view == "all" else view


@blueprint.get("/applications.csv")
@permission("partner.view")
def files_csv() -> Response:
    return csv_response(*_file())


@blueprint.get("/applications.xlsx")
@permission("partner.view")
def files_xlsx() -> Response:
    return xlsx_response(*_file())


def _file() -> tuple[Table[Any], Iterable[Any], str]:
    on = current_occasion()
    line = as_of_line(f"Applications sent to {partner_name(on)}", on)
    return _table(on.day_seen), queue_rows(_filters(on), Order(), on), line
