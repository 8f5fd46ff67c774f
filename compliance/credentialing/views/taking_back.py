"""Taking back an entry of an application, both clocks seen before and after."""

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from compliance.core.facts import standing
from compliance.core.states import APPLICATION_WORDS, ApplicationState, Word
from compliance.credentialing.forms.acts import TakeBackForm
from compliance.credentialing.queries.one import Application, application
from compliance.credentialing.rules.snapshots import Snapshot
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.taking_back import (
    can_be_taken_back,
    preview_taking_back,
)
from compliance.credentialing.services.taking_back import take_back as write
from compliance.credentialing.views.panels import Panel, clock_panels
from compliance.credentialing.views.queue import blueprint
from compliance.credentialing.views.recording import Attempt, attempt, record_once
from compliance.credentialing.views.timeline import fact_line
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to

Sides = tuple[tuple[str, Word, list[Panel]], ...]


@blueprint.route("/applications/<ref>/entries", methods=["GET", "POST"])
@permission("applications.correct")
def take_back(ref: str) -> str | Response:
    on = current_occasion()
    found = application(ref, on)
    form = TakeBackForm(today=on.today)
    _offer(form, found, on)
    sides: Sides = ()
    tried = Attempt()
    if request.method == "GET":
        form.seen.data = found.latest_fact_id
    if form.validate_on_submit():
        with attempt(form, found, on) as tried:
            if request.form.get("previewed") == form.fact.data:
                return send_to(_take_back(form, found, on))
            after = preview_taking_back(load(found.id, on), int(form.fact.data), on)
            sides = (_side("Before", found.snapshot, on), _side("After", after, on))
    return render_template(
        "credentialing/take_back.html",
        form=form,
        application=found,
        sides=sides,
        conflict=tried.newer,
        today=on.today,
    )


def _offer(form: TakeBackForm, found: Application, on: Occasion) -> None:
    told = [fact for fact in standing(found.facts) if can_be_taken_back(fact, on)]
    form.offer((fact.id, fact_line(fact, found, on.book)) for fact in reversed(told))
    if request.method == "GET":
        form.fact.data = request.args.get("fact", "")


def _side(title: str, snapshot: Snapshot, on: Occasion) -> tuple[str, Word, list[Panel]]:
    state = APPLICATION_WORDS[ApplicationState(snapshot.state)]
    return title, state, clock_panels(snapshot, on.book, on.today)


def _take_back(form: TakeBackForm, found: Application, on: Occasion) -> str:
    why = (form.why.data or "").strip()
    location = record_once(
        form, found, on, lambda loaded: write(loaded, int(form.fact.data), why, on)
    )
    said = next((f": {line}" for fact, line in form.lines if fact == form.fact.data), "")
    flash(f"Taken back{said}. It stays readable in the timeline.")
    return location
