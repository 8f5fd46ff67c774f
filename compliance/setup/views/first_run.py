"""The first visit to a new instance: whoever has the console's token makes the first account."""

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from compliance.accounts.queries import has_people, person_by_id
from compliance.accounts.signin import hashed
from compliance.core.errors import BadValue
from compliance.db import transaction
from compliance.occasions import SYSTEM, Moment, occasion_at
from compliance.setup.forms import FirstRunForm
from compliance.setup.rules import FirstRun, first_roles_said
from compliance.setup.services import first_run
from compliance.setup.tokens import is_setup_token
from compliance.web.access import public
from compliance.web.door import request_clock

blueprint = Blueprint("first_run", __name__)
ALWAYS_OPEN = frozenset({"static", "first_run.begin", "health.alive", "health.ready"})
SET_UP = "is_set_up"


@blueprint.before_app_request
def lead_to_setup() -> Response | None:
    """Lead every page of an instance without people to set-up."""
    if request.endpoint in ALWAYS_OPEN or is_set_up():
        return None
    return redirect(url_for("first_run.begin"))


def is_set_up() -> bool:
    """Return whether there is a first account; asked once, since accounts are never deleted."""
    known = current_app.extensions["daybook"]
    if not known.get(SET_UP):
        known[SET_UP] = has_people()
    return bool(known[SET_UP])


@blueprint.route("/setup", methods=["GET", "POST"])
@public
def begin() -> Response | str:
    if has_people():
        return redirect(url_for("setup.tasks"))
    token = request.args.get("token", "")
    if not is_setup_token(token, current_app.extensions["daybook"]["settings"]):
        return render_template("setup/no_token.html", is_wrong=bool(token))
    form = FirstRunForm()
    if form.validate_on_submit():
        try:
            return _make_first_account(form)
        except BadValue as refusal:
            form.refuse(refusal)
    return render_template("setup/begin.html", form=form, token=token, roles=first_roles_said())


def _make_first_account(form: FirstRunForm) -> Response:
    first = FirstRun(
        names=form.names(),
        person_name=form["name"].data,
        email=form["email"].data,
        password_hash=hashed(form["password"].data),
    )
    clock = request_clock()
    with transaction():
        person_id = first_run(first, occasion_at(SYSTEM, Moment(clock.now(), clock.today())))
    login_user(person_by_id(person_id))
    flash("Daybook is yours. The rest of set-up can wait or go on now.", "success")
    return redirect(url_for("setup.tasks"), 303)
