"""Sign-in put on the app: Flask-Security over our tables, its posts led as writing acts."""

from typing import Any, cast

from flask import Flask, Response, after_this_request, current_app, g, request
from flask import session as browser_session
from flask_login import user_logged_in
from flask_security import Security, SQLAlchemyUserDatastore, password_changed
from flask_security.utils import hash_password, set_request_attr, verify_password
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from compliance.accounts import bearer
from compliance.accounts.forms import SHORTEST_PASSWORD, ChangePasswordForm, SignInForm, VerifyForm
from compliance.accounts.gate import SecondStepAsked, demand_second_step, lead_to_second_step
from compliance.accounts.models import Passkey, Person, RoleRow
from compliance.accounts.notices import CHANGED, tell_changed
from compliance.choices.rules import is_demo
from compliance.config import Settings
from compliance.core.sign_in import sign_in_rules
from compliance.db import begin_writing, db, session
from compliance.mail import MailWay, mail_way
from compliance.web import sessions
from compliance.web.door import current_occasion, system_occasion
from compliance.web.offers import remember_drafts
from compliance.web.preferences import ALLOWED, keep
from compliance.web.sessions import LONGEST
from compliance.web.tokens import bearer_token

CHEAP = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
WITH_ROLES = (
    select(Person)
    .where(Person.fs_uniquifier == bindparam("key"), sessions.is_open("sign_in"))
    .options(joinedload(Person.roles))
)


def register(app: Flask, settings: Settings) -> None:
    """Put sign-in, sign-out, change of password and CSRF protection on `app`."""
    app.config.from_mapping(_security_config(settings))
    bearer.register(app)
    CSRFProtect(app)
    datastore = SQLAlchemyUserDatastore(cast(Any, db), Person, RoleRow, Passkey)
    security = Security(
        app,
        datastore,
        login_form=SignInForm,
        change_password_form=ChangePasswordForm,
        verify_form=VerifyForm,
    )
    security.login_context_processor(lambda: {"may_reset": is_mail_sent()})
    cast(Any, app).login_manager.user_loader(_load_person)
    cast(Any, app).login_manager.request_loader(bearer.person_of_token)
    _state_access(app)
    security.two_factor_plugins = SecondStepAsked()
    app.before_request_funcs.setdefault("security", []).append(_begin_writing)
    app.before_request(lead_to_second_step)
    password_changed.connect(_tell_changed, app)
    user_logged_in.connect(_begin_session, app)
    user_logged_in.connect(_bring_preferences, app)


def _state_access(app: Flask) -> None:
    """Let the library's views say who may open them, as ours do."""
    for name in ("login", "logout"):
        cast(Any, app.view_functions[f"security.{name}"]).is_public = True
    for name in ("change_password", "verify"):
        cast(Any, app.view_functions[f"security.{name}"]).required_permission = "account.own"


def is_mail_sent() -> bool:
    """Return whether a link by mail would reach anybody."""
    settings: Settings = current_app.extensions["daybook"]["settings"]
    choices = current_occasion().book.choices
    return mail_way(settings, is_demo=is_demo(choices)) is not MailWay.FOLDER


def _load_person(key: str) -> Person | None:
    """Return the person of a session with all roles, read in one statement."""
    if request.endpoint == "static" or bearer_token() is not None:
        return None  # a picture is nobody's; a script shows its token alone
    asked = {"key": key, "sign_in": sessions.key_here()}
    person = session().scalars(WITH_ROLES, asked).unique().one_or_none()
    if person is None or not person.active:
        return None
    if not sessions.touch():
        g.ended_person = person.id
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", browser_session.get("fs_paa", 0))
    return person


def is_password(person: Person, typed: str) -> bool:
    """Return whether this is the person's password; takes a tenth of a second."""
    return person.password is not None and bool(verify_password(typed, person.password))


def hashed(password: str) -> str:
    """Return the stored form of a password; takes a tenth of a second."""
    return str(hash_password(password))


def _security_config(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},  # its own salt: outlives a new secret key
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP if settings.cheap_hashes else {},
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_POST_CHANGE_VIEW": "/account",
        "SECURITY_POST_LOGOUT_VIEW": "/login",
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_MSG_INVALID_PASSWORD": ("This is not your present password.", "error"),
        "SECURITY_MSG_PASSWORD_CHANGE": ("Your password is changed.", "success"),
        "PERMANENT_SESSION_LIFETIME": LONGEST,
        "SESSION_REFRESH_EACH_REQUEST": False,  # a page does it; a picture carries no cookie
        "SESSION_COOKIE_NAME": "daybook",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.base_url.startswith("https:"),
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _begin_writing() -> None:
    """Take the write connection before the library reads: it commits by itself, and would lock."""
    if request.method == "POST":
        begin_writing()


def _begin_session(_app: Flask, user: Person, **_: Any) -> None:
    """Let the session last as the plan has chosen; ask for a second step where it demands one."""
    rules = sign_in_rules(system_occasion().book.choices)
    sessions.begin(rules)
    remember_drafts(user.id)
    demand_second_step(user, rules)


def _tell_changed(_app: Flask, user: Person, **_: Any) -> None:
    """Queue the mail in the transaction of the library's own act."""
    tell_changed(user, CHANGED, current_occasion())


def _bring_preferences(_app: Flask, user: Person, **_: Any) -> None:
    """Give the browser signed in from the theme, density and keys that the person has chosen."""
    chosen = {name: str(user.preferences[name]) for name in ALLOWED if name in user.preferences}

    @after_this_request
    def _keep(response: Response) -> Response:
        for name, value in chosen.items():
            keep(response, name, value)
        return response
