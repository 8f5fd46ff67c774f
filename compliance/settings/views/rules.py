"""Rules: every clock and parameter with its law, and what one clock makes of a date."""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.clocks import Working
from compliance.core.errors import NoValueInForce
from compliance.core.rulebook import Basis
from compliance.db import transaction
from compliance.settings.forms import ConfirmForm, ExplainClockForm
from compliance.settings.queries import (
    calendar_named,
    calendar_views,
    clock_named,
    clock_views,
    explained,
    other_parameters,
)
from compliance.settings.services import confirm_parameter
from compliance.settings.views.steps import shown_steps
from compliance.web.access import permission
from compliance.web.addresses import safe_next
from compliance.web.door import current_occasion

blueprint = Blueprint("rules", __name__, url_prefix="/settings/rules")


@blueprint.get("")
@permission("rules.view")
def rule_list() -> str:
    on = current_occasion()
    clocks = clock_views(on)
    return render_template(
        "settings/rules.html",
        clocks=clocks,
        others=other_parameters(on, clocks),
        calendars=calendar_views(on),
        version=on.book.version,
        form=ConfirmForm(),
    )


@blueprint.get("/<name>")
@permission("rules.view")
def one_clock(name: str) -> str:
    on = current_occasion()
    clock = clock_named(name, on)
    form = ExplainClockForm(today=on.today, formdata=request.args or None, meta={"csrf": False})
    working = _working(name, form) if request.args.get("start") else None
    return render_template(
        "settings/one_rule.html",
        clock=clock,
        working=working,
        steps=shown_steps(working) if working else (),
        version=on.book.version,
        form=form,
        confirm=ConfirmForm(),
    )


@blueprint.get("/calendars/<name>")
@permission("rules.view")
def one_calendar(name: str) -> str:
    on = current_occasion()
    calendar = calendar_named(name, on)
    return render_template("settings/calendar.html", calendar=calendar, this_year=on.day_seen.year)


def _working(name: str, form: ExplainClockForm) -> Working | None:
    if not form.validate():
        return None
    start, basis = form.entry()
    try:
        return explained(name, start, cast(Basis, basis), current_occasion())
    except NoValueInForce as refusal:
        form.refuse(refusal)
        return None


@blueprint.post("/<parameter_id>/confirm")
@permission("rules.confirm")
def confirm(parameter_id: str) -> Response:
    form = ConfirmForm()
    fallback = url_for("rules.rule_list")
    if form.validate_on_submit():
        with transaction():
            confirm_parameter(parameter_id, form.entry(), current_occasion())
        flash("Your confirmation is recorded.", "success")
    return redirect(safe_next(request.form.get("next"), fallback), 303)
