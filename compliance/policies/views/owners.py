"""Who owns what: one duty or several at once, leads of departments, the day of adoption."""

from collections.abc import Sequence

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.accounts.queries import people_now
from compliance.core.duties import Part
from compliance.core.errors import NotFound
from compliance.policies.forms.owners import AdoptForm, AssignForm, EndPartForm, LeadForm
from compliance.policies.queries.filters import matching
from compliance.policies.queries.register import DutyLine, adopted_on, is_adopted, register
from compliance.policies.services.adopting import adopt_policy
from compliance.policies.services.loading import load
from compliance.policies.services.owners import assign as give
from compliance.policies.services.owners import end_part, lead_department
from compliance.policies.views.listing import asked_here, blueprint
from compliance.policies.views.recording import ActPage, act_page, recorded
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.fragments import send_to


def _people() -> list[tuple[str, str]]:
    """Return who may hold a part: everybody with an open account who is no partner or auditor."""
    return [
        (str(each.id), f"{each.name}, {each.department}" if each.department else each.name)
        for each in people_now(active_only=True)
        if not {"partner", "auditor"} & set(each.roles)
    ]


@blueprint.post("/responsibilities/assign")
@permission("duties.assign")
def assign() -> str | Response:
    on = current_occasion()
    lines = _chosen(register(on))
    if not lines:
        flash("Select one row or more first.", "warning")
        return send_to(url_for("duties.index"))
    return _assign(lines, "")


def _chosen(lines: Sequence[DutyLine]) -> list[DutyLine]:
    on = current_occasion()
    if request.form.get("all_matching"):
        return matching(lines, asked_here(), on.actor)
    ids = set(request.form.getlist("ids"))
    return [each for each in lines if each.duty.id in ids]


@blueprint.route("/responsibilities/<ref>/assign", methods=["GET", "POST"])
@permission("duties.assign")
def assign_one(ref: str) -> str | Response:
    return _assign([load(ref, current_occasion())], ref)


def _assign(lines: Sequence[DutyLine], ref: str) -> str | Response:
    on = current_occasion()
    form = AssignForm(today=on.today)
    form.offer(_people())
    if not form["from_on"].raw_data:
        form["from_on"].data = on.today
    sent = bool(ref or request.form.get("sure"))
    if sent and form.validate_on_submit():
        ids = tuple(each.duty.id for each in lines)
        said = f"{plural(len(ids), 'responsibility', 'responsibilities')} assigned."
        if done := recorded(form, on, lambda: give(form.entry(ids), on), said, ref):
            return done
    return render_template(
        "policies/assign.html", form=form, lines=lines, ref=ref, today=on.today, parts=tuple(Part)
    )


@blueprint.route("/responsibilities/<ref>/parts/<int:span_id>/end", methods=["GET", "POST"])
@permission("duties.assign")
def end(ref: str, span_id: int) -> str | Response:
    on = current_occasion()
    line = load(ref, on)
    span = next((each for each in line.spans if each.id == span_id), None)
    if span is None:
        raise NotFound("This part does not stand any more. Open the page again.")
    form = EndPartForm(today=on.today, data={"last_on": on.today})
    page = ActPage(
        title=f"End a part of {span.name}",
        button="End part",
        action=url_for("duties.end", ref=line.duty.id, span_id=span_id),
        says=f"{span.words}, {span.part}. What was done stays under the name.",
        said="The part is ended.",
    )
    return act_page(line, form, page, on, lambda: end_part(span_id, form["last_on"].data, on))


@blueprint.route("/responsibilities/departments/<code>", methods=["GET", "POST"])
@permission("duties.assign")
def lead(code: str) -> str | Response:
    on = current_occasion()
    department = on.book.departments.get(code)
    if department is None:
        raise NotFound(f"There is no department {code}.")
    form = LeadForm(today=on.today)
    form.offer(_people())
    if not form["from_on"].raw_data:
        form["from_on"].data = on.today
    if form.validate_on_submit():
        person, day = int(form["person"].data), form["from_on"].data
        said = f"The lead of {department.title} is recorded."
        if done := recorded(form, on, lambda: lead_department(code, person, day, on), said):
            return done
    return render_template("policies/lead.html", form=form, department=department)


@blueprint.route("/responsibilities/adoption", methods=["GET", "POST"])
@permission("duties.assign")
def adopt() -> str | Response:
    on = current_occasion()
    since = adopted_on(on) if is_adopted(on) else None
    form = AdoptForm(today=on.today, data={"adopted_on": since or on.today})
    if form.validate_on_submit() and (
        done := recorded(
            form, on, lambda: adopt_policy(form.entry(), on), "The day of adoption is recorded."
        )
    ):
        return done
    return render_template("policies/adopt.html", form=form, since=since)
