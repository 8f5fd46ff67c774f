"""Attesting, reasons for figures off target, more time, events."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import NotFound
from compliance.db import transaction
from compliance.policies.forms.acts import AttestForm, EventForm, MoreTimeForm, ReasonForm
from compliance.policies.rules.attesting import check_attest
from compliance.policies.services.attesting import (
    ask_for_time,
    attest,
    record_event,
    signer_of,
    state_reason,
)
from compliance.policies.services.loading import load_for_work
from compliance.policies.services.settling import read_and_settle
from compliance.policies.views.cells import figure_words
from compliance.policies.views.listing import blueprint
from compliance.policies.views.recording import ActPage, act_page, recorded
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to


@blueprint.route("/responsibilities/<ref>/attest", methods=["GET", "POST"])
@permission("duties.work")
def attest_page(ref: str) -> str | Response:
    on = current_occasion()
    line = load_for_work(ref, on)
    form = AttestForm(today=on.today)

    def write() -> None:
        attest(load_for_work(ref, on, form.opened_on), on)

    if request.method == "GET":
        check_attest(line.standing, signer_of(line, on))
        form["seen"].data = line.standing.story.last_id
    said = f"{line.duty.id} is attested."
    if form.validate_on_submit() and (done := recorded(form, on, write, said, ref)):
        return done
    return render_template(
        "policies/attest.html",
        line=line,
        form=form,
        pieces=[(each, figure_words(each)) for each in line.standing.pieces],
        text=line.duty.text_on(on.today),
        name=on.actor.name,
        today=on.today,
    )


@blueprint.post("/responsibilities/<ref>/figures")
@permission("duties.work")
def read_now(ref: str) -> Response:
    on = current_occasion()
    with transaction():
        read_and_settle(load_for_work(ref, on), on)
    flash("The figures are read as they stand now.")
    return send_to(url_for("duties.show", ref=ref))


@blueprint.route("/responsibilities/<ref>/reasons/<piece>", methods=["GET", "POST"])
@permission("duties.work")
def reason(ref: str, piece: str) -> str | Response:
    on = current_occasion()
    line = load_for_work(ref, on)
    view = next((each for each in line.standing.pieces if each.piece.code == piece), None)
    if view is None or view.figure is None:
        raise NotFound(f"{line.duty.id} has no such figure.")
    form = ReasonForm(today=on.today)
    page = ActPage(
        title="Say what is done about it",
        button="Record",
        action=url_for("duties.reason", ref=line.duty.id, piece=piece),
        says=f"{view.piece.title}: {figure_words(view)}. An attestation over a figure off target "
        "says what is done about it.",
        said="Kept with the record.",
    )

    def write() -> None:
        state_reason(load_for_work(ref, on), piece, form["why"].data, on)

    return act_page(line, form, page, on, write)


@blueprint.route("/responsibilities/<ref>/time", methods=["GET", "POST"])
@permission("duties.work")
def more_time(ref: str) -> str | Response:
    on = current_occasion()
    line = load_for_work(ref, on)
    form = MoreTimeForm(today=on.today)
    page = ActPage(
        title="Ask for more time",
        button="Record the new day",
        action=url_for("duties.more_time", ref=line.duty.id),
        says="Our own day moves, with your reason on record. A limit of law never does.",
        said="The new day is recorded.",
    )

    def write() -> None:
        ask_for_time(load_for_work(ref, on), form["due_on"].data, form["why"].data, on)

    return act_page(line, form, page, on, write)


@blueprint.route("/responsibilities/<ref>/events", methods=["GET", "POST"])
@permission("duties.work")
def event(ref: str) -> str | Response:
    on = current_occasion()
    line = load_for_work(ref, on)
    form = EventForm(today=on.today)
    if request.method == "GET":
        form["happened_on"].data = on.today
    page = ActPage(
        title="Record an event",
        button="Record event",
        action=url_for("duties.event", ref=line.duty.id),
        says=f"{line.duty.event}. The responsibility is due anew from that day."
        if line.duty.event
        else "No event calls for this responsibility.",
        said="The event is recorded.",
    )

    def write() -> None:
        record_event(load_for_work(ref, on), form.entry(), on)

    return act_page(line, form, page, on, write)
