"""Minutes: who was there, what was said of each item, closing, addenda."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from compliance.meetings.forms.minutes import AddendumForm, AttendanceForm, MinutedForm
from compliance.meetings.queries.pages import MeetingPage
from compliance.meetings.rules.agenda import Minuted
from compliance.meetings.rules.minutes import ATTENDANCE, DECISIONS, has_quorum, open_points
from compliance.meetings.services.minutes import (
    add_addendum,
    close_minutes,
    minute_item,
    record_attendance,
)
from compliance.meetings.views.base import asked_page, blueprint, seated, shown
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import tried


def _people(page: MeetingPage) -> list[tuple[int, str]]:
    return [(number, name) for number, name, _ in seated(page)]


@blueprint.get("/meetings/<ref>/minutes")
@permission("meetings.view")
def minutes(ref: str) -> str:
    return _page(asked_page(ref), AddendumForm(formdata=None))


def _page(page: MeetingPage, addendum: AddendumForm) -> str:
    return shown(
        "minutes",
        page,
        "minutes",
        addendum=addendum,
        seated=seated(page),
        attendance=ATTENDANCE,
        decisions=DECISIONS,
        quorum=has_quorum(page.meeting, page.series),
        points=tuple(open_points(page.meeting, page.series)),
        is_held=page.meeting.day <= current_occasion().day_seen,
    )


@blueprint.route("/meetings/<ref>/minutes/attendance", methods=["GET", "POST"])
@permission("meetings.manage")
def attendance(ref: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    people = _people(page)
    known = {f"person_{number}": word for number, word in page.meeting.attendance.items()}
    form = AttendanceForm.for_people(people, data={**known, "guests": page.meeting.guests})

    def write() -> str:
        record_attendance(page.meeting.id, *form.entry(people), on)
        return url_for("meetings.minutes", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash("Who was there is recorded.")
        return send_to(location)
    return shown("attendance", page, "minutes", form=form, people=people)


@blueprint.route("/meetings/<ref>/minutes/items/<key>", methods=["GET", "POST"])
@permission("meetings.manage")
def minute(ref: str, key: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    found = page.meeting.item(key)
    form = MinutedForm(data=vars(page.meeting.minuted.get(key, Minuted())))

    def write() -> str:
        minute_item(page.meeting.id, key, form.entry(), on)
        return url_for("meetings.minutes", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash(f"{found.title}: recorded.")
        return send_to(location)
    return shown("minute", page, "minutes", form=form, item=found)


@blueprint.route("/meetings/<ref>/minutes/close", methods=["GET", "POST"])
@permission("meetings.manage")
def close(ref: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    form = AddendumForm()
    del form["text"]

    def write() -> str:
        close_minutes(page.meeting.id, on)
        return url_for("meetings.minutes", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash("The minutes are closed.")
        return send_to(location)
    points = tuple(open_points(page.meeting, page.series))
    return shown("close", page, "minutes", form=form, points=points)


@blueprint.post("/meetings/<ref>/minutes/addenda")
@permission("meetings.manage")
def addendum(ref: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    form = AddendumForm()

    def write() -> str:
        add_addendum(page.meeting.id, form.entry(), on)
        return url_for("meetings.minutes", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash("The addendum is recorded.")
        return send_to(location)
    return _page(page, form)
