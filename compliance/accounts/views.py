"""One's own account, and the page where an invited person chooses a password."""

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from compliance.accounts.forms import ForgotPasswordForm, NewPasswordForm, PreferencesForm
from compliance.accounts.invitations import send_reset
from compliance.accounts.links import INVITE, RESET, LinkKind, person_of_link
from compliance.accounts.queries import person_now
from compliance.accounts.services import keep_preferences, set_password
from compliance.accounts.signin import hashed, is_mail_sent
from compliance.config import Settings
from compliance.core.errors import NotNow
from compliance.db import transaction
from compliance.occasions import SYSTEM, Moment, occasion_at
from compliance.web.access import permission, public
from compliance.web.door import request_clock
from compliance.web.preferences import keep, preferences

blueprint = Blueprint("accounts", __name__)
NO_MAIL = (
    "No mail server is set, so no link can be sent. Ask an administrator of your plan for one."
)


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
    return _choose_password(token, INVITE)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> Response | str:
    return _choose_password(token, RESET)


def _choose_password(token: str, kind: LinkKind) -> Response | str:
    person = person_of_link(token, kind, _settings())
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/choose_password.html", person=person, form=form)
    password_hash = hashed(form.entry())
    with transaction():
        set_password(person_of_link(token, kind, _settings()).id, password_hash)
    flash("Your password is set. Sign in with it.", "success")
    return redirect(url_for("security.login"), 303)


@blueprint.route("/login/forgot", methods=["GET", "POST"])
@public
def forgot_password() -> Response | str:
    if not is_mail_sent():
        raise NotNow(NO_MAIL)
    form = ForgotPasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgot_password.html", form=form)
    clock = request_clock()
    with transaction():
        on = occasion_at(SYSTEM, Moment(clock.now(), clock.today()))
        send_reset(form.entry(), _settings(), on)
    flash("If there is an account with that address, a link is on its way to it.", "success")
    return redirect(url_for("security.login"), 303)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["daybook"]["settings"]
    return settings
