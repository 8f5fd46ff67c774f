"""Writing a notice: choose what it says, see it as it will be read, send it."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError, Conflict
from compliance.credentialing.forms.notices import NoticeForm
from compliance.credentialing.queries.one import Application, application
from compliance.credentialing.services.loading import load_unchanged
from compliance.credentialing.services.notices import send_notice as send
from compliance.credentialing.views import bulk_notices, notice_messages, paper_notices
from compliance.credentialing.views.notice_base import (
    blueprint,
    choose_page,
    look_again,
    offer,
    preset,
    preview_page,
    shown_letter,
)
from compliance.db import transaction
from compliance.occasions import Occasion
from compliance.outbox.queries import message
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import time_staff
from compliance.web.fragments import send_to
from compliance.web.posts import once

__all__ = ["blueprint", "bulk_notices", "notice_messages", "paper_notices"]


@blueprint.get("/applications/<ref>/notice")
@permission("notices.send")
def send_notice(ref: str) -> str:
    on = current_occasion()
    on.refuse_past()
    found = application(ref, on)
    form = NoticeForm()
    offer(form, found, on)
    preset(form, found)
    return choose_page(form, found, on)


@blueprint.get("/applications/<ref>/remind")
@permission("notices.send")
def remind(ref: str) -> str:
    on = current_occasion()
    on.refuse_past()
    found = application(ref, on)
    form = NoticeForm()
    offer(form, found, on)
    preset(form, found)
    form["letter"].data = "reminder"
    return _shown_or_refused(form, found, on)


@blueprint.post("/applications/<ref>/notice/preview")
@permission("notices.send")
def preview_notice(ref: str) -> str:
    on = current_occasion()
    found = application(ref, on)
    form = NoticeForm()
    offer(form, found, on)
    if not form.validate():
        return choose_page(form, found, on)
    return _shown_or_refused(form, found, on)


def _shown_or_refused(form: NoticeForm, found: Application, on: Occasion) -> str:
    try:
        return preview_page(form, found, on, shown_letter(form, found, on))
    except ComplianceError as error:
        form.refuse(error)
        return choose_page(form, found, on)


@blueprint.post("/applications/<ref>/notice/send")
@permission("notices.send")
def deliver_notice(ref: str) -> str | Response:
    on = current_occasion()
    found = application(ref, on)
    form = NoticeForm()
    offer(form, found, on)
    if not form.validate():
        return choose_page(form, found, on)
    try:
        return send_to(_send(form, found, on))
    except Conflict as conflict:
        return _changed_meanwhile(form, ref, on, str(conflict))
    except ComplianceError as error:
        form.refuse(error)
        return choose_page(form, found, on)


def _changed_meanwhile(form: NoticeForm, ref: str, on: Occasion, said: str) -> str:
    """Show the letter anew, as the record stands now, with what happened above it."""
    found = application(ref, on)
    look_again(form, found)
    try:
        return preview_page(form, found, on, shown_letter(form, found, on), said)
    except ComplianceError as error:
        form.refuse(error)
        return choose_page(form, found, on)


def _send(form: NoticeForm, found: Application, on: Occasion) -> str:
    wanted = form.entry()

    def write() -> str:
        loaded = load_unchanged(found.id, int(form["seen"].data), on)
        number = send(loaded, wanted.letter_id, wanted.items, on, wanted.edited)
        flash(_goes_out(number))
        return url_for("notices.show_notice", message_id=number)

    with transaction():
        return once(form.key, on.actor.person_id or 0, on.now, write)


def _goes_out(number: int) -> str:
    not_before = message(number).not_before
    if not_before is None:
        return "Queued. It goes out at once: a clock ends today or has ended."
    return f"Queued. It goes out at {time_staff(not_before)}; until then you can take it back."
