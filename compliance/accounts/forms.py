"""Forms of sign-in, of one's own account, and of the invitation's first password."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from flask import Response, after_this_request, request
from flask_login import current_user
from flask_security.forms import ChangePasswordForm as BaseChangePasswordForm
from flask_security.forms import LoginForm
from flask_security.forms import VerifyForm as BaseVerifyForm
from flask_security.utils import validate_redirect_url
from wtforms import EmailField, Field, PasswordField, RadioField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from compliance.accounts.rules import NewToken
from compliance.accounts.second_step import has_second_step
from compliance.accounts.throttle import forget_failures, note_failure, shut_until, tries_left
from compliance.core.permissions import permission_words
from compliance.db import transaction
from compliance.web.door import request_clock
from compliance.web.filters import time_staff
from compliance.web.forms import Boxes, DayField, Form, choices
from compliance.web.preferences import ALLOWED

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
NOT_RIGHT = "The email or password is not right"
TOO_MANY = "Too many wrong tries."
HOW_LONG = f"Use {SHORTEST_PASSWORD} characters or more, {LONGEST_PASSWORD} at most."
LENGTH = Length(SHORTEST_PASSWORD, LONGEST_PASSWORD, HOW_LONG)
PASSWORD_HINT = f"{SHORTEST_PASSWORD} characters or more. Three or four words make a good one."
NEW = {"autocomplete": "new-password"}


def wait_until(shut: datetime) -> str:
    """Return the words that say until when nobody may try."""
    return f"{TOO_MANY} Try again after {time_staff(shut)} PT"


class SignInForm(LoginForm):
    """Sign-in that keeps the email typed and tells no stranger which accounts exist."""

    email = EmailField(
        "Email",
        validators=[InputRequired("Enter your email")],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        validators=[InputRequired("Enter your password")],
        render_kw={"autocomplete": "current-password"},
    )
    remember = None
    shut_until: datetime | None = None
    tries_left: int | None = None

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the pair is right; too many wrong ones are not even looked at."""
        email, place = str(self.email.data or ""), request.remote_addr or ""
        now = request_clock().now()
        self.shut_until = shut_until(email, place, now)
        if self.shut_until is None and super().validate(**kwargs):
            if not has_second_step(cast(Any, self).user.id):
                forget_failures(email)
            return True
        if self.shut_until is None and email and self.password.data and not self.next.errors:
            with transaction():
                note_failure(email, place, now)
            self.tries_left = tries_left(email, place, now)
            self.shut_until = shut_until(email, place, now)
        if self.shut_until:
            say_too_many()
        return False

    def validate_next(self, field: Field) -> None:
        """Refuse an address that is not ours, once: the library says it in a bar too."""
        if field.data and not validate_redirect_url(field.data):
            field.data = ""
            raise ValidationError("The address to go on to is not ours. Sign in to your start page")

    def problems(self) -> list[tuple[str, str]]:
        """Return (id of the control, sentence) for the summary; the same for every wrong pair."""
        if self.shut_until:
            return [("email", wait_until(self.shut_until))]
        if not self.errors:
            return []
        if self.next.errors:
            return [("email", str(self.next.errors[0]))]
        if not (self.email.data or "").strip():
            return [("email", "Enter your email")]
        if not self.password.data:
            return [("password", "Enter your password")]
        return [("password", NOT_RIGHT)]


def say_too_many() -> None:
    """Let the answer's status say that there were too many tries."""
    after_this_request(_too_many)


def _too_many(response: Response) -> Response:
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return response


def _new_password(label: str, missing: str) -> PasswordField:
    return PasswordField(
        label, [InputRequired(missing), LENGTH], description=PASSWORD_HINT, render_kw=NEW
    )


def _same_again(label: str, name: str) -> PasswordField:
    differs = EqualTo(name, "The two passwords differ.")
    return PasswordField(
        label, [InputRequired("Enter the password again."), differs], render_kw=NEW
    )


class _PasswordAsked:
    """A form of the library that asks for one's own password: wrong ones slow the next try."""

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the form is right; too many wrong passwords are not even looked at."""
        form, email, place = cast(Any, self), current_user.email, request.remote_addr or ""
        now = request_clock().now()
        shut = shut_until(email, place, now)
        if shut is None and super().validate(**kwargs):  # type: ignore[misc]
            return True
        if shut is None and form.password.data and form.password.errors:
            with transaction():
                note_failure(email, place, now)
            shut = shut_until(email, place, now)
        if shut:
            form.password.errors = [f"{wait_until(shut)}."]
            say_too_many()
        return False


class VerifyForm(_PasswordAsked, BaseVerifyForm):
    """One's password once more, where the library asks for a fresh sign-in."""


class ChangePasswordForm(_PasswordAsked, BaseChangePasswordForm):
    """A new password for oneself; the present one is asked."""

    password = PasswordField(
        "Present password",
        validators=[InputRequired("Enter your present password.")],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = _new_password("New password", "Enter a new password.")
    new_password_confirm = _same_again("New password again", "new_password")


class NewPasswordForm(Form):
    """A password chosen, typed twice."""

    password = _new_password("Password", "Choose a password.")
    again = _same_again("Password again", "password")

    def entry(self) -> str:
        """Return the password."""
        return str(self["password"].data)


class CodeForm(Form):
    """A code of the authenticator app, or where the page says so a recovery code."""

    code = StringField(
        "Code",
        validators=[InputRequired("Enter the code."), Length(max=40, message="Be shorter.")],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none"},
    )

    def entry(self) -> str:
        """Return the code as typed."""
        return str(self["code"].data)


class PasswordAgainForm(Form):
    """One's own password, typed once more before something that a thief would do."""

    password = PasswordField(
        "Your password",
        validators=[InputRequired("Enter your password.")],
        render_kw={"autocomplete": "current-password"},
    )

    def entry(self) -> str:
        """Return the password."""
        return str(self["password"].data)


class TokenForm(Form):
    """A new API token: what uses it, what it may read, its last day."""

    name = StringField(
        "Name",
        validators=[
            InputRequired("Enter a name that says what uses it."),
            Length(max=80, message="Use 80 characters at most."),
        ],
    )
    scope = Boxes("May read", validators=[InputRequired("Choose what it may read.")])
    ends_on = DayField("Last day", validators=[InputRequired("Enter its last day.")])

    def __init__(self, offered: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self["scope"].choices = choices((each, permission_words(each)) for each in offered)

    def entry(self) -> NewToken:
        """Return what was asked for."""
        chosen = frozenset(self["scope"].data or ())
        return NewToken(str(self["name"].data), chosen, self["ends_on"].data)


class ForgotPasswordForm(Form):
    email = EmailField(
        "Email",
        validators=[InputRequired("Enter your email.")],
        render_kw={"autocomplete": "username"},
    )

    def entry(self) -> str:
        """Return it as typed."""
        return str(self["email"].data)


class PreferencesForm(Form):
    theme = RadioField(
        "Colors",
        choices=choices([("light", "Light"), ("dark", "Dark"), ("auto", "As the device")]),
        validators=[InputRequired("Choose the colors.")],
    )
    density = RadioField(
        "Rows of tables",
        choices=choices([("comfortable", "Comfortable"), ("compact", "Compact")]),
        validators=[InputRequired("Choose the rows.")],
    )
    keys = RadioField(
        "Single-letter keys",
        choices=choices([("on", "On"), ("off", "Off")]),
        validators=[InputRequired("Choose on or off.")],
    )

    def entry(self) -> dict[str, str]:
        """Return what was chosen, by name."""
        return {name: str(self[name].data) for name in ALLOWED}
