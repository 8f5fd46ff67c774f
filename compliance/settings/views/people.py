"""People: who may sign in, with which roles, where they stand."""

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from compliance.accounts.invitations import send_invite
from compliance.accounts.queries import (
    PersonRow,
    people_now,
    person_by_id,
    person_now,
    signed_in_last,
)
from compliance.accounts.second_step import reset_second_step
from compliance.accounts.services import (
    deactivate_person,
    invite_person,
    place_person,
    reactivate_person,
    rename_person,
    set_roles,
)
from compliance.accounts.standings import people_on
from compliance.accounts.tokens import revoke_token, tokens_now
from compliance.config import Settings
from compliance.core.errors import NotNow
from compliance.core.permissions import permission_words
from compliance.db import transaction
from compliance.directory.queries import mbho_names
from compliance.meetings.services.actions import hand_alerts_over
from compliance.occasions import Occasion
from compliance.policies.services.settling import settle
from compliance.settings.forms import InvitePersonForm, PersonForm
from compliance.web.access import may, permission
from compliance.web.cells import Act, Cell, Identity, Status, TwoLines
from compliance.web.door import current_occasion
from compliance.web.filters import day_table, pacific_day
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Page, Total
from compliance.web.posts import tried
from compliance.web.tables import Column, Table

blueprint = Blueprint("people", __name__, url_prefix="/settings/people")
TONES = {"active": ("met", "Active"), "invited": ("wait", "Invited"), "deactivated": ("none", "")}


def _name_cell(row: PersonRow) -> Identity:
    href = url_for("people.change", person_id=row.id) if may("people.manage") else None
    return Identity(row.name, row.email, href)


def _state_cell(row: PersonRow) -> Status:
    tone, word = TONES[row.state]
    return Status(word or "Deactivated", tone)


def _signed_in_cell(row: PersonRow) -> Cell:
    at, day_seen = row.signed_in_at, current_occasion().day_seen
    day = day_table(pacific_day(at), day_seen) if at else "Never"
    return TwoLines(day, "Second step on") if row.has_second_step else day


PEOPLE: Table[PersonRow] = Table(
    "people",
    (
        Column("name", "Name", lambda row: row.name, _name_cell),
        Column("email", "Email", lambda row: row.email, is_on_page=False),
        Column("roles", "Roles", lambda row: ", ".join(row.role_words)),
        Column("organization", "Works for", lambda row: row.organization),
        Column("department", "Department", lambda row: row.department),
        Column("supervisor", "Supervisor", lambda row: row.supervisor),
        Column("signed_in", "Last signed in", cell=_signed_in_cell),
        Column("state", "State", lambda row: row.state, _state_cell),
    ),
)


@blueprint.get("")
@permission("settings.view")
def people_list() -> str:
    on = current_occasion()
    names, last = mbho_names(on), signed_in_last(on)
    rows = [
        replace(
            row,
            organization=names.get(row.organization, row.organization) or "The plan",
            signed_in_at=last.get(row.id),
        )
        for row in people_on(on)
    ]
    listing = Listing(
        PEOPLE,
        Page(rows),
        on.day_seen,
        "people",
        total=Total(len(rows)),
        empty=Empty("Nobody has an account", acts=(Act("Invite", url_for("people.invite")),)),
    )
    return render_template(
        "settings/people.html",
        listing=listing,
        tokens=() if on.seen_until else tokens_now(on.today),
        today=on.today,
        words=permission_words,
    )


@blueprint.route("/invite", methods=["GET", "POST"])
@permission("people.manage")
def invite() -> Response | str:
    on = current_occasion()
    form = InvitePersonForm(people_now(active_only=True), list(mbho_names(on).items()))
    if form.validate_on_submit() and (leads_to := tried(form, on, partial(_invite, form, on))):
        return redirect(leads_to, 303)
    return render_template("settings/invite_person.html", form=form)


def _invite(form: InvitePersonForm, on: Occasion) -> str:
    person = invite_person(form.entry(), on)
    _say_invited(person.name, send_invite(person, _settings(), on))
    return url_for("people.people_list")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["daybook"]["settings"]
    return settings


def _say_invited(name: str, link: str) -> None:
    """Say that the mail is on its way or, without a mail server, show the link this once."""
    if _settings().mail_url:
        flash(f"The invitation to {name} is on its way.", "success")
    else:
        flash(f"No mail server is set. Give {name} this link, shown only now: {link}", "warning")


@blueprint.route("/<int:person_id>", methods=["GET", "POST"])
@permission("people.manage")
def change(person_id: int) -> Response | str:
    on = current_occasion()
    person, form = _opened(person_id, on)
    act = partial(_change, person_id, form, on)
    if form.validate_on_submit() and (leads_to := tried(form, on, act)):
        return redirect(leads_to, 303)
    return render_template("settings/change_person.html", form=form, person=person)


def _opened(person_id: int, on: Occasion, **given: Any) -> tuple[PersonRow, PersonForm]:
    """Return a person and the form that changes what is known of them."""
    everybody = people_now()
    person = person_now(person_id, everybody)
    above = [each for each in everybody if each.is_active and each.id != person_id]
    partners = list(mbho_names(on).items())
    return person, PersonForm(above, partners, today=on.today, data=_filled(person, on), **given)


def _filled(person: PersonRow, on: Occasion) -> dict[str, object]:
    return {
        "name": person.name,
        "roles": list(person.roles),
        "department": person.department,
        "supervisor": str(person.supervisor_id or ""),
        "organization": person.organization,
        "from_on": on.today,
    }


def _change(person_id: int, form: PersonForm, on: Occasion) -> str:
    name, roles, place = form.entry()
    before = person_by_id(person_id).organization
    rename_person(person_id, name, on)
    set_roles(person_id, roles, on, form["organization"].data or "")
    place_person(person_id, place, on)
    if before != person_by_id(person_id).organization:
        hand_alerts_over(person_id, on)
    flash(f"{name} is changed.", "success")
    return url_for("people.people_list")


@blueprint.post("/<int:person_id>/deactivate")
@permission("people.manage")
def deactivate(person_id: int) -> Response | tuple[str, int]:
    on = current_occasion()
    try:
        with transaction():
            deactivate_person(person_id, on)
            settle(on)
    except NotNow as refusal:
        person, form = _opened(person_id, on, formdata=None)
        form.refuse(refusal)
        page = render_template("settings/change_person.html", form=form, person=person)
        return page, HTTPStatus.CONFLICT
    flash("The account is deactivated and signed out. What they did stays.", "success")
    return redirect(url_for("people.people_list"), 303)


@blueprint.post("/<int:person_id>/reactivate")
@permission("people.manage")
def reactivate(person_id: int) -> Response:
    with transaction():
        reactivate_person(person_id, current_occasion())
        settle(current_occasion())
    flash("The account is open again.", "success")
    return redirect(url_for("people.people_list"), 303)


@blueprint.post("/<int:person_id>/invite")
@permission("people.manage")
def invite_again(person_id: int) -> Response:
    with transaction():
        person = person_by_id(person_id)
        link = send_invite(person, _settings(), current_occasion())
        name = person.name
    _say_invited(name, link)
    return redirect(url_for("people.people_list"), 303)


@blueprint.post("/<int:person_id>/second-step")
@permission("people.manage")
def reset_mfa(person_id: int) -> Response:
    with transaction():
        name = reset_second_step(person_id, current_occasion()).name
    flash(f"{name} is signed out, and signs in with the password alone.", "success")
    return redirect(url_for("people.people_list"), 303)


@blueprint.post("/tokens/<int:token_id>/revoke")
@permission("people.manage")
def revoke(token_id: int) -> Response:
    with transaction():
        revoke_token(token_id, current_occasion())
    flash("The token opens nothing any more.", "success")
    return redirect(url_for("people.people_list"), 303)
