"""One row of financial responsibility: its history, and adding, changing, ending it."""

from collections.abc import Callable

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.contracts.forms import EndForm, RowForm
from compliance.contracts.queries.rows import ShownRow, history_of
from compliance.contracts.services.rows import add_row, change_row, end_row
from compliance.contracts.views.matrix import blueprint, group_names
from compliance.core.responsibility import ENTITIES, PAYMENTS
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.forms import Form
from compliance.web.fragments import send_to
from compliance.web.posts import tried

MAY = "contracts.manage"


@blueprint.get("/dofr/<int:number>")
@permission("contracts.view")
def show(number: int) -> str:
    on = current_occasion()
    history = history_of(number, on)
    return render_template(
        "contracts/row.html",
        number=number,
        now=_present(history, on),
        history=history,
        book=on.book,
        entities=ENTITIES,
        payments=PAYMENTS,
        groups=group_names(on),
        is_past=bool(on.as_of or on.known_on),
    )


def _present(history: list[ShownRow], on: Occasion) -> ShownRow:
    """Return the row of the day seen, else the newest: one to come, or one that ended."""
    day = on.day_seen
    held = (each for each in history if each.row.from_on <= day)
    return next(held, history[0])


@blueprint.route("/dofr/new", methods=["GET", "POST"])
@permission(MAY)
def add() -> str | Response:
    on = current_occasion()
    asked = {name: request.args.get(name, "") for name in ("family", "line", "group_key")}
    form = RowForm(today=on.today, data={**asked, "from_on": on.today})
    form.offer(on.book, list(group_names(on).items()))

    def write() -> str:
        values, from_on, until_on, why = form.entry()
        number = add_row(values, from_on, until_on, why, on)
        flash(f"Row {number} is recorded.", "success")
        return url_for("contracts.index")

    if form.validate_on_submit() and (done := _done(form, write, on)):
        return done
    return render_template("contracts/add.html", form=form)


@blueprint.route("/dofr/<int:number>/change", methods=["GET", "POST"])
@permission(MAY)
def change(number: int) -> str | Response:
    on = current_occasion()
    row = history_of(number, on)[0].row
    form = RowForm(today=on.today, data={**vars(row), "from_on": on.today})
    form.offer(on.book, list(group_names(on).items()))
    for name in ("family", "line", "group_key", "until_on"):
        del form[name]

    def write() -> str:
        values, from_on, why = form.changed(row)
        change_row(number, values, from_on, why, on)
        flash(f"Row {number} is changed.", "success")
        return url_for("contracts.show", number=number)

    if form.validate_on_submit() and (done := _done(form, write, on)):
        return done
    return render_template("contracts/change.html", form=form, row=row, book=on.book)


@blueprint.route("/dofr/<int:number>/end", methods=["GET", "POST"])
@permission(MAY)
def end(number: int) -> str | Response:
    on = current_occasion()
    row = history_of(number, on)[0].row
    form = EndForm(today=on.today, data={"until_on": on.today})

    def write() -> str:
        until_on, why = form.entry()
        end_row(number, until_on, why, on)
        flash(f"Row {number} ends.", "success")
        return url_for("contracts.index")

    if form.validate_on_submit() and (done := _done(form, write, on)):
        return done
    return render_template("contracts/end.html", form=form, row=row, book=on.book)


def _done(form: Form, write: Callable[[], str], on: Occasion) -> Response | None:
    """Write once and return where it leads; None where it was refused, with the reason shown."""
    location = tried(form, on, write)
    return send_to(location) if location else None
