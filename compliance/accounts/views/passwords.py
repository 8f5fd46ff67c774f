"""The pages where an invited or forgetful person chooses a password."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from compliance.accounts.forms import ForgotPasswordForm, NewPasswordForm
from compliance.accounts.invitations import send_reset
from compliance.accounts.links import INVITE, RESET, LinkKind, person_of_link
from compliance.accounts.notices import CHANGED, tell_changed
from compliance.accounts.services import set_password
from compliance.accounts.signin import hashed, is_mail_sent
from compliance.accounts.views.base import blueprint, settings
from compliance.core.errors import NotFound, NotNow
from compliance.db import transaction
from compliance.web.access import public
from compliance.web.door import system_occasion
from compliance.web.errors import Said, answer, status_of

NO_MAIL = (
    "No mail server is set, so no link can be sent. Ask an administrator of your plan for one."
)
GONE = Said(
    "This link no longer works",
    "",
    "Try to sign in. For a new link, say there that you forgot your password, or ask an "
    "administrator of your plan.",
)


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> Response | str:
    return _choose_password(token, INVITE)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> Response | str:
    return _choose_password(token, RESET)


def _choose_password(token: str, kind: LinkKind) -> Response | str:
    form = NewPasswordForm()
    try:
        person = person_of_link(token, kind, settings())
        if not form.validate_on_submit():
            return render_template("accounts/choose_password.html", person=person, form=form)
        password_hash = hashed(form.entry())
        with transaction():
            again = person_of_link(token, kind, settings())
            if again.password:  # the first one is no change
                tell_changed(again, CHANGED, system_occasion())
            set_password(again.id, password_hash, system_occasion())
    except (NotFound, NotNow) as refusal:
        return answer(status_of(refusal), GONE, str(refusal))
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
    with transaction():
        send_reset(form.entry(), settings(), system_occasion())
    flash("If there is an account with that address, a link is on its way to it.", "success")
    return redirect(url_for("security.login"), 303)
