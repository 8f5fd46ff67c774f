"""Recording a decision: one form for one role and any of the lines, cell after cell."""

from typing import Any

from flask import current_app, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import BadValue, ComplianceError
from compliance.core.media import HEAD, media_problem
from compliance.eligibility.forms import DecideForm
from compliance.eligibility.queries import Decisions, decisions_known
from compliance.eligibility.rules.answers import (
    Answer,
    associate_roles,
    lines_in_use,
    roles_in_order,
)
from compliance.eligibility.services import decide_role
from compliance.eligibility.views.grid import blueprint, cell_url
from compliance.occasions import Occasion
from compliance.store import keep
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.forms import choices
from compliance.web.fragments import send_to
from compliance.web.posts import write_once

LONGEST_NAME = 200


@blueprint.route("/roles/decide", methods=["GET", "POST"])
@permission("eligibility.decide")
def decide() -> str | Response:
    on = current_occasion()
    found = decisions_known(on)
    left = open_cells(found)
    form = _form(found, left)
    if form.validate_on_submit() and (done := _record(form, on)):
        return done
    role = str(form["role"].data or "")
    return render_template(
        "eligibility/decide.html",
        form=form,
        left=left,
        leads_on="open" in request.args,
        answers=found.answers([role]) if role in on.book.roles else [],
        lines=on.book.lines,
    )


def open_cells(found: Decisions) -> list[Answer]:
    """Return the cells of associate roles that the plan has not decided, role by role."""
    answers = found.answers(associate_roles(found.on.book))
    return [each for each in answers if not each.is_decided]


def _form(found: Decisions, left: list[Answer]) -> DecideForm:
    on = found.on
    form = DecideForm(today=on.today, data=_preset(found, left))
    titles = ((code, f"{code}, {on.book.roles[code].title}") for code in roles_in_order(on.book))
    form["role"].choices = choices(titles)
    offered = lines_in_use(on.book)
    form["lines"].choices = choices((line, on.book.lines[line].title) for line in offered)
    return form


def _preset(found: Decisions, left: list[Answer]) -> dict[str, Any]:
    """Return what the form begins with: the cell asked for, or the next role's open cells."""
    role, _, line = request.args.get("cell", "").partition(".")
    lines = [line] if line else []
    if "open" in request.args and left:
        role = left[0].role
        lines = [each.line for each in left if each.role == role and _alike(each, left[0])]
    preset: dict[str, Any] = {"role": role, "lines": lines, "from_on": found.on.today}
    if role in found.on.book.roles and lines:
        preset |= _suggested(found.answer(role, lines[0]))
    return preset


def _alike(one: Answer, other: Answer) -> bool:
    """Return whether two cells are likely to be decided alike."""
    return (one.billing, one.suggested) == (other.billing, other.suggested)


def _suggested(answer: Answer) -> dict[str, Any]:
    """Return our suggestion where nothing is decided, else what the decision in force says."""
    if answer.kept:
        said = answer.kept.said
        names = ("billing", "credentialed", "supervisor", "claim_fields", "decided_by", "wording")
        return {**{name: getattr(said, name) for name in names}, "ends_before": True}
    billing = answer.suggested if answer.is_open else answer.billing
    credentialed = "no" if billing == "not_eligible" else answer.credentialed
    return {"billing": billing, "credentialed": credentialed}


def _record(form: DecideForm, on: Occasion) -> Response | None:
    """Record what was typed and return where it leads; None where it was refused."""
    lines = list(form["lines"].data or ())

    def write() -> str:
        made = form.entry(*stored)
        numbers = decide_role(made, lines, on, ends_before=form["ends_before"].data)
        flash(f"Recorded: {plural(len(numbers), 'cell')} for {made.role}.", "success")
        return _leads_to(made.role, lines[0], on)

    try:
        stored = _stored(form)
        location = write_once(form, on, write)
    except ComplianceError as refusal:
        form.refuse(refusal)
        return None
    return send_to(location)


def _leads_to(role: str, line: str, on: Occasion) -> str:
    if "open" in request.args and open_cells(decisions_known(on)):
        return url_for("roles.decide", open=1)
    return cell_url(role, line)


def _stored(form: DecideForm) -> tuple[str, str]:
    """Keep the posted file before any transaction begins; return its hash and name."""
    given = form["file"].data
    if not getattr(given, "filename", ""):
        return "", ""
    head = given.stream.read(HEAD)
    given.stream.seek(0)
    if not head:
        raise BadValue("The file is empty. Choose another.", "file")
    if problem := media_problem(given.filename, head):
        raise BadValue(problem, "file")
    settings = current_app.extensions["daybook"]["settings"]
    return keep(settings.uploads, given.stream).sha256, given.filename[-LONGEST_NAME:]
