"""Acts on several applications at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError
from compliance.credentialing.forms.selected import AssignSelectedForm, ListSelectedForm
from compliance.credentialing.queries.filters import Filters, is_number
from compliance.credentialing.queries.lists import Order, QueueRow, matching_ids, queue_rows
from compliance.credentialing.services.decisions import send_to_committee
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.upkeep import assign
from compliance.credentialing.views.asked import kept_query, strictly_asked
from compliance.credentialing.views.queue import blueprint, owner_choices
from compliance.db import transaction
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.addresses import with_query
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.forms import Form, choices
from compliance.web.fragments import send_to
from compliance.web.posts import first_time

MOST = 1000
SLICE = 20  # applications written in one transaction, so that no lock is held long
LIST_KEYS = ("view", "q", "owner", "model", "practice", "stage", "due_within", "sort")
NOBODY = "nobody"


@dataclass(frozen=True)
class Selection:
    """The applications that an act is meant for; `matching` counts those beyond the first 1,000."""

    ids: tuple[int, ...]
    matching: int

    @property
    def said(self) -> str:
        """Return that some were left out, and how to reach them; nothing where none was."""
        if self.matching <= len(self.ids):
            return ""
        return (
            f"{len(self.ids):,} of {self.matching:,} are selected, the first in the order of the "
            "list: one act takes no more. Narrow the list by a filter to reach the others."
        )


def selection(on: Occasion) -> Selection:
    """Return what is selected, or all that match where that was asked for.

    Raises:
        BadValue: all that match an address that makes no sense.
    """
    if request.form.get("all_matching"):
        asked = strictly_asked()
        ids = matching_ids(asked.filters, asked.order, on)
    else:
        given = (each for each in request.form.getlist("ids") if is_number(each))
        ids = list(dict.fromkeys(map(int, given)))
    return Selection(tuple(ids[:MOST]), len(ids))


def list_left() -> str:
    """Return the address of the list that an act was begun in, its filters kept."""
    return with_query("applications.index", list_query())


def list_query() -> str:
    """Return the filters of that list in one piece, for the form of the next page to carry."""
    if "list" in request.form:
        return kept_query(request.form["list"])
    pairs = [(name, each) for name in LIST_KEYS for each in request.form.getlist(name) if each]
    return kept_query(urlencode(pairs))


def _rows(chosen: Selection, on: Occasion) -> Sequence[QueueRow]:
    return queue_rows(Filters(view="any", ids=chosen.ids), Order(), on) if chosen.ids else []


@blueprint.post("/applications/assign")
@permission("applications.assign")
def assign_selected() -> str | Response:
    on = current_occasion()
    chosen = selection(on)
    form = AssignSelectedForm()
    form.owner.choices = choices([*owner_choices(), (NOBODY, "Nobody")], blank="Choose a person")
    rows = _rows(chosen, on)
    if request.form.get("sure") and form.validate():
        owner = None if form.owner.data == NOBODY else int(form.owner.data)
        ids = [row.application_id for row in rows]
        if in_slices(form, ids, lambda each: assign(load(each, on), owner, on), on):
            flash(f"{plural(len(ids), 'application')} assigned.")
        return send_to(list_left())
    return _look(form, rows, "Assign", chosen)


@blueprint.post("/applications/committee")
@permission("applications.work")
def list_selected() -> str | Response:
    on = current_occasion()
    chosen = selection(on)
    form = ListSelectedForm(today=on.today)
    rows = _rows(chosen, on)
    ready = [row for row in rows if row.completed_on and row.state.is_open]
    skipped = [(row.ref, "not complete, or closed already") for row in rows if row not in ready]
    if request.form.get("sure") and form.validate():
        ids = [row.application_id for row in ready]
        try:
            new = in_slices(
                form, ids, lambda each: send_to_committee(load(each, on), form.day.data, on), on
            )
        except ComplianceError as error:
            form.refuse(error)
        else:
            if new:
                flash(f"{plural(len(ids), 'application')} on the committee list.")
            return send_to(list_left())
    return _look(form, ready, "Add to committee list", chosen, skipped)


def _look(
    form: Form,
    rows: Sequence[QueueRow],
    title: str,
    chosen: Selection,
    skipped: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the page that shows what an act would be done to, before it is done."""
    return render_template(
        "credentialing/selected.html",
        form=form,
        rows=rows,
        title=title,
        chosen=chosen,
        skipped=skipped,
        query=list_query(),
        back=list_left(),
    )


def in_slices(form: Form, ids: Sequence[int], act: Callable[[int], None], on: Occasion) -> bool:
    """Do an act to each application, few in a transaction; False for a form sent before."""
    person = on.actor.person_id or 0
    for start in range(0, max(len(ids), 1), SLICE):
        with transaction():
            if not start and first_time(form.key, person, on.now) is not None:
                return False
            for number in ids[start : start + SLICE]:
                act(number)
    return True
