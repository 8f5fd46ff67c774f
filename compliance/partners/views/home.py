"""The partner's home: what the plan waits for, and the figures typed in place."""

from flask import Blueprint, flash, render_template, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import BadValue, ComplianceError
from compliance.kpis.rules.sentences import figure_said
from compliance.kpis.services.reporting import report_value
from compliance.meetings.rules.words import due_words
from compliance.occasions import Occasion
from compliance.partners.forms import FiguresForm
from compliance.partners.queries import Waiting, waiting_for
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.fragments import send_to
from compliance.web.posts import write_once

blueprint = Blueprint("partners", __name__, url_prefix="/partner")


@blueprint.get("")
@permission("partner.view")
def home() -> str:
    on = current_occasion()
    waiting = waiting_for(on)
    return _shown(waiting, _form(waiting, on))


@blueprint.post("/figures")
@permission("partner.report")
def send_figures() -> str | Response:
    """Record every figure that was filled, or none of them where one is wrong."""
    on = current_occasion()
    waiting = waiting_for(on)
    form = _form(waiting, on)
    if form.validate_on_submit() and form.are_whole(waiting.unsent):
        try:
            return send_to(_send(form, waiting, on))
        except ComplianceError as refusal:
            form.refuse(refusal)
    return _shown(waiting, form)


def _form(waiting: Waiting, on: Occasion) -> FiguresForm:
    return FiguresForm.for_measures(waiting.unsent, today=on.today)


def _send(form: FiguresForm, waiting: Waiting, on: Occasion) -> str:
    values = list(form.entries(waiting.unsent))
    if not values:
        raise BadValue("Type at least one figure.")

    def write() -> str:
        for value in values:
            try:
                report_value(value, on)
            except BadValue as refusal:
                raise BadValue(str(refusal), f"{refusal.field}_{value.kpi_id}") from refusal
        sent = plural(len(values), "figure")
        flash(f"{sent} for {waiting.period.words} recorded.")
        return url_for("partners.home")

    return write_once(form, on, write)


def _shown(waiting: Waiting, form: FiguresForm) -> str:
    return render_template(
        "partners/home.html",
        waiting=waiting,
        form=form,
        today=waiting.today,
        due_words=due_words,
        figure_said=figure_said,
    )
