"""Who is away: one's own absence, or that of somebody else; deputies stand in at once."""

from typing import Any

from flask import flash, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from compliance.accounts.absences import end_absence, record_absence
from compliance.accounts.queries import absences_of, person_now
from compliance.db import transaction
from compliance.policies.forms.absences import AbsenceForm
from compliance.policies.services.settling import settle
from compliance.policies.views.listing import blueprint
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import tried


@blueprint.route("/account/absence", methods=["GET", "POST"])
@permission("account.own")
def own_absence() -> str | Response:
    return _absence(current_user.id, "duties.own_absence", {})


@blueprint.post("/account/absence/end")
@permission("account.own")
def end_own_absence() -> Response:
    return _back(current_user.id, url_for("duties.own_absence"))


@blueprint.route("/settings/people/<int:person_id>/absence", methods=["GET", "POST"])
@permission("people.manage")
def absence(person_id: int) -> str | Response:
    return _absence(person_id, "duties.absence", {"person_id": person_id})


@blueprint.post("/settings/people/<int:person_id>/absence/end")
@permission("people.manage")
def end_other_absence(person_id: int) -> Response:
    return _back(person_id, url_for("duties.absence", person_id=person_id))


def _absence(person_id: int, endpoint: str, args: dict[str, Any]) -> str | Response:
    on = current_occasion()
    person = person_now(person_id)
    form = AbsenceForm(today=on.today)
    if not form["from_on"].raw_data:
        form["from_on"].data = on.today
    here = url_for(endpoint, **args)
    if form.validate_on_submit() and tried(form, on, lambda: _record(form, person_id)):
        flash("The absence is recorded. Deputies stand in for it.")
        return send_to(here)
    return render_template(
        "policies/absence.html",
        form=form,
        person=person,
        absences=absences_of(person_id),
        action=here,
        is_own=person_id == on.actor.person_id,
        end=url_for("duties.end_own_absence")
        if endpoint == "duties.own_absence"
        else url_for("duties.end_other_absence", **args),
        today=on.today,
    )


def _record(form: AbsenceForm, person_id: int) -> str:
    on = current_occasion()
    record_absence(person_id, form["from_on"].data, form["back_on"].data, on)
    settle(on)
    return "/"


def _back(person_id: int, location: str) -> Response:
    on = current_occasion()
    with transaction():
        end_absence(person_id, on.today, on)
        settle(on)
    flash("The absence is ended.")
    return send_to(location)
