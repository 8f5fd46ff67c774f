"""One's own account, and the page where an invited person chooses a password."""

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from compliance.accounts.forms import FirstPasswordForm, PreferencesForm
from compliance.accounts.links import invited_person
from compliance.accounts.queries import person_now
from compliance.accounts.services import keep_preferences, set_password
from compliance.accounts.signin import hashed
from compliance.db import transaction
from compliance.web.access import permission, public
from compliance.web.preferences import keep, preferences

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/account")
@permission("account.own")
def profile() -> str:
    form = PreferencesForm(obj=preferences())
    return render_template("accounts/profile.html", person=person_now(current_user.id), form=form)


@blueprint.post("/account/preferences")
@permission("account.own")
def change_own_preferences() -> Response | str:
    form = PreferencesForm()
    if not form.validate_on_submit():
        person = person_now(current_user.id)
        return render_template("accounts/profile.html", person=person, form=form)
    chosen = form.entry()
    with transaction():
        keep_preferences(current_user.id, chosen)
    response = make_response(redirect(url_for("accounts.profile"), 303))
    for name, value in chosen.items():
        keep(response, name, value)
    flash("Your preferences are kept.", "success")
    return response


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> Response | str:
    settings = current_app.extensions["daybook"]["settings"]
    person = invited_person(token, settings)
    form = FirstPasswordForm()
    if not form.validate_on_submit():
        return render_template(
            "accounts/choose_password.html", person=person, form=form, token=token
        )
    password_hash = hashed(form.entry())
    with transaction():
        set_password(invited_person(token, settings).id, password_hash)
    flash("Your password is set. Sign in with it.", "success")
    return redirect(url_for("security.login"), 303)
