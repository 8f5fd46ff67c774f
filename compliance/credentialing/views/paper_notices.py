"""Paper letters: printed here, recorded with their proof, and those that came back."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError, Conflict
from compliance.credentialing.forms.notices import PaperForm, ReturnedForm
from compliance.credentialing.queries.notices import paper_page
from compliance.credentialing.queries.one import application
from compliance.credentialing.services.loading import load, load_unchanged
from compliance.credentialing.services.notice_letters import NoticePreview
from compliance.credentialing.services.paper_notices import record_paper_notice, record_returned
from compliance.credentialing.views.notice_base import Desk, blueprint, open_desk
from compliance.db import transaction
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import write_once


@blueprint.route("/applications/<ref>/notice/paper", methods=["GET", "POST"])
@permission("notices.send")
def send_paper(ref: str) -> str | Response:
    desk = _open(ref)
    form = desk.form
    if request.method == "POST" and request.form.get("sure") and form.validate():
        try:
            return send_to(_record(desk))
        except Conflict as conflict:
            desk.look_again()
            form.refuse(conflict)
        except ComplianceError as error:
            form.refuse(error)
    return desk.page("credentialing/notice_paper.html", shown=_shown(desk))


def _open(ref: str) -> Desk[PaperForm]:
    desk = open_desk(ref, PaperForm)
    desk.form.offer_documents(
        (str(fact.payload["sha256"]), str(fact.payload["name"]))
        for fact in desk.found.facts
        if fact.kind == "document_attached"
    )
    if request.method == "GET":
        desk.preset(request.args.get("letter", ""))
    if not request.form.get("sure"):
        for name in ("dated_on", "sent_on"):
            desk.form[name].data = desk.on.today
    return desk


def _shown(desk: Desk[PaperForm]) -> NoticePreview | None:
    """Return the letter to print, or None where none is chosen or the record forbids it."""
    form = desk.form
    if not form["letter"].data:
        return None
    try:
        return desk.letter()
    except ComplianceError as error:
        if not form.errors and not form.form_errors:
            form.refuse(error)
        return None


def _record(desk: Desk[PaperForm]) -> str:
    form, on = desk.form, desk.on

    def write() -> str:
        loaded = load_unchanged(desk.found.id, int(form["seen"].data), on)
        record_paper_notice(loaded, form.entry(), form["sent_on"].data, form.proof(), on)
        flash("Paper letter recorded, with its text and its proof.")
        return url_for("applications.show", ref=desk.found.ref)

    return write_once(form, on, write)


@blueprint.get("/applications/<ref>/notice/paper/<int:fact_id>")
@permission("applications.view")
def show_paper(ref: str, fact_id: int) -> str:
    return _letter_page(ref, fact_id, ReturnedForm())


def _letter_page(ref: str, fact_id: int, form: ReturnedForm) -> str:
    on = current_occasion()
    page = paper_page(application(ref, on), fact_id, on)
    return render_template(
        "credentialing/notice_letter.html", page=page, form=form, today=on.day_seen
    )


@blueprint.post("/applications/<ref>/notice/paper/<int:fact_id>/returned")
@permission("notices.send")
def return_paper(ref: str, fact_id: int) -> str | Response:
    on = current_occasion()
    found = application(ref, on)
    form = ReturnedForm()
    if not form.validate():
        return _letter_page(ref, fact_id, form)
    try:
        with transaction():
            record_returned(load(found.id, on), fact_id, form.entry(), on)
        flash("Recorded: it came back. The clock that it had closed runs again.")
    except ComplianceError as error:
        form.refuse(error)
        return _letter_page(ref, fact_id, form)
    return send_to(url_for("applications.show", ref=found.ref))
