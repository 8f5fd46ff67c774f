"""Forms of the people page and the rules page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import (
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from compliance.accounts.queries import PersonRow
from compliance.accounts.services import NewPerson, Place
from compliance.core.permissions import ROLES
from compliance.core.sign_in import IDLE_MINUTES, WHOLE_HOURS, SignInRules
from compliance.directory.rules import ORGANIZATION_KINDS
from compliance.directory.services import OrganizationValues
from compliance.retention.rules import SUBJECTS
from compliance.retention.services import NewHold
from compliance.web.forms import Boxes, DayField, Form, choices

NOBODY = "Nobody"
PLAN = "The plan"
BASES = {
    "stricter": "the stricter reading",
    "statute": "the statute alone",
    "policy": "our policy alone",
}
NAME = Length(max=200, message="Use 200 characters at most.")
WORDS = Length(max=2000, message="Use 2,000 characters at most.")
DEPARTMENT = Length(max=80, message="Use 80 characters at most.")


def _within(limits: tuple[int, int, int]) -> list[Any]:
    fewest, _, most = limits
    words = f"Enter a number from {fewest} to {most}."
    return [InputRequired(words), NumberRange(fewest, most, words)]


def _roles_field() -> Any:
    return SelectMultipleField(
        "Roles",
        choices=choices(ROLES.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired("Choose at least one role.")],
    )


class SignInRulesForm(Form):
    """How long a session lasts, and which roles must have a second step."""

    idle_minutes = IntegerField("Minutes without a page", validators=_within(IDLE_MINUTES))
    whole_hours = IntegerField("Hours in all", validators=_within(WHOLE_HOURS))
    second_step = Boxes("Roles that must have a second step", choices=choices(ROLES.items()))
    why = StringField("Why", validators=[Optional(), Length(max=500, message="Be shorter.")])

    def entry(self) -> tuple[SignInRules, str]:
        """Return the rules chosen, and why."""
        rules = SignInRules(
            self["idle_minutes"].data,
            self["whole_hours"].data,
            frozenset(self["second_step"].data or ()),
        )
        return rules, str(self["why"].data or "").strip()


class _Placed(Form):
    """A form with department, supervisor and organization.

    `people` are those who may supervise, `organizations` the MBHOs by key and name.
    """

    department = StringField("Department", validators=[Optional(), DEPARTMENT])
    supervisor = SelectField("Supervisor", validators=[Optional()])
    organization = SelectField("Works for, MBHO partners only", validators=[Optional()])

    def __init__(
        self,
        people: Sequence[PersonRow],
        organizations: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self["organization"].choices = choices(organizations, blank=PLAN)
        pairs = [(str(each.id), each.name) for each in people]
        self["supervisor"].choices = choices(pairs, blank=NOBODY)

    @property
    def supervisor_id(self) -> int | None:
        """Return the number of the supervisor chosen, or None for nobody."""
        chosen = self["supervisor"].data
        return int(chosen) if chosen else None


class InvitePersonForm(_Placed):
    name = StringField("Name", validators=[InputRequired("Enter a name."), NAME])
    email = EmailField("Email", validators=[InputRequired("Enter an email address.")])
    roles = _roles_field()

    def entry(self) -> NewPerson:
        """Return who is invited."""
        return NewPerson(
            email=self["email"].data,
            name=self["name"].data,
            roles=frozenset(self["roles"].data),
            department=self["department"].data or "",
            supervisor_id=self.supervisor_id,
            organization=self["organization"].data or "",
        )


class PersonForm(_Placed):
    name = StringField("Name", validators=[InputRequired("Enter a name."), NAME])
    roles = _roles_field()
    from_on = DayField(
        "Department and supervisor from", validators=[InputRequired("Enter the day of the change.")]
    )

    def entry(self) -> tuple[str, frozenset[str], Place]:
        """Return name, roles and place."""
        department = self["department"].data or ""
        place = Place(self["from_on"].data, department, self.supervisor_id)
        return self["name"].data, frozenset(self["roles"].data), place


class ReleaseForm(Form):
    restored = RadioField(
        "Messages that came with the backup",
        choices=choices(
            {
                "cancel": "Take them back: they went out before, or are no longer wanted",
                "send": "Let them go out: they never left the lost instance",
            }.items()
        ),
        validators=[InputRequired("Choose what becomes of the messages that wait.")],
    )

    def is_cancelling(self) -> bool:
        """Return whether the restored messages are taken back."""
        return bool(self["restored"].data == "cancel")


class OrganizationForm(Form):
    kind = SelectField("Kind", choices=choices(ORGANIZATION_KINDS.items()))
    name = StringField("Name", validators=[InputRequired("Enter a name."), NAME])
    short_name = StringField("Short name", validators=[Optional(), DEPARTMENT])
    phone = StringField("Phone", validators=[Optional(), Length(max=40)])
    email = EmailField("Email", validators=[Optional(), NAME])
    from_on = DayField("Holds from", validators=[InputRequired("Enter the day it holds from.")])

    def entry(self) -> tuple[OrganizationValues, date]:
        """Return the values, and the day they hold from."""
        names = ("kind", "name", "short_name", "phone", "email")
        typed = {name: str(self[name].data or "").strip() for name in names}
        return OrganizationValues(**typed), self["from_on"].data


class LegalHoldForm(Form):
    scope = TextAreaField("What is held", validators=[InputRequired("Say what is held."), WORDS])
    subject_kind = SelectField(
        "One record", choices=choices(SUBJECTS.items(), blank="None"), validators=[Optional()]
    )
    subject_ref = StringField("Its reference", validators=[Optional(), Length(max=64)])
    reason = TextAreaField("Reason", validators=[InputRequired("Give the reason."), WORDS])

    def entry(self) -> NewHold:
        """Return the hold that is asked for."""
        names = ("scope", "reason", "subject_kind", "subject_ref")
        return NewHold(**{name: str(self[name].data or "").strip() for name in names})


class ReleaseHoldForm(Form):
    why = TextAreaField(
        "Why it is released", validators=[InputRequired("Give the reason; it is kept."), WORDS]
    )

    def entry(self) -> str:
        """Return the reason."""
        return str(self["why"].data or "")


class _KnownBasis:
    field_flags: Mapping[str, bool] = {"required": True}

    def __call__(self, _form: Form, field: Any) -> None:
        if field.data not in BASES:
            raise ValidationError(
                f"{field.data or 'Nothing'} is no way to count our own date. "
                f"Choose {', '.join(list(BASES)[:-1])} or {list(BASES)[-1]}."
            )


class ExplainClockForm(Form):
    """A clock to be explained; an address that names no basis means the stricter one."""

    start = DayField("Counted from", validators=[InputRequired("Enter the day it starts.")])
    basis = RadioField(
        "Our own date by",
        choices=choices(BASES.items()),
        default="stricter",
        validate_choice=False,
        validators=[_KnownBasis()],
    )

    def entry(self) -> tuple[date, str]:
        """Return the starting day and the basis."""
        return self["start"].data, str(self["basis"].data)


class ConfirmForm(Form):
    why = StringField(
        "How it was confirmed", validators=[Optional(), Length(max=500, message="Be shorter.")]
    )

    def entry(self) -> str:
        """Return how it was confirmed."""
        return str(self["why"].data or "").strip()
