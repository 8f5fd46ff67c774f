"""The second step: set up, asked for when signing in, recovery codes, turned off."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_security.utils import login_user, validate_redirect_url
from werkzeug.wrappers import Response

from compliance.accounts.forms import CodeForm, PasswordAgainForm, say_too_many, wait_until
from compliance.accounts.gate import MUST_SET_UP, demand_second_step, half_signed_in
from compliance.accounts.notices import NEW_CODES, STEP_OFF, STEP_ON, tell_changed
from compliance.accounts.rules import tidy_code
from compliance.accounts.second_step import (
    codes_left,
    has_second_step,
    is_second_step,
    new_secret,
    offered,
    renew_codes,
    second_step_now,
    turn_off,
    turn_on,
)
from compliance.accounts.signin import is_password
from compliance.accounts.throttle import Tried, tried
from compliance.accounts.views.base import blueprint, settings, show_once, shown_once
from compliance.charts.qr import qr_code
from compliance.core.errors import BadValue, NotNow
from compliance.core.sign_in import sign_in_rules
from compliance.db import transaction
from compliance.web.access import permission, public
from compliance.web.door import current_occasion, request_clock, system_occasion
from compliance.web.filters import plural
from compliance.web.sessions import stay

OFFERED = "second_step_offered"
WRONG_CODE = "This code is not right, or it was used before."


@blueprint.route("/login/code", methods=["GET", "POST"])
@public
def enter_code() -> Response | str:
    if current_user.is_authenticated:
        return redirect(_asked_for())
    person = half_signed_in()
    if person is None:
        flash("Sign in with email and password first. The code follows.", "warning")
        return redirect(url_for("security.login", next=request.args.get("next")))
    form = CodeForm()
    if form.validate_on_submit():
        typed = form.entry()
        found = _tried(
            person.email, lambda: is_second_step(person, typed, settings(), system_occasion())
        )
        if found.is_right:
            login_user(person, authn_via=["password", "code"])
            _say_what_is_left(person.id, typed)
            return redirect(_asked_for())
        form.refuse(BadValue(_wrong(found, WRONG_CODE), "code"))
    return render_template("accounts/enter_code.html", form=form)


def _say_what_is_left(person_id: int, typed: str) -> None:
    """Say after a recovery code how many there are still; a code of the app is six digits."""
    if not tidy_code(typed).isdecimal():
        left = plural(codes_left(person_id), "recovery code")
        flash(f"That code is used up. {left} left: make new ones under Your profile.", "warning")


def _asked_for() -> str:
    """Return the address on this site that the person was on the way to, else the start page."""
    asked = request.args.get("next", "")
    return asked if asked and validate_redirect_url(asked) else "/"


@blueprint.route("/account/second-step", methods=["GET", "POST"])
@permission("account.own")
def set_up_second_step() -> Response | str:
    if has_second_step(current_user.id):
        return _page(*_password_forms())
    form, secret = CodeForm(), session.setdefault(OFFERED, new_secret(settings()))
    if form.validate_on_submit():
        on = current_occasion()
        try:
            with transaction():
                codes = turn_on(current_user.id, secret, form.entry(), settings(), on)
                tell_changed(current_user, STEP_ON, on)
        except (BadValue, NotNow) as refusal:
            form.refuse(refusal)
        else:
            session.pop(OFFERED)
            session.pop(MUST_SET_UP, None)
            stay(current_user)
            return _lead_to(codes, "Signing in asks for a code from now on.")
    return render_template(
        "accounts/set_up_second_step.html",
        form=form,
        offer=offered(secret, current_user.email, settings()),
        qr_code=qr_code,
        is_demanded=MUST_SET_UP in session,
    )


def _password_forms() -> tuple[PasswordAgainForm, PasswordAgainForm]:
    return PasswordAgainForm(prefix="renew"), PasswordAgainForm(prefix="off")


def _page(renewing: PasswordAgainForm, ending: PasswordAgainForm) -> Response | str:
    found = second_step_now(current_user.id)
    if found is None:
        return redirect(url_for("accounts.set_up_second_step"), 303)
    return render_template(
        "accounts/second_step.html",
        renewing=renewing,
        ending=ending,
        made_at=found[0],
        left=found[1],
    )


@blueprint.get("/account/second-step/codes")
@permission("account.own")
def recovery_codes() -> Response | str:
    codes = shown_once("codes")
    if not codes:
        return redirect(url_for("accounts.set_up_second_step"))
    return render_template("accounts/recovery_codes.html", codes=codes)


@blueprint.post("/account/second-step/codes")
@permission("account.own")
def renew_recovery_codes() -> Response | str:
    renewing, ending = _password_forms()
    if not has_second_step(current_user.id) or not _confirmed(renewing):
        return _page(renewing, ending)
    with transaction():
        codes = renew_codes(current_user.id)
        tell_changed(current_user, NEW_CODES, current_occasion())
    return _lead_to(codes, "The recovery codes before these work no more.")


@blueprint.post("/account/second-step/off")
@permission("account.own")
def turn_off_second_step() -> Response | str:
    renewing, ending = _password_forms()
    if not _confirmed(ending):
        return _page(renewing, ending)
    with transaction():
        turn_off(current_user.id)
        tell_changed(current_user, STEP_OFF, current_occasion())
    demand_second_step(current_user, sign_in_rules(current_occasion().book.choices))
    flash("Signing in asks for your password alone.", "success")
    return redirect(url_for("accounts.profile"), 303)


def _confirmed(form: PasswordAgainForm) -> bool:
    """Return whether the right password was typed; a wrong one is said in the form and counted."""
    if not form.validate_on_submit():
        return False
    typed = form.entry()
    found = _tried(current_user.email, lambda: is_password(current_user, typed))
    if not found.is_right:
        form.refuse(BadValue(_wrong(found, "This is not your password."), "password"))
    return found.is_right


def _tried(email: str, is_right: Callable[[], bool]) -> Tried:
    with transaction():
        found = tried(email, request.remote_addr or "", request_clock().now(), is_right)
    if found.shut_until:
        say_too_many()
    return found


def _wrong(found: Tried, words: str) -> str:
    if found.shut_until:
        return f"{wait_until(found.shut_until)}."
    return f"{words} {plural(found.left, 'try', 'tries')} left."


def _lead_to(codes: tuple[str, ...], words: str) -> Response:
    show_once("codes", codes)
    flash(words, "success")
    return redirect(url_for("accounts.recovery_codes"), 303)
