"""Entering and correcting an application."""

from typing import Any

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.dates import day_full
from compliance.core.errors import BadValue, ComplianceError
from compliance.credentialing.forms.acts import CorrectDateForm
from compliance.credentialing.forms.entries import CorrectValuesForm, ReceiveApplicationForm
from compliance.credentialing.queries.doubles import likely_doubles
from compliance.credentialing.queries.one import Application, application, ref_of
from compliance.credentialing.rules.entries import refusals_of
from compliance.credentialing.services.corrections import (
    CORRECTABLE,
    DateCorrection,
    preview_correction,
)
from compliance.credentialing.services.corrections import (
    correct_date as write_date,
)
from compliance.credentialing.services.corrections import (
    correct_values as write_values,
)
from compliance.credentialing.services.loading import Loaded, load
from compliance.credentialing.services.receive import Received
from compliance.credentialing.services.receive import receive_application as receive
from compliance.credentialing.views.panels import Panel, clock_panels
from compliance.credentialing.views.queue import blueprint
from compliance.credentialing.views.recording import Attempt, attempt, record_once
from compliance.directory.queries import mbho_names
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.drafts import keeps_no_draft
from compliance.web.forms import choices
from compliance.web.fragments import send_to
from compliance.web.posts import write_once


@blueprint.route("/applications/new", methods=["GET", "POST"])
@permission("applications.work")
def receive_application() -> str | Response:
    on = current_occasion()
    form = ReceiveApplicationForm(
        book=on.book, today=on.today, delegates=mbho_names(on), data=_carried_over(on)
    )
    doubles = []
    if form.validate_on_submit():
        received = form.entry(on.actor.person_id)
        refusals = refusals_of(received.entry, received.dates, on.today, on.book)
        for each in refusals:
            form.refuse(BadValue(each.message, each.column))
        if not refusals:
            try:
                return send_to(_receive(form, received, on))
            except LikelyDouble as error:
                doubles = error.doubles
            except ComplianceError as error:
                form.refuse(error)
    return render_template("credentialing/receive_application.html", form=form, doubles=doubles)


def _carried_over(on: Occasion) -> dict[str, Any]:
    """Return what the other file of a pair gave already, to be sent to the other destination."""
    ref = request.args.get("twin")
    if not ref:
        return {}
    story = application(ref, on).snapshot.story
    entry = story.entry
    other = "plan" if entry.destination == "mbho" else "mbho"
    given = {**entry.as_payload(), "lines": list(entry.lines), "destination": other}
    return {**given, "received_on": story.received_on}


class LikelyDouble(ComplianceError):
    """The application may be on record already; `doubles` holds references and words."""

    def __init__(self, doubles: list[tuple[str, str]]) -> None:
        super().__init__("This may be here already.")
        self.doubles = doubles


def _receive(form: ReceiveApplicationForm, received: Received, on: Occasion) -> str:
    def write() -> str:
        is_sure = request.form.get("really")
        if doubles := [] if is_sure else likely_doubles(received.entry):
            raise LikelyDouble(doubles)
        number = receive(received, on)
        ref = ref_of(number)
        if day := received.dates.received_on:
            flash(f"{ref} received. Its notice clock runs from {day_full(day)}.")
        return url_for("applications.show", ref=ref)

    return write_once(form, on, write)


@blueprint.route("/applications/<ref>/values", methods=["GET", "POST"])
@permission("applications.correct")
@keeps_no_draft()
def correct_values(ref: str) -> str | Response:
    on = current_occasion()
    found = application(ref, on)
    entry = found.snapshot.story.entry
    given = {**entry.as_payload(), "lines": list(entry.lines)}
    delegates = mbho_names(on)
    form = CorrectValuesForm(book=on.book, today=on.today, delegates=delegates, data=given)
    tried = Attempt()
    if request.method == "GET":
        form.seen.data = found.latest_fact_id
    if form.validate_on_submit():
        with attempt(form, found, on) as tried:
            return send_to(_correct_values(form, found, on))
    return render_template(
        "credentialing/correct_values.html",
        form=form,
        application=found,
        conflict=tried.newer,
        today=on.today,
    )


def _correct_values(form: CorrectValuesForm, found: Application, on: Occasion) -> str:
    def write(loaded: Loaded) -> None:
        shown = {key: value for key, value in _blank(loaded).items() if key in form}
        values = {**shown, **form.values().as_payload()}
        write_values(loaded, values, form.why.data or "", on)

    return record_once(form, found, on, write)


def _blank(loaded: Loaded) -> dict[str, object]:
    """Return today's values emptied: the form shows every one, and one cleared is cleared."""
    now = loaded.story.entry.as_payload()
    return {key: [] if isinstance(value, list) else "" for key, value in now.items()}


@blueprint.route("/applications/<ref>/dates", methods=["GET", "POST"])
@permission("applications.correct")
def correct_date(ref: str) -> str | Response:
    on = current_occasion()
    found = application(ref, on)
    form = CorrectDateForm(today=on.today)
    form.which.choices = choices(CORRECTABLE.items())
    before: list[Panel] | None = None
    after: list[Panel] | None = None
    tried = Attempt()
    if request.method == "GET":
        form.seen.data = found.latest_fact_id
    if form.validate_on_submit():
        with attempt(form, found, on) as tried:
            asked = f"{form.which.data} {form.day.data}"
            if request.form.get("previewed") == asked:
                return send_to(_correct_date(form, found, on))
            before = clock_panels(found.snapshot, on.book, on.today)
            moved = preview_correction(load(found.id, on), _asked(form), on)
            after = clock_panels(moved, on.book, on.today)
    return render_template(
        "credentialing/correct_date.html",
        form=form,
        application=found,
        before=before,
        after=after,
        conflict=tried.newer,
        today=on.today,
    )


def _asked(form: CorrectDateForm) -> DateCorrection:
    return DateCorrection(form.which.data, form.day.data, (form.why.data or "").strip())


def _correct_date(form: CorrectDateForm, found: Application, on: Occasion) -> str:
    location = record_once(form, found, on, lambda loaded: write_date(loaded, _asked(form), on))
    flash(f"Corrected: {CORRECTABLE[form.which.data]} is {day_full(form.day.data)}.")
    return location
