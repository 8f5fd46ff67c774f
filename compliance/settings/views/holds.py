"""Messages held after a restore: what waits, and the button that lets them go."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from compliance.db import transaction
from compliance.deadlines.views.log import KIND_WORDS
from compliance.occasions import Occasion
from compliance.outbox.holds import Held, Released, Waiting, release_outgoing, standing_hold
from compliance.settings.forms import ReleaseForm
from compliance.wallclock import local_day
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Page, Total
from compliance.web.posts import once
from compliance.web.tables import Column, Table

blueprint = Blueprint("holds", __name__, url_prefix="/settings/holds")
WAITING: Table[Waiting] = Table(
    "waiting",
    (
        Column("kind", "Kind", lambda row: KIND_WORDS.get(row.kind, row.kind)),
        Column("count", "Waiting", lambda row: row.count),
        Column("oldest", "Oldest from", lambda row: local_day(row.oldest)),
    ),
)


@blueprint.get("")
@permission("settings.manage")
def index() -> str:
    return _page(ReleaseForm())


@blueprint.post("/release")
@permission("settings.manage")
def release() -> Response | str:
    form = ReleaseForm()
    if not form.validate_on_submit():
        return _page(form)
    with transaction():
        on = current_occasion()
        location = once(
            form.key, current_user.id, on.now, lambda: _released(on, cancel=form.is_cancelling())
        )
    return redirect(location, 303)


def _released(on: Occasion, *, cancel: bool) -> str:
    flash(_words(release_outgoing(on, cancel_restored=cancel)), "success")
    return url_for("holds.index")


def _words(done: Released) -> str:
    words = [f"Messages go out again; {done.going} wait for their moment."]
    if done.cancelled:
        words.append(f"{done.cancelled} from the backup are taken back.")
    return " ".join(words)


def _page(form: ReleaseForm) -> str:
    held = standing_hold()
    return render_template("settings/holds.html", held=held, form=form, listing=_listing(held))


def _listing(held: Held | None) -> Listing[Waiting]:
    rows = held.waiting if held else ()
    return Listing(
        WAITING,
        Page(list(rows)),
        current_occasion().today,
        "kinds",
        total=Total(len(rows)),
        empty=Empty("No message waits" if held else "Nothing is held"),
    )
