"""Adding evidence, looking at it, reviewing it."""

from typing import Any

from flask import current_app, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from compliance.config import Settings
from compliance.core.errors import BadValue, NotFound
from compliance.core.media import HEAD, SHOWN, media_problem, media_type
from compliance.occasions import Occasion
from compliance.policies.forms.acts import EvidenceForm, ReviewForm
from compliance.policies.queries.register import one_line
from compliance.policies.services.evidence import (
    FileGiven,
    NewEvidence,
    accept_evidence,
    add_evidence,
    reject_evidence,
)
from compliance.policies.services.loading import load, load_for_work
from compliance.policies.views.listing import blueprint
from compliance.policies.views.recording import recorded
from compliance.store import keep, path_of
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.forms import choices
from compliance.web.headers import for_viewing

LONGEST_NAME = 200


@blueprint.route("/responsibilities/<ref>/evidence", methods=["GET", "POST"])
@permission("duties.work")
def add(ref: str) -> str | Response:
    on = current_occasion()
    line = load_for_work(ref, on)
    form = EvidenceForm(today=on.today)
    form["piece"].choices = choices([(each.code, each.title) for each in line.duty.evidence])
    if request.method == "GET":
        form["piece"].data = request.args.get("piece", line.duty.evidence[0].code)
        form["covers_on"].data = on.today
    if form.validate_on_submit() and (done := _add(ref, form, on)):
        return done
    return render_template(
        "policies/act.html",
        line=line,
        form=form,
        title="Add evidence",
        button="Add evidence",
        action=url_for("duties.add", ref=line.duty.id),
        says="It waits for review. Compliance accepts it, or sends it back with a reason.",
        is_upload=True,
    )


def _add(ref: str, form: Any, on: Occasion) -> Response | None:
    try:
        given = _kept(form)
    except BadValue as error:
        form.refuse(error)
        return None
    new = NewEvidence(
        piece=form["piece"].data,
        covers_on=form["covers_on"].data,
        name=(form["name"].data or "")[:LONGEST_NAME],
        url=form["url"].data or "",
        file=given,
    )
    return recorded(
        form,
        on,
        lambda: add_evidence(load_for_work(ref, on), new, on),
        "Evidence added. It waits for review.",
        ref,
    )


def _kept(form: Any) -> FileGiven | None:
    """Keep the posted file before any transaction begins, judged by what it holds."""
    given = form["file"].data
    name = getattr(given, "filename", "") or ""
    if not name:
        return None
    head = given.stream.read(HEAD)
    given.stream.seek(0)
    if head and (problem := media_problem(name, head)):
        raise BadValue(problem, "file")
    stored = keep(_settings().uploads, given.stream)
    if not stored.size:
        raise BadValue("The file is empty. Choose another.", "file")
    return FileGiven(stored.sha256, name[-LONGEST_NAME:], media_type(name, head), stored.size)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["daybook"]["settings"]
    return settings


@blueprint.get("/responsibilities/<ref>/evidence/<int:evidence_id>")
@permission("duties.view")
def document(ref: str, evidence_id: int) -> Response:
    line = one_line(ref, current_occasion())
    held = line.standing.story.held_by_id(evidence_id)
    if held is None or not held.is_file:
        raise NotFound(f"{line.duty.id} has no such file.")
    path = path_of(_settings().uploads, str(held.payload["sha256"]))
    with path.open("rb") as file:
        media = media_type(str(held.payload["file"]), file.read(HEAD))
    response = send_file(
        path,
        mimetype=media,
        as_attachment=media not in SHOWN,
        download_name=str(held.payload["file"]),
    )
    return for_viewing(response)


@blueprint.route(
    "/responsibilities/<ref>/evidence/<int:evidence_id>/review", methods=["GET", "POST"]
)
@permission("duties.review")
def review(ref: str, evidence_id: int) -> str | Response:
    on = current_occasion()
    line = load(ref, on)
    held = line.standing.story.held_by_id(evidence_id)
    if held is None:
        raise NotFound(f"{line.duty.id} has no such evidence.")
    form = ReviewForm(today=on.today)
    if form.validate_on_submit() and (done := _review(ref, evidence_id, form, on)):
        return done
    return render_template("policies/review.html", line=line, form=form, held=held, today=on.today)


def _review(ref: str, evidence_id: int, form: Any, on: Occasion) -> Response | None:
    if request.form.get("verdict") == "accept":
        return recorded(
            form, on, lambda: accept_evidence(load(ref, on), evidence_id, on), "Accepted.", ref
        )
    base_url, why = _settings().base_url, form["why"].data or ""
    return recorded(
        form,
        on,
        lambda: reject_evidence(load(ref, on), evidence_id, why, on, base_url),
        "Sent back. The reason goes out by mail.",
        ref,
    )
