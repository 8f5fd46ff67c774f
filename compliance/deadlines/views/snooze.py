"""Snoozing an alert: a reason, an end, and never past a legal limit."""

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from compliance.core.dates import day_full
from compliance.core.errors import BadValue, NotNow
from compliance.db import transaction
from compliance.deadlines.forms import SnoozeForm
from compliance.deadlines.queries import one_alert
from compliance.deadlines.rules.snoozes import last_snooze_day
from compliance.deadlines.services import snooze_alert
from compliance.deadlines.views.base import blueprint
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to


@blueprint.route("/alerts/<int:alert_id>/snooze", methods=["GET", "POST"])
@permission("alerts.snooze")
def snooze(alert_id: int) -> str | Response:
    on = current_occasion()
    form = SnoozeForm(today=on.today)
    if form.validate_on_submit():
        try:
            with transaction():
                snooze_alert(alert_id, form.entry(), on)
        except (BadValue, NotNow) as refusal:
            form.refuse(refusal)
        else:
            flash(f"Snoozed until {day_full(form.entry().until)}.", "success")
            return send_to(url_for("alerts.index"))
    alert = one_alert(alert_id, on)
    last = last_snooze_day(alert.due_on, alert.legal_on)
    return render_template(
        "deadlines/snooze.html", alert=alert, form=form, last=last, can=last > on.today
    )
