"""Forms of sign-in, of one's own account, and of the invitation's first password."""

from flask_security.forms import ChangePasswordForm as BaseChangePasswordForm
from flask_security.forms import LoginForm
from wtforms import EmailField, PasswordField, RadioField
from wtforms.validators import EqualTo, InputRequired, Length

from compliance.web.forms import Form, choices
from compliance.web.preferences import ALLOWED

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
NOT_RIGHT = "The email or password is not right"
LENGTH = Length(
    SHORTEST_PASSWORD,
    LONGEST_PASSWORD,
    f"Use {SHORTEST_PASSWORD} characters or more, {LONGEST_PASSWORD} at most.",
)
PASSWORD_HINT = f"{SHORTEST_PASSWORD} characters or more. Three or four words make a good one."
NEW = {"autocomplete": "new-password"}


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

    def problems(self) -> list[tuple[str, str]]:
        """Return (id of the control, sentence) for the summary; the same for every wrong pair."""
        if not self.errors:
            return []
        if self.next.errors:
            return [("email", "The address to go on to is not ours. Sign in to your start page")]
        if not (self.email.data or "").strip():
            return [("email", "Enter your email")]
        if not self.password.data:
            return [("password", "Enter your password")]
        return [("password", NOT_RIGHT)]


class ChangePasswordForm(BaseChangePasswordForm):
    """A new password for oneself; the present one is asked."""

    password = PasswordField(
        "Present password",
        validators=[InputRequired("Enter your present password.")],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        "New password",
        validators=[InputRequired("Enter a new password."), LENGTH],
        render_kw=NEW,
    )
    new_password_confirm = PasswordField(
        "New password again",
        validators=[
            InputRequired("Enter the new password again."),
            EqualTo("new_password", "The two new passwords differ."),
        ],
        render_kw=NEW,
    )


class FirstPasswordForm(Form):
    password = PasswordField(
        "Password", validators=[InputRequired("Choose a password."), LENGTH], render_kw=NEW
    )
    again = PasswordField(
        "Password again",
        validators=[
            InputRequired("Enter the password again."),
            EqualTo("password", "The two passwords differ."),
        ],
        render_kw=NEW,
    )

    def entry(self) -> str:
        """Return the password."""
        return str(self["password"].data)


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


__all__ = [
    "PASSWORD_HINT",
    "ChangePasswordForm",
    "FirstPasswordForm",
    "PreferencesForm",
    "SignInForm",
]
