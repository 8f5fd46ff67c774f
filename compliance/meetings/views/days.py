"""Moving and cancelling a meeting, and taking a cancellation back."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from compliance.core.dates import day_full
from compliance.db import transaction
from compliance.meetings.forms.agenda import MoveForm, WhyForm
from compliance.meetings.services.agenda import cancel_meeting, move_meeting, restore_meeting
from compliance.meetings.views.base import asked_page, blueprint, shown
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import tried


@blueprint.route("/meetings/<ref>/move", methods=["GET", "POST"])
@permission("meetings.manage")
def move(ref: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    meeting = page.meeting
    data = {"day": meeting.day, "at": f"{meeting.at:%H:%M}", "place": meeting.place}
    form = MoveForm(today=on.today, data=data)

    def write() -> str:
        move_meeting(meeting.id, form.entry(), on)
        return url_for("meetings.show", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash(f"The meeting is held on {day_full(form['day'].data)}. Send the invitation again.")
        return send_to(location)
    return shown("move", page, "show", form=form)


@blueprint.route("/meetings/<ref>/cancel", methods=["GET", "POST"])
@permission("meetings.manage")
def cancel(ref: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    form = WhyForm()

    def write() -> str:
        cancel_meeting(page.meeting.id, form.entry(), on)
        return url_for("meetings.show", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash("The meeting is cancelled. It still counts as scheduled.")
        return send_to(location)
    return shown("cancel", page, "show", form=form)


@blueprint.post("/meetings/<ref>/restore")
@permission("meetings.manage")
def restore(ref: str) -> Response:
    on, page = current_occasion(), asked_page(ref)
    with transaction():
        restore_meeting(page.meeting.id, on)
    flash("The meeting is held after all.")
    return send_to(url_for("meetings.show", ref=ref))
