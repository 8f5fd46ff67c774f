"""Asking the partner for what it has not sent: read first, then sent."""

from datetime import timedelta

from flask import current_app, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError
from compliance.core.periods import Period
from compliance.kpis.forms import AskForm
from compliance.kpis.queries.asks import asks_for
from compliance.kpis.queries.reviews import partner_names
from compliance.kpis.services import Ask, ask_for_figures, ask_preview
from compliance.kpis.views.base import blueprint, partner_asked, partner_in_address, period_asked
from compliance.web.access import permission
from compliance.web.addresses import safe_next
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.fragments import send_to
from compliance.web.posts import write_once

USUAL_DAYS = 7


@blueprint.route("/kpis/ask", methods=["GET", "POST"])
@permission("kpis.load")
def ask() -> str | Response:
    on = current_occasion()
    period, link, names = period_asked(on), _link(), partner_names(on)
    partner = partner_asked(names)
    form = AskForm(today=on.today, data={"needed_on": on.today + timedelta(days=USUAL_DAYS)})
    if form.validate_on_submit():
        try:
            needed, sent = form.entry(), 0

            def write() -> str:
                nonlocal sent
                sent = ask_for_figures(Ask(period, needed, partner), link, on)
                home = _home(period, partner)
                return safe_next(request.args.get("back"), home)

            location = write_once(form, on, write)
            flash(f"Asked: {plural(sent, 'mail')} on the way.")
            return send_to(location)
        except ComplianceError as error:
            form.refuse(error)
    shown = form["needed_on"].data or on.today + timedelta(days=USUAL_DAYS)
    return render_template(
        "kpis/ask.html",
        form=form,
        period=period,
        asked=ask_preview(Ask(period, shown, partner), link, on),
        before=asks_for(period, on, partner),
        partner=names.get(partner, "MBHO"),
        key=partner_in_address(partner),
        home=_home(period, partner),
    )


def _home(period: Period, partner: str) -> str:
    return url_for("kpis.index", period=period.key, partner=partner_in_address(partner))


def _link() -> str:
    base = str(current_app.extensions["daybook"]["settings"].base_url)
    return base.rstrip("/") + "/"
