"""Starting a series on one page, and changing it."""

from datetime import timedelta
from typing import Any

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError
from compliance.meetings.forms.agenda import WhyForm
from compliance.meetings.forms.series import SeriesForm
from compliance.meetings.queries.loading import shelf
from compliance.meetings.rules.leads import calendar_of
from compliance.meetings.rules.series import Held, Series, Settled, days_of
from compliance.meetings.services.series import (
    change_series,
    end_series,
    standing_items,
    start_series,
)
from compliance.meetings.views.base import blueprint, sides
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import tried

PREVIEWED = 4
LOOK_AHEAD = timedelta(days=400)


@blueprint.route("/meetings/series/new", methods=["GET", "POST"])
@permission("meetings.manage")
def start() -> str | Response:
    on = current_occasion()
    form = _form(on, _defaults(on))
    if _is_sent(form) and (location := tried(form, on, lambda: _start(form, on))):
        flash(f"{form['name'].data} is planned.")
        return send_to(location)
    return _page(form, on, None)


def _start(form: SeriesForm, on: Occasion) -> str:
    start_series(form.entry(on.actor.person_id, {}), on)
    return url_for("meetings.index")


@blueprint.route("/meetings/series/<int:number>", methods=["GET", "POST"])
@permission("meetings.manage")
def series(number: int) -> str | Response:
    on = current_occasion()
    found = shelf(on).one_series(number)
    form = _form(on, _values(found.settled))
    if _is_sent(form) and (location := tried(form, on, lambda: _change(form, found, on))):
        flash(f"{form['name'].data} is changed for meetings planned from now on.")
        return send_to(location)
    return _page(form, on, found)


def _change(form: SeriesForm, found: Series, on: Occasion) -> str:
    settled = form.entry(found.settled.organizer_id, found.settled.minutes_of)
    change_series(found.id, settled, on)
    return url_for("meetings.index")


@blueprint.post("/meetings/series/<int:number>/end")
@permission("meetings.manage")
def end(number: int) -> Response:
    on = current_occasion()
    found = shelf(on).one_series(number)
    form = WhyForm()
    location = url_for("meetings.index")
    if form.validate_on_submit() and tried(form, on, lambda: _end(found, form, on)):
        flash(f"{found.settled.name} ends. Meetings planned already stay until you cancel them.")
    return send_to(location)


def _end(found: Series, form: WhyForm, on: Occasion) -> str:
    end_series(found.id, form.entry(), on)
    return url_for("meetings.index")


def _is_sent(form: SeriesForm) -> bool:
    """Return whether a sound form was sent to be recorded, not to see its dates."""
    return form.validate_on_submit() and "preview" not in request.form


def _form(on: Occasion, data: dict[str, Any]) -> SeriesForm:
    return SeriesForm(sides(), standing_items(on), today=on.today, data=data)


def _defaults(on: Occasion) -> dict[str, Any]:
    book = on.book
    return {
        "name": "Joint operating meeting",
        "cadence": book.parameter("meetings.cadence").value_on(on.today),
        "week": "1",
        "weekday": "3",
        "from_on": on.today,
        "at": "10:00",
        "minutes": book.parameter("meetings.slot_minutes").days_on(on.today),
        "pack_days": book.parameter("meetings.pack_sent_business_days").days_on(on.today),
        "chair": str(on.actor.person_id),
        "items": [each.key for each in standing_items(on)],
    }


def _values(settled: Settled) -> dict[str, Any]:
    parts = {seat.part: str(seat.person_id) for seat in settled.seats}
    return {
        **vars(settled),
        "week": str(settled.week),
        "weekday": str(settled.weekday),
        "at": settled.at.isoformat("minutes"),
        "chair": parts.get("chair", ""),
        "co_chair": parts.get("co_chair", ""),
        "plan_people": [str(each.person_id) for each in settled.side_of("plan")],
        "mbho_people": [str(each.person_id) for each in settled.side_of("mbho")],
        "items": list(settled.minutes_of),
    }


def _page(form: SeriesForm, on: Occasion, found: Series | None) -> str:
    return render_template(
        "meetings/series.html",
        form=form,
        series=found,
        why=WhyForm(),
        days=_preview(form, on),
        total=sum(each.minutes for each in standing_items(on)),
    )


def _preview(form: SeriesForm, on: Occasion) -> list[Held]:
    """Return the next days the series would be held on; none where a value is still wrong."""
    try:
        settled = form.entry(None, {})
        coming = days_of(settled, calendar_of(on.book), on.today + LOOK_AHEAD)
        return [each for each in coming if each.day >= on.today][:PREVIEWED]
    except (ComplianceError, TypeError, ValueError, AttributeError):
        return []
