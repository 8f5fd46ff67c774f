"""Writing a notice: choose what it says, see it as it will be read, send it.

One way for every kind of letter: which there are, the rules say.
"""

from collections.abc import Callable
from datetime import date

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError, Conflict
from compliance.credentialing.forms.notices import NoticeForm
from compliance.credentialing.rules.steps import REFUSE_ROLE, REMIND, Step, letter_taking
from compliance.credentialing.services.loading import load_unchanged
from compliance.credentialing.services.notices import send_notice as send
from compliance.credentialing.views import bulk_notices, notice_messages, paper_notices
from compliance.credentialing.views.notice_base import (
    Desk,
    blueprint,
    choose_page,
    open_desk,
    preview_page,
)
from compliance.outbox.queries import message
from compliance.web.access import permission
from compliance.web.filters import clock_time
from compliance.web.fragments import send_to
from compliance.web.posts import write_once

__all__ = ["blueprint", "bulk_notices", "notice_messages", "paper_notices"]

Answer = str | Response


@blueprint.get("/applications/<ref>/notice")
@permission("notices.send")
def send_notice(ref: str) -> Answer:
    """Ask what the letter says; with `?letter=` show that letter at once."""
    return _begin(open_desk(ref, NoticeForm), request.args.get("letter", ""))


@blueprint.get("/applications/<ref>/remind")
@permission("notices.send")
def remind(ref: str) -> Answer:
    return _taking(REMIND, ref)


@blueprint.get("/applications/<ref>/not-eligible")
@permission("notices.send")
def refuse_role(ref: str) -> Answer:
    return _taking(REFUSE_ROLE, ref)


def _taking(step: Step, ref: str) -> Answer:
    desk = open_desk(ref, NoticeForm)
    letter = letter_taking(step.key, desk.on.book.letters.values())
    return _begin(desk, letter.id if letter else "")


def _begin(desk: Desk[NoticeForm], letter_id: str) -> Answer:
    desk.preset(letter_id)
    return _shown_again_if_refused(desk, preview_page) if letter_id else choose_page(desk)


@blueprint.post("/applications/<ref>/notice/preview")
@permission("notices.send")
def preview_notice(ref: str) -> Answer:
    return _answer(open_desk(ref, NoticeForm), preview_page)


@blueprint.post("/applications/<ref>/notice/send")
@permission("notices.send")
def deliver_notice(ref: str) -> Answer:
    return _answer(open_desk(ref, NoticeForm), lambda desk: send_to(_send(desk)))


def _answer(desk: Desk[NoticeForm], act: Callable[[Desk[NoticeForm]], Answer]) -> Answer:
    """Do what the form asks for; what is wrong with it comes back in it."""
    return _shown_again_if_refused(desk, act) if desk.form.validate() else choose_page(desk)


def _shown_again_if_refused(
    desk: Desk[NoticeForm], act: Callable[[Desk[NoticeForm]], Answer]
) -> Answer:
    try:
        return act(desk)
    except Conflict as conflict:
        said = str(conflict)
        desk.look_again()
        return _shown_again_if_refused(desk, lambda anew: preview_page(anew, said))
    except ComplianceError as error:
        desk.form.refuse(error)
        return choose_page(desk)


def _send(desk: Desk[NoticeForm]) -> str:
    wanted, on = desk.form.entry(), desk.on

    def write() -> str:
        loaded = load_unchanged(desk.found.id, int(desk.form["seen"].data), on)
        number = send(loaded, wanted.letter_id, wanted.items, on, wanted.edited)
        flash(_goes_out(number, on.today))
        return url_for("notices.show_notice", message_id=number)

    return write_once(desk.form, on, write)


def _goes_out(number: int, today: date) -> str:
    not_before = message(number).not_before
    if not_before is None:
        return "Queued. It goes out at once and cannot be taken back."
    return (
        f"Queued. It goes out at {clock_time(not_before, today)}; until then you can take it back."
    )
