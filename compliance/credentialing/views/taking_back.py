"""Taking back an entry of an application, both clocks seen before and after."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError, Conflict
from compliance.core.facts import standing
from compliance.core.states import APPLICATION_WORDS, ApplicationState, Word
from compliance.credentialing.forms.acts import TakeBackForm
from compliance.credentialing.queries.one import Application, application
from compliance.credentialing.rules.snapshots import Snapshot
from compliance.credentialing.services.loading import load, load_unchanged
from compliance.credentialing.services.taking_back import (
    can_be_taken_back,
    preview_taking_back,
)
from compliance.credentialing.services.taking_back import take_back as write
from compliance.credentialing.views.acts import catch_up
from compliance.credentialing.views.panels import Panel, clock_panel, in_order
from compliance.credentialing.views.queue import blueprint
from compliance.credentialing.views.timeline import fact_line
from compliance.db import transaction
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import once

Sides = tuple[tuple[str, Word, list[Panel]], ...]


@blueprint.route("/applications/<ref>/entries", methods=["GET", "POST"])
@permission("applications.correct")
def take_back(ref: str) -> str | Response:
    on = current_occasion()
    found = application(ref, on)
    form = TakeBackForm(today=on.today)
    _offer(form, found, on)
    sides: Sides = ()
    conflict = None
    if request.method == "GET":
        form.seen.data = found.latest_fact_id
    if form.validate_on_submit():
        try:
            if request.form.get("previewed") == form.fact.data:
                return send_to(_take_back(form, found, on))
            after = preview_taking_back(load(found.id, on), int(form.fact.data), on)
            sides = (_side("Before", found.snapshot, on), _side("After", after, on))
        except Conflict:
            conflict = catch_up(form, found, on)
        except ComplianceError as error:
            form.refuse(error)
    return render_template(
        "credentialing/take_back.html",
        form=form,
        application=found,
        sides=sides,
        conflict=conflict,
        today=on.today,
    )


def _offer(form: TakeBackForm, found: Application, on: Occasion) -> None:
    told = [fact for fact in standing(found.facts) if can_be_taken_back(fact, on)]
    form.offer((fact.id, fact_line(fact, found, on.book)) for fact in reversed(told))
    if request.method == "GET":
        form.fact.data = request.args.get("fact", "")


def _side(title: str, snapshot: Snapshot, on: Occasion) -> tuple[str, Word, list[Panel]]:
    panels = [
        clock_panel(clock, snapshot.story, on.book, on.today) for clock in in_order(snapshot.clocks)
    ]
    return title, APPLICATION_WORDS[ApplicationState(snapshot.state)], panels


def _take_back(form: TakeBackForm, found: Application, on: Occasion) -> str:
    def act() -> str:
        loaded = load_unchanged(found.id, int(form.seen.data), on)
        write(loaded, int(form.fact.data), (form.why.data or "").strip(), on)
        return url_for("applications.show", ref=found.ref)

    with transaction():
        location = once(form.key, on.actor.person_id or 0, on.now, act)
    said = next((f": {line}" for fact, line in form.lines if fact == form.fact.data), "")
    flash(f"Taken back{said}. It stays readable in the timeline.")
    return location
