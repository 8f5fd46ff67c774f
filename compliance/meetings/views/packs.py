"""Packs of a meeting: drafts, the final one, each as PDF and as a page."""

from flask import Response as Download
from flask import current_app, flash, render_template, send_file, url_for
from werkzeug.wrappers import Response

from compliance.config import Settings
from compliance.core.errors import ComplianceError, NotFound
from compliance.meetings.forms.agenda import KeyForm
from compliance.meetings.queries.pages import MeetingPage, meeting_page, missing_figures
from compliance.meetings.rules.agenda import Pack
from compliance.meetings.services.mailing import PACK, pack_letter, send_letter
from compliance.meetings.services.packs import (
    kept_data,
    kept_pdf,
    prepare_pack,
    record_pack,
)
from compliance.meetings.views.base import asked_page, blueprint, shown
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import tried


def settings() -> Settings:
    """Return the settings of this process."""
    found: Settings = current_app.extensions["daybook"]["settings"]
    return found


@blueprint.get("/meetings/<ref>/pack")
@permission("meetings.view")
def packs(ref: str) -> str:
    on = current_occasion()
    return _page(meeting_page(ref, on, missing_figures(on)), KeyForm(formdata=None))


def _page(page: MeetingPage, form: KeyForm) -> str:
    return shown("packs", page, "packs", form=form, mailed=page.meeting.mailed_last(PACK))


@blueprint.post("/meetings/<ref>/pack")
@permission("meetings.manage")
def make(ref: str) -> str | Response:
    on, page, form = current_occasion(), asked_page(ref), KeyForm()
    location = _made(page, form, on, is_final=False) if form.validate_on_submit() else None
    if location:
        flash("The draft is made. It stays as it is; making it again gives the next one.")
        return send_to(location)
    return _page(page, form)


@blueprint.route("/meetings/<ref>/pack/send", methods=["GET", "POST"])
@permission("meetings.manage")
def send_pack(ref: str) -> str | Response:
    on = current_occasion()
    page = meeting_page(ref, on, missing_figures(on))
    form = KeyForm()
    location = _made(page, form, on, is_final=True) if form.validate_on_submit() else None
    if location:
        flash("The final pack is made and its mail queued. It can be taken back for a short while.")
        return send_to(location)
    letter = pack_letter(page.meeting, page.series, settings().base_url, on)
    return shown("send_pack", page, "packs", form=form, letter=letter)


def _made(page: MeetingPage, form: KeyForm, on: Occasion, *, is_final: bool) -> str | None:
    """Make the PDF with no transaction open, then record it; None where it was refused."""
    try:
        made = prepare_pack(page, is_final, settings().uploads, on)
    except ComplianceError as refusal:
        form.refuse(refusal)
        return None

    def write() -> str:
        record_pack(made, on)
        if is_final:
            letter = pack_letter(page.meeting, page.series, settings().base_url, on)
            send_letter(page.meeting.id, letter, on)
        return url_for("meetings.packs", ref=page.meeting.ref)

    return tried(form, on, write)


def _pack(page: MeetingPage, number: int) -> Pack:
    found = next((each for each in page.meeting.packs if each.number == number), None)
    if found is None:
        raise NotFound(f"This meeting has no pack {number}.")
    return found


@blueprint.get("/meetings/<ref>/pack/<int:number>")
@permission("meetings.view")
def pack_page(ref: str, number: int) -> str:
    page = asked_page(ref)
    pack = _pack(page, number)
    data = kept_data(pack, settings().uploads)
    return render_template("meetings/pack_page.html", page=page, pack=pack, data=data)


@blueprint.get("/meetings/<ref>/pack/<int:number>.pdf")
@permission("meetings.view")
def pack_pdf(ref: str, number: int) -> Download:
    page = asked_page(ref)
    pack = _pack(page, number)
    name = f"pack-{page.meeting.ref}-{pack.label.lower().replace(' ', '-')}.pdf"
    place = kept_pdf(pack, settings().uploads)
    return send_file(place, mimetype="application/pdf", as_attachment=True, download_name=name)
