"""Acts on several applications at once, and a person's own views of the queue."""

from urllib.parse import parse_qsl, urlencode

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError
from compliance.credentialing.forms.selected import AssignSelectedForm, ListSelectedForm
from compliance.credentialing.queries.filters import Filters, is_number
from compliance.credentialing.queries.lists import Order, matching_ids, queue_rows
from compliance.credentialing.services.decisions import send_to_committee
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.saved import save_view
from compliance.credentialing.services.upkeep import assign
from compliance.credentialing.views.asked import strictly_asked
from compliance.credentialing.views.queue import blueprint, owner_choices
from compliance.db import transaction
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.forms import choices
from compliance.web.fragments import send_to
from compliance.web.posts import once

MOST = 1000
NOBODY = "nobody"
LONGEST_QUERY = 1000
NOT_KEPT = frozenset({"after", "before", "last", "start", "as_of", "known_on"})


def selected_ids(on: Occasion) -> list[int]:
    """Return the selected numbers, or all that match where that was asked for; at most 1,000."""
    if request.form.get("all_matching"):
        return matching_ids(strictly_asked().filters, on)[:MOST]
    given = request.form.getlist("ids")
    return [int(each) for each in given if is_number(each)][:MOST]


@blueprint.post("/applications/assign")
@permission("applications.assign")
def assign_selected() -> str | Response:
    on = current_occasion()
    ids = selected_ids(on)
    form = AssignSelectedForm()
    form.owner.choices = choices([*owner_choices(), (NOBODY, "Nobody")], blank="Choose a person")
    if request.form.get("sure") and form.validate():
        owner = None if form.owner.data == NOBODY else int(form.owner.data)

        def write() -> str:
            for number in ids:
                assign(load(number, on), owner, on)
            return url_for("applications.index")

        with transaction():
            location = once(form.key, on.actor.person_id or 0, on.now, write)
        flash(f"{plural(len(ids), 'application')} assigned.")
        return send_to(location)
    rows = queue_rows(Filters(view="any", ids=tuple(ids)), Order(), on) if ids else []
    return render_template(
        "credentialing/selected.html", form=form, rows=rows, title="Assign", skipped=[]
    )


@blueprint.post("/applications/committee")
@permission("applications.work")
def list_selected() -> str | Response:
    on = current_occasion()
    ids = selected_ids(on)
    form = ListSelectedForm(today=on.today)
    rows = queue_rows(Filters(view="any", ids=tuple(ids)), Order(), on) if ids else []
    ready = [row for row in rows if row.completed_on and row.state.is_open]
    skipped = [(row.ref, "not complete, or closed already") for row in rows if row not in ready]
    if request.form.get("sure") and form.validate():
        try:
            return send_to(_list(form, [row.application_id for row in ready], on))
        except ComplianceError as error:
            form.refuse(error)
    return render_template(
        "credentialing/selected.html",
        form=form,
        rows=ready,
        title="Add to committee list",
        skipped=skipped,
    )


def _list(form: ListSelectedForm, ids: list[int], on: Occasion) -> str:
    def write() -> str:
        for number in ids:
            send_to_committee(load(number, on), form.day.data, on)
        return url_for("applications.index")

    with transaction():
        location = once(form.key, on.actor.person_id or 0, on.now, write)
    flash(f"{plural(len(ids), 'application')} on the committee list.")
    return location


def kept_query(query: str) -> str:
    """Return the filters of an address; the place in the list and the day looked at are left."""
    pairs = parse_qsl(query)
    return urlencode([each for each in pairs if each[0] not in NOT_KEPT])[:LONGEST_QUERY]


@blueprint.post("/applications/views")
@permission("applications.view")
def keep_view() -> Response:
    on = current_occasion()
    query = kept_query(request.form.get("query", ""))
    try:
        with transaction():
            save_view(request.form.get("name", ""), query, on)
        flash("View saved. It stands last among the views.")
    except ComplianceError as error:
        flash(str(error))
    return send_to(f"{url_for('applications.index')}?{query}")
