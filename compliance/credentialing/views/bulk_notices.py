"""One letter to each selected application: who gets it and who does not, then sent."""

from collections.abc import Iterator, Sequence

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from compliance.credentialing.forms.notices import BulkNoticeForm
from compliance.credentialing.services.bulk_notices import AS_REVIEWED, bulk_preview, bulk_send
from compliance.credentialing.views.notice_base import blueprint
from compliance.credentialing.views.selected import list_left, list_query, selection
from compliance.db import transaction
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.fragments import send_to
from compliance.web.posts import first_time, settle

SLICE = 20  # applications written in one transaction, so that no lock is held long


@blueprint.post("/applications/notices/bulk")
@permission("notices.send")
def bulk_notice() -> str | Response:
    on = current_occasion()
    chosen = selection(on)
    form = BulkNoticeForm()
    form.offer(_letters(on))
    letter = form.entry() or AS_REVIEWED
    form["letter"].data = letter
    if request.form.get("sure") and form.validate():
        return send_to(_send(form, chosen.ids, letter, on))
    found = bulk_preview(chosen.ids, letter, on)
    return render_template(
        "credentialing/notice_bulk.html",
        form=form,
        found=found,
        today=on.today,
        chosen=chosen,
        query=list_query(),
        back=list_left(),
    )


def _letters(on: Occasion) -> Iterator[tuple[str, str]]:
    yield AS_REVIEWED, "Complete or incomplete, as each was reviewed"
    yield from ((each.id, each.title) for each in on.book.letters.values())


def _send(form: BulkNoticeForm, ids: Sequence[int], letter: str, on: Occasion) -> str:
    person = on.actor.person_id or 0
    with transaction():
        been_there = first_time(form.key, person, on.now)
    if been_there is not None:
        return been_there
    location = list_left()
    sent = skipped = 0
    for start in range(0, len(ids), SLICE):
        with transaction():
            done = bulk_send(ids[start : start + SLICE], letter, on)
        sent, skipped = sent + len(done.ready), skipped + len(done.skipped)
    with transaction():
        settle(form.key, person, location)
    left_out = f" {plural(skipped, 'application')} left out." if skipped else ""
    flash(f"{plural(sent, 'letter')} queued.{left_out}")
    return location
