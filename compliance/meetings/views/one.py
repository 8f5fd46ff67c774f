"""The agenda of one meeting, its items and its order."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError
from compliance.db import transaction
from compliance.meetings.forms.agenda import ItemForm, NothingForm
from compliance.meetings.queries.pages import MeetingPage, leads_of, meeting_page, missing_figures
from compliance.meetings.rules.agenda import Item
from compliance.meetings.rules.words import due_words
from compliance.meetings.services.agenda import (
    add_item,
    bring_in,
    change_item,
    mark_nothing,
    move_item,
    remove_item,
)
from compliance.meetings.services.mailing import INVITE
from compliance.meetings.views.base import asked_page, blueprint, seated, shown
from compliance.retention.queries import holds_on
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.fragments import send_to
from compliance.web.posts import tried


@blueprint.get("/meetings/<ref>")
@permission("meetings.view")
def show(ref: str) -> str:
    on = current_occasion()
    page = meeting_page(ref, on, missing_figures(on))
    return shown(
        "agenda",
        page,
        "show",
        due_words=due_words,
        invite=page.meeting.mailed_last(INVITE),
        leads=leads_of(page.meeting, on),
        holds=() if on.actor.bound_to is not None else holds_on("meeting", page.meeting.ref, on),
    )


def _people(page: MeetingPage) -> list[tuple[int, str]]:
    return [(number, name) for number, name, _ in seated(page)]


@blueprint.route("/meetings/<ref>/items/new", methods=["GET", "POST"])
@permission("meetings.manage")
def new_item(ref: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    form = ItemForm(_people(page))

    def write() -> str:
        add_item(page.meeting.id, form.entry(), on)
        return url_for("meetings.show", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash(f"{form['title'].data} is on the agenda.")
        return send_to(location)
    return shown("item", page, "show", form=form, item=None, nothing=None)


@blueprint.route("/meetings/<ref>/items/<key>", methods=["GET", "POST"])
@permission("meetings.manage")
def item(ref: str, key: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    found = page.meeting.item(key)
    form = ItemForm(_people(page), data={**vars(found), "lead": str(found.lead_id or "")})

    def write() -> str:
        change_item(page.meeting.id, key, form.entry(), on)
        return url_for("meetings.show", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash(f"{found.title} is changed.")
        return send_to(location)
    return shown("item", page, "show", form=form, item=found, nothing=NothingForm())


@blueprint.post("/meetings/<ref>/items/<key>/nothing")
@permission("meetings.manage")
def nothing(ref: str, key: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    found = page.meeting.item(key)
    form = NothingForm()
    mark = not found.is_nothing

    def write() -> str:
        mark_nothing(page.meeting.id, key, mark, form.entry(), on)
        return url_for("meetings.show", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash(_nothing_words(found, mark))
        return send_to(location)
    data = {**vars(found), "lead": str(found.lead_id or "")}
    edit = ItemForm(_people(page), formdata=None, data=data)
    return shown("item", page, "show", form=edit, item=found, nothing=form)


def _nothing_words(found: Item, mark: bool) -> str:
    return f"{found.title}: nothing to report." if mark else f"{found.title} is back."


@blueprint.post("/meetings/<ref>/items/<key>/move")
@permission("meetings.manage")
def move_up_or_down(ref: str, key: str) -> Response:
    on, page = current_occasion(), asked_page(ref)
    with transaction():
        move_item(page.meeting.id, key, request.form.get("to") == "up", on)
    return send_to(url_for("meetings.show", ref=ref, _anchor=f"item-{key}"))


@blueprint.post("/meetings/<ref>/items/<key>/remove")
@permission("meetings.manage")
def remove(ref: str, key: str) -> Response:
    on, page = current_occasion(), asked_page(ref)
    with transaction():
        remove_item(page.meeting.id, key, on)
    flash(f"{page.meeting.item(key).title} is removed.")
    return send_to(url_for("meetings.show", ref=ref))


@blueprint.post("/meetings/<ref>/bring-in")
@permission("meetings.manage")
def bring_in_items(ref: str) -> Response:
    on, page = current_occasion(), asked_page(ref)
    try:
        with transaction():
            number = bring_in(page.meeting.id, page.last, on) if page.last else 0
        flash(f"{plural(number, 'item')} taken from the last meeting.")
    except ComplianceError as refusal:
        flash(str(refusal), "error")
    return send_to(url_for("meetings.show", ref=ref))
