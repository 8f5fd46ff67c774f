"""One notice: its exact text, what became of it, and what can still be done."""

from collections.abc import Callable

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError
from compliance.credentialing.forms.notices import ReturnedForm
from compliance.credentialing.queries.notices import notice_page
from compliance.credentialing.services.notices import (
    notice_message,
    resend_notice,
    undo_notice,
)
from compliance.credentialing.services.settling import enter_bounce, take_in_message
from compliance.credentialing.views.notice_base import blueprint
from compliance.db import transaction
from compliance.outbox.services import settle_unknown
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to


@blueprint.get("/notices/<int:message_id>")
@permission("applications.view")
def show_notice(message_id: int) -> str:
    return _page(message_id, ReturnedForm())


def _page(message_id: int, form: ReturnedForm) -> str:
    on = current_occasion()
    page = notice_page(message_id, on)
    return render_template(
        "credentialing/notice_message.html", page=page, form=form, today=on.day_seen
    )


@blueprint.post("/notices/<int:message_id>/undo")
@permission("notices.send")
def undo_sending(message_id: int) -> Response:
    return _act(message_id, lambda: undo_notice(message_id, current_occasion()))


@blueprint.post("/notices/<int:message_id>/retry")
@permission("notices.send")
def retry_notice(message_id: int) -> Response:
    def write() -> str:
        resend_notice(message_id, current_occasion())
        return "Queued again. It goes out with the next run."

    return _act(message_id, write)


@blueprint.post("/notices/<int:message_id>/settle")
@permission("outbox.settle")
def settle_notice(message_id: int) -> Response:
    was_sent = request.form.get("was_sent") == "yes"

    def write() -> str:
        on = current_occasion()
        notice_message(message_id)
        settle_unknown(message_id, was_sent, on)
        take_in_message(message_id, on)
        return "Recorded: it was sent." if was_sent else "Recorded: it was not sent. Send it again."

    return _act(message_id, write)


@blueprint.post("/notices/<int:message_id>/returned")
@permission("notices.send")
def return_notice(message_id: int) -> str | Response:
    form = ReturnedForm()
    if not form.validate():
        return _page(message_id, form)

    def write() -> str:
        enter_bounce(message_id, form.entry(), current_occasion())
        return "Recorded: it came back. The clock that it had closed runs again."

    return _act(message_id, write)


def _act(message_id: int, write: Callable[[], str]) -> Response:
    """Do it, say what was done or why not, and lead back to the notice."""
    try:
        with transaction():
            said = write()
        flash(said)
    except ComplianceError as error:
        flash(str(error), "error")
    return send_to(url_for("notices.show_notice", message_id=message_id))
