"""One page for every act on an application: typed once, refused with reasons, never doubled."""

from typing import Any

from flask import current_app, flash, render_template, request, send_file
from werkzeug.wrappers import Response

from compliance.core.errors import NotFound
from compliance.core.media import HEAD, SHOWN, media_type
from compliance.core.states import ApplicationState
from compliance.credentialing.queries.one import Application, application
from compliance.credentialing.rules.allowed import why_not
from compliance.credentialing.services.completeness import checklist_for
from compliance.credentialing.views.queue import blueprint, owner_choices
from compliance.credentialing.views.recording import Attempt, attempt, record_once
from compliance.credentialing.views.specs import LookFirst, Spec, find_spec, keep_upload
from compliance.occasions import Occasion
from compliance.store import path_of
from compliance.web.access import demand, permission
from compliance.web.door import current_occasion
from compliance.web.drafts import keeps_no_draft
from compliance.web.forms import choices
from compliance.web.fragments import send_to
from compliance.web.headers import for_viewing


@blueprint.route("/applications/<ref>/acts/<name>", methods=["GET", "POST"])
@permission("applications.view")
@keeps_no_draft("decision", "check")
def act(ref: str, name: str) -> str | Response:
    spec = find_spec(name)
    demand(spec.permission)
    on = current_occasion()
    found = application(ref, on)
    form = spec.form(today=on.today)
    _offer(form, found, on)
    if request.method == "GET":
        _preset(form, found, on)
    tried, look = Attempt(), None
    if form.validate_on_submit():
        with attempt(form, found, on) as tried:
            try:
                return send_to(_perform(spec, found, form, on))
            except LookFirst as both:
                look = both
    return render_template(
        "credentialing/act.html",
        application=found,
        spec=spec,
        name=name,
        form=form,
        conflict=tried.newer,
        look=look,
        not_now=_not_now(name, found) if request.method == "GET" else "",
        today=on.today,
    )


def _not_now(name: str, found: Application) -> str:
    return why_not(name, ApplicationState(found.snapshot.state), found.snapshot.story)


def _perform(spec: Spec, found: Application, form: Any, on: Occasion) -> str:
    keep_upload(form)
    location = record_once(form, found, on, lambda loaded: spec.perform(loaded, form, on))
    flash(f"{spec.title}: recorded for {found.ref}.")
    return location


def _offer(form: Any, found: Application, on: Occasion) -> None:
    """Fill the choices that depend on the record: owners, checklist items, missing items."""
    story = found.snapshot.story
    items = [(each.code, each.title) for each in checklist_for(story, on)]
    if "owner" in form:
        form["owner"].choices = choices(owner_choices(), blank="Nobody")
    if "items" in form:
        form["items"].choices = choices(items)
    missing = [(code, dict(items).get(code, code)) for code in story.missing]
    if "not_needed" in form:
        form["not_needed"].choices = choices(missing or items)
    if "item" in form and "file" in form:
        form["item"].choices = choices(items, blank="None of the checklist")
    elif "item" in form:
        form["item"].choices = choices(missing or items)


def _preset(form: Any, found: Application, on: Occasion) -> None:
    form["seen"].data = found.latest_fact_id
    if "owner" in form:
        form["owner"].data = str(found.snapshot.story.owner_id or on.actor.person_id or "")
    if "day" in form and "meets" not in form["day"].label.text:
        form["day"].data = on.today
    for name in ("check", "item"):
        if name in form and (given := request.args.get(name)):
            form[name].data = given


@blueprint.get("/applications/<ref>/documents/<int:fact_id>")
@permission("documents.view")
def document(ref: str, fact_id: int) -> Response:
    found = application(ref, current_occasion())
    fact = next((f for f in found.facts if f.id == fact_id and f.kind == "document_attached"), None)
    if fact is None:
        raise NotFound(f"{found.ref} has no such document.")
    settings = current_app.extensions["daybook"]["settings"]
    path = path_of(settings.uploads, str(fact.payload["sha256"]))
    with path.open("rb") as file:
        media = media_type(str(fact.payload["name"]), file.read(HEAD))
    response = send_file(
        path,
        mimetype=media,
        as_attachment=media not in SHOWN,
        download_name=str(fact.payload["name"]),
    )
    return for_viewing(response)
