"""Forms of set-up."""

from typing import Any

from wtforms import EmailField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from compliance.accounts.forms import NewPasswordForm
from compliance.core.identifiers import phone_problem
from compliance.setup.rules import BASIS_KEY, DELEGATED_KEY, NAMES, SECOND_NOTICE_KEY
from compliance.web.forms import DayField, Form, choices

NAME = Length(max=200, message="Use 200 characters at most.")
PREFIXES = {"plan_name": "plan.name", "plan_phone": "plan.phone", "plan_email": "plan.email",
            "mbho_name": "mbho.name"}  # fmt: skip


def _is_phone(_form: Form, field: Any) -> None:
    if problem := phone_problem(str(field.data or "")):
        raise ValidationError(problem)


CLOCK_CHOICES = {
    "basis": BASIS_KEY,
    "second_notice": SECOND_NOTICE_KEY,
    "is_delegated": DELEGATED_KEY,
}


class _Names(Form):
    plan_name = StringField(
        NAMES["plan.name"], validators=[InputRequired("Enter the name of the plan."), NAME]
    )
    mbho_name = StringField(NAMES["mbho.name"], validators=[Optional(), NAME])
    plan_phone = StringField(NAMES["plan.phone"], validators=[Optional(), NAME, _is_phone])
    plan_email = EmailField(NAMES["plan.email"], validators=[Optional(), NAME])

    def names(self) -> dict[str, str]:
        """Return the plan's names by their keys."""
        return {key: str(self[field].data or "") for field, key in PREFIXES.items()}


class FirstRunForm(_Names, NewPasswordForm):
    """The plan's names and the first account, its password chosen as everybody's."""

    name = StringField("Your name", validators=[InputRequired("Enter your name."), NAME])
    email = EmailField("Your email", validators=[InputRequired("Enter your email.")])


class PlanForm(_Names):
    from_on = DayField(
        "These names hold from", validators=[InputRequired("Enter the day they hold from.")]
    )

    def entry(self) -> tuple[dict[str, str], Any]:
        """Return the names by their keys, and the day they hold from."""
        return self.names(), self["from_on"].data


class ClocksForm(Form):
    basis = RadioField(
        "Our own date for the completeness notice",
        validators=[InputRequired("Choose how our own date is counted.")],
    )
    second_notice = RadioField(
        "When missing items have arrived",
        choices=choices(
            [
                ("on", "a second notice of the same length runs, as our policy"),
                ("off", "no second notice runs"),
            ]
        ),
        validators=[InputRequired("Choose whether a second notice runs.")],
    )
    is_delegated = RadioField(
        "Who does our own credentialing",
        choices=choices(
            [
                ("no", "we do; an application counts from the day it reached us"),
                ("yes", "a delegate does it for us; the earlier receipt of the two counts"),
            ]
        ),
        validators=[InputRequired("Choose who does our own credentialing.")],
    )
    why = StringField("Why", validators=[Optional(), Length(max=500, message="Be shorter.")])

    def entry(self) -> tuple[dict[str, str], str]:
        """Return what was chosen by its keys, and why."""
        chosen = {key: str(self[name].data) for name, key in CLOCK_CHOICES.items()}
        return chosen, str(self["why"].data or "").strip()
