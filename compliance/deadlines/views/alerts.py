"""The inbox: open, snoozed and closed alerts of the person, the way to their next step, Run now."""

from dataclasses import asdict

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from compliance.accounts.standings import names_of
from compliance.core.states import CLOCK_WORDS
from compliance.db import transaction
from compliance.deadlines.jobs import sweep_day
from compliance.deadlines.queries import AlertView, alert_page, alert_rows
from compliance.deadlines.queries.due import deadline_item
from compliance.deadlines.queries.runs import SWEEP, RunState, run_state
from compliance.deadlines.views.base import blueprint, next_act, record_href, standstill_words
from compliance.deadlines.views.log import log_asked, log_panel
from compliance.deadlines.views.table import CLOSED_WORDS, alert_table
from compliance.doors import door_of
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion, request_clock
from compliance.web.filters import plural
from compliance.web.fragments import send_to
from compliance.web.listings import Tab
from compliance.web.paging import place_from
from compliance.web.past import as_of_line
from compliance.web.tables import csv_response, xlsx_response
from compliance.work.services import Ran, record_run


def view_asked() -> AlertView:
    """Return the tab that the address names, open unless it names one."""
    asked = request.args.get("view", "")
    return AlertView(asked) if asked in set(AlertView) else AlertView.OPEN


@blueprint.get("/alerts")
@permission("alerts.view")
def index() -> str:
    on, view = current_occasion(), view_asked()
    state = run_state(on, log_asked()[0])
    return render_template(
        "deadlines/alerts.html",
        page=alert_page(view, place_from(request.args), on),
        view=view.value,
        tabs=_tabs(view, state),
        state=state,
        standstill=standstill_words(state.standstill) if state.standstill else "",
        today=on.day_seen,
        words=CLOCK_WORDS,
        closed_words=CLOSED_WORDS,
        next_act=next_act,
        record_href=record_href,
        is_past=bool(on.as_of or on.known_on),
        log=log_panel(on),
    )


def _tabs(view: AlertView, state: RunState) -> tuple[Tab, ...]:
    counts = {AlertView.OPEN: state.open, AlertView.SNOOZED: state.snoozed}
    return tuple(
        Tab(
            each.value.capitalize(),
            url_for("alerts.index", view=None if each is AlertView.OPEN else each.value),
            each is view,
            counts.get(each) or None,
            "over" if each is AlertView.OPEN else "",
        )
        for each in AlertView
    )


@blueprint.get("/alerts.csv")
@permission("alerts.view")
def as_csv() -> Response:
    on = current_occasion()
    return csv_response(alert_table(), alert_rows(view_asked(), on), _first_line(on))


@blueprint.get("/alerts.xlsx")
@permission("alerts.view")
def as_xlsx() -> Response:
    on = current_occasion()
    return xlsx_response(alert_table(), alert_rows(view_asked(), on), _first_line(on))


def _first_line(on: Occasion) -> str:
    number = on.actor.person_id or 0
    name = names_of([number], on.known_at).get(number, on.actor.name)
    return as_of_line(f"Alerts for {name}", on)


@blueprint.post("/alerts/run")
@permission("alerts.run")
def run_now() -> Answer:
    on = current_occasion()
    swept = sweep_day(on, door_of(current_app))
    with transaction():
        record_run(Ran(SWEEP, on.now, request_clock().now(), asdict(swept)))
    looked = plural(swept.looked_at, "deadline")
    flash(f"{looked} looked at, {plural(swept.alerts_written, 'alert')} written.", "success")
    return send_to(url_for("alerts.index"))


@blueprint.get("/alerts/deadlines/<int:deadline_id>")
@permission("alerts.view")
def open_deadline(deadline_id: int) -> Answer:
    """Lead a mail's reader to the next step, else to the record, else to the alerts."""
    item = deadline_item(deadline_id, current_occasion())
    step = next_act(item) if item.stored.value == "running" else None
    return redirect(step.href if step else record_href(item) or url_for("alerts.index"))
