"""The practice of an application: its contacts and where it sees people."""

from dataclasses import dataclass

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import BadValue, NotFound
from compliance.credentialing.forms.practices import LeaveLocationForm, LocationForm
from compliance.credentialing.queries.one import practice_of
from compliance.credentialing.views.queue import blueprint
from compliance.directory.queries import LocationRow, PracticeView
from compliance.directory.queries import practice as practice_view
from compliance.directory.services import add_location, leave_location
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import write_once


@blueprint.get("/applications/<ref>/practice")
@permission("applications.view")
def practice(ref: str) -> str:
    on = current_occasion()
    name, seen = _practice_at(ref, on)
    return render_template(
        "credentialing/practice.html",
        ref=name,
        practice=seen,
        today=on.day_seen,
        is_past=bool(on.as_of or on.known_on),
    )


@blueprint.route("/applications/<ref>/practice/locations", methods=["GET", "POST"])
@permission("applications.work")
def add_practice_location(ref: str) -> str | Response:
    on = current_occasion()
    name, seen = _practice_at(ref, on)
    form = LocationForm(today=on.today, data={"from_on": on.today, "state": "CA"})
    if form.validate_on_submit():
        try:
            return send_to(_add(form, name, seen, on))
        except BadValue as error:
            form.refuse(error)
    return render_template("credentialing/add_location.html", form=form, ref=name, practice=seen)


def _add(form: LocationForm, ref: str, seen: PracticeView, on: Occasion) -> str:
    def write() -> str:
        add_location(seen.id, form.entry(), form["from_on"].data, on)
        return url_for("applications.practice", ref=ref)

    location = write_once(form, on, write)
    flash(f"The address of {seen.name} is recorded.")
    return location


@blueprint.route("/applications/<ref>/practice/locations/<int:number>", methods=["GET", "POST"])
@permission("applications.work")
def leave_practice_location(ref: str, number: int) -> str | Response:
    on = current_occasion()
    name, seen = _practice_at(ref, on)
    form = LeaveLocationForm(today=on.today, data={"until_on": on.today})
    if form.validate_on_submit():
        try:
            return send_to(_leave(form, name, _Place(seen, number), on))
        except BadValue as error:
            form.refuse(error)
    return render_template(
        "credentialing/leave_location.html",
        form=form,
        ref=name,
        practice=seen,
        place=_Place(seen, number).row,
    )


@dataclass(frozen=True)
class _Place:
    """One address of a practice by its number; it may have ended since the page was opened."""

    practice: PracticeView
    number: int

    @property
    def row(self) -> LocationRow:
        found = (each for each in self.practice.locations if each.id == self.number)
        if place := next(found, None):
            return place
        raise NotFound(f"{self.practice.name} has no such address any more. Load the page again.")


def _leave(form: LeaveLocationForm, ref: str, place: _Place, on: Occasion) -> str:
    def write() -> str:
        leave_location(place.row.id, form["until_on"].data, on)
        flash(f"{place.row.text} ends.")
        return url_for("applications.practice", ref=ref)

    return write_once(form, on, write)


def _practice_at(ref: str, on: Occasion) -> tuple[str, PracticeView]:
    name, number = practice_of(ref, on)
    if number is None:
        raise NotFound(f"{name} names no practice. Correct its values to name one.")
    return name, practice_view(number, on)
