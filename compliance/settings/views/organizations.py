"""Organizations: the plan, the MBHO and medical groups, with the day their values hold from."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import BadValue
from compliance.db import transaction
from compliance.directory.queries import OrganizationRow, mbho_names, organization, organizations
from compliance.directory.rules import MBHO
from compliance.directory.services import OrganizationValues, key_of, name_organization
from compliance.occasions import Occasion
from compliance.settings.forms import OrganizationForm
from compliance.web.access import may, permission
from compliance.web.cells import Identity
from compliance.web.door import current_occasion
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Page, Total
from compliance.web.tables import Column, Table

blueprint = Blueprint("organizations", __name__, url_prefix="/settings/organizations")


def _name_cell(row: OrganizationRow) -> Identity:
    href = url_for("organizations.change", key=row.key) if may("settings.manage") else None
    return Identity(row.name, row.short_name, href)


ORGANIZATIONS: Table[OrganizationRow] = Table(
    "organizations",
    (
        Column("name", "Name", lambda row: row.name, _name_cell),
        Column("kind", "Kind", lambda row: row.kind_word),
        Column("phone", "Phone", lambda row: row.phone),
        Column("email", "Email", lambda row: row.email),
        Column("from_on", "Holds from", lambda row: row.from_on),
    ),
)


@blueprint.get("")
@permission("settings.view")
def index() -> str:
    on = current_occasion()
    rows = organizations(on)
    listing = Listing(
        ORGANIZATIONS,
        Page(rows),
        on.day_seen,
        "organizations",
        total=Total(len(rows)),
        empty=Empty("No organization is on record"),
    )
    return render_template("settings/organizations.html", listing=listing)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("settings.manage")
def add() -> Response | str:
    form = OrganizationForm(today=current_occasion().today)
    if form.validate_on_submit() and (done := _record(form, "")):
        return done
    return render_template("settings/organization.html", form=form, row=None)


@blueprint.route("/<key>", methods=["GET", "POST"])
@permission("settings.manage")
def change(key: str) -> Response | str:
    on = current_occasion()
    row = organization(key, on)
    form = OrganizationForm(today=on.today, data={**vars(row), "from_on": on.today})
    if form.validate_on_submit() and (done := _record(form, key)):
        return done
    return render_template("settings/organization.html", form=form, row=row)


def _new_key(values: OrganizationValues, on: Occasion) -> str:
    """Return the lasting key of a new organization; the first MBHO's is the one set-up gives."""
    is_first = values.kind == MBHO and not mbho_names(on)
    return MBHO if is_first else key_of(values.name)


def _record(form: OrganizationForm, key: str) -> Response | None:
    """Record what was typed and return where it leads; None where it was refused."""
    values, from_on = form.entry()
    try:
        with transaction():
            on = current_occasion()
            name_organization(key or _new_key(values, on), values, from_on, on)
    except BadValue as refusal:
        form.refuse(refusal)
        return None
    flash(f"{values.name} is recorded.", "success")
    return redirect(url_for("organizations.index"), 303)
