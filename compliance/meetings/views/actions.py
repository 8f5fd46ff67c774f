"""Action items: all of them as a list, those of a meeting, and the page of each."""

from flask import Response as Download
from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.states import ACTION_WORDS, ActionState
from compliance.meetings.forms.actions import ActionForm, ExtendForm, StateForm
from compliance.meetings.queries.actions import ActionPage, ActionRow, action_page, action_rows
from compliance.meetings.rules.actions import check_may_change, check_may_extend, states_offered
from compliance.meetings.rules.words import due_words
from compliance.meetings.services.actions import (
    add_action,
    asked_by,
    change_action,
    extend_action,
)
from compliance.meetings.views.base import (
    asked_page,
    blueprint,
    seated,
    shown,
)
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.cells import Cell, Identity, Status, TwoLines
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.listings import Empty, Listing, Tab
from compliance.web.paging import Page, Total
from compliance.web.past import as_of_line
from compliance.web.posts import tried
from compliance.web.tables import Column, Table, csv_response, xlsx_response


def _identity(row: ActionRow) -> Cell:
    return Identity(
        row.action.wanted.wording,
        row.action.ref,
        url_for("meetings.show_action", ref=row.action.ref),
    )


def _due(row: ActionRow) -> Cell:
    text, tone = due_words(row.action, row.today)
    return TwoLines(text, tone=tone) if text else None


def _state(row: ActionRow) -> Cell:
    word = ACTION_WORDS[row.action.state]
    return Status(word.label, word.tone, word.icon)


ACTIONS: Table[ActionRow] = Table(
    "action-items",
    (
        Column("wording", "Action item", lambda row: row.action.wanted.wording, _identity),
        Column("ref", "Reference", lambda row: row.action.ref, is_on_page=False),
        Column("owner", "Owner", lambda row: row.owner),
        Column("side", "Side", lambda row: row.side_word),
        Column("due_on", "Due", lambda row: row.action.wanted.due_on),
        Column("left", "Time left", cell=_due, css="nw"),
        Column("state", "State", lambda row: ACTION_WORDS[row.action.state].label, _state),
        Column("done_on", "Done", lambda row: row.action.done_on),
        Column("verified_by", "Verified by", lambda row: row.verified_by, is_on_page=False),
        Column("meeting", "Meeting", lambda row: row.meeting_ref),
        Column("extended", "Extended", lambda row: len(row.action.extensions), is_on_page=False),
    ),
)


@blueprint.get("/meetings/actions")
@permission("meetings.view")
def all_actions() -> str:
    on = current_occasion()
    rows = action_rows(on)
    is_all = request.args.get("view") == "all"
    chosen = rows if is_all else [each for each in rows if each.action.is_open]
    listing = Listing(
        ACTIONS,
        Page(chosen),
        on.day_seen,
        "action items",
        total=Total(len(chosen)),
        tabs=(
            Tab("Open", url_for("meetings.all_actions"), not is_all),
            Tab("All", url_for("meetings.all_actions", view="all"), is_all),
        ),
        files=(
            ("CSV", url_for("meetings.actions_csv")),
            ("Excel", url_for("meetings.actions_xlsx")),
        ),
        empty=Empty("No action items", "They are added on the page of a meeting."),
    )
    return render_template("meetings/all_actions.html", listing=listing)


@blueprint.get("/meetings/actions.csv")
@permission("meetings.view")
def actions_csv() -> Download:
    on = current_occasion()
    return csv_response(ACTIONS, action_rows(on), as_of_line("Action items", on))


@blueprint.get("/meetings/actions.xlsx")
@permission("meetings.view")
def actions_xlsx() -> Download:
    on = current_occasion()
    return xlsx_response(ACTIONS, action_rows(on), as_of_line("Action items", on))


@blueprint.get("/meetings/<ref>/actions")
@permission("meetings.view")
def actions(ref: str) -> str:
    on, page = current_occasion(), asked_page(ref)
    rows = [each for each in action_rows(on, page.whole) if each.action in page.actions]
    listing = Listing(
        ACTIONS,
        Page(rows),
        on.day_seen,
        "action items",
        total=Total(len(rows)),
        empty=Empty("No action items", "What is agreed is added here with owner and due day."),
    )
    return shown("actions", page, "actions", listing=listing)


@blueprint.route("/meetings/<ref>/actions/new", methods=["GET", "POST"])
@permission("meetings.manage")
def new_action(ref: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    items = [(each.key, each.title) for each in page.meeting.items]
    form = ActionForm(seated(page), items, today=on.today)

    def write() -> str:
        add_action(form.entry(page.meeting.id), on)
        return url_for("meetings.actions", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash(f"{form['wording'].data}: recorded.")
        return send_to(location)
    return shown("new_action", page, "actions", form=form)


@blueprint.get("/meetings/actions/<ref>")
@permission("meetings.view")
def show_action(ref: str) -> str:
    on = current_occasion()
    page = action_page(ref, on)
    state, extend = _forms(page, on)
    return _shown(page, state, extend)


@blueprint.post("/meetings/actions/<ref>/state")
@permission("actions.work")
def set_action_state(ref: str) -> str | Response:
    on = current_occasion()
    page = action_page(ref, on)
    check_may_change(page.action, asked_by(on, page.action.state))
    form = StateForm(_offered(page, on))

    def write() -> str:
        change_action(page.action.id, *form.entry(), on)
        return url_for("meetings.show_action", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash(f"{ref}: recorded.")
        return send_to(location)
    return _shown(page, form, _forms(page, on)[1])


@blueprint.post("/meetings/actions/<ref>/extend")
@permission("actions.work")
def extend(ref: str) -> str | Response:
    on = current_occasion()
    page = action_page(ref, on)
    check_may_extend(page.action, asked_by(on, page.action.state))
    form = ExtendForm(today=on.today, prefix="extend-")

    def write() -> str:
        extend_action(page.action.id, form["due_on"].data, form["why"].data, on)
        return url_for("meetings.show_action", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash(f"{ref} is due later.")
        return send_to(location)
    return _shown(page, StateForm(_offered(page, on), formdata=None), form)


def _offered(page: ActionPage, on: Occasion) -> tuple[ActionState, ...]:
    return states_offered(page.action, asked_by(on, page.action.state))


def _forms(page: ActionPage, on: Occasion) -> tuple[StateForm, ExtendForm]:
    return (
        StateForm(_offered(page, on), formdata=None),
        ExtendForm(today=on.today, formdata=None, prefix="extend-"),
    )


def _shown(page: ActionPage, state: StateForm, extend_form: ExtendForm) -> str:
    on = current_occasion()
    return render_template(
        "meetings/action.html",
        page=page,
        action=page.action,
        state=state,
        extend=extend_form,
        word=ACTION_WORDS[page.action.state],
        due=due_words(page.action, on.day_seen),
        today=on.day_seen,
        is_past=bool(on.as_of or on.known_on),
        mine=page.action.wanted.owner_id == on.actor.person_id,
    )
