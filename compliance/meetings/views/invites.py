"""The invitation: previewed as it will be read, sent with a short time to take it back."""

from flask import Response as Download
from flask import flash, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError
from compliance.db import transaction
from compliance.documents.ics import invitation_text
from compliance.meetings.forms.agenda import KeyForm
from compliance.meetings.services.mailing import (
    INVITE,
    PACK,
    invitation,
    invite_letter,
    send_letter,
    take_back,
)
from compliance.meetings.views.base import asked_page, blueprint, shown
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.fragments import send_to
from compliance.web.posts import tried

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@blueprint.route("/meetings/<ref>/invite", methods=["GET", "POST"])
@permission("meetings.manage")
def invite(ref: str) -> str | Response:
    on, page, form = current_occasion(), asked_page(ref), KeyForm()
    letter = invite_letter(page.meeting, page.series, on)

    def write() -> str:
        send_letter(page.meeting.id, letter, on)
        return url_for("meetings.invite", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash(f"The invitation goes to {plural(len(letter.to), 'person', 'people')}.")
        return send_to(location)
    sent = page.meeting.mailed_last(INVITE)
    return shown("invite", page, "show", form=form, letter=letter, mailed=sent)


@blueprint.get("/meetings/<ref>/invite.ics")
@permission("meetings.view")
def invite_file(ref: str) -> Download:
    page = asked_page(ref)
    text = invitation_text(invitation(page.meeting, page.series, current_occasion()))
    answer = Download(text, content_type=CALENDAR_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="meeting-{ref}.ics"'
    return answer


@blueprint.post("/meetings/<ref>/mail/undo")
@permission("meetings.manage")
def undo_mail(ref: str) -> Response:
    on, page = current_occasion(), asked_page(ref)
    kind = PACK if request.form.get("kind") == PACK else INVITE
    try:
        with transaction():
            number = take_back(page.meeting.id, kind, on)
        flash(f"{plural(number, 'mail')} taken back; nothing was sent.")
    except ComplianceError as refusal:
        flash(str(refusal), "error")
    return send_to(url_for("meetings.packs" if kind == PACK else "meetings.invite", ref=ref))
