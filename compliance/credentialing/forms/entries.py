"""The entry form: one application as it was received."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from compliance.core.identifiers import us_state_problem
from compliance.core.rulebook import Rulebook
from compliance.credentialing.rules.clocks import DELEGATED_KEY, receipt_day
from compliance.credentialing.rules.entries import Dates, Entry, address_problem
from compliance.credentialing.services.receive import Received
from compliance.web.forms import Boxes, DayField, Form, choices, required

LONGEST = 500
SHORT = [Optional(), Length(max=LONGEST, message=f"Use at most {LONGEST} characters.")]
MODELS = (("none", "None"), ("pcbh", "PCBH"), ("cocm", "CoCM"))
DESTINATIONS = (("plan", "The plan"), ("mbho", "The MBHO"))
CLASSES = (
    ("bh", "Behavioral health (7 and 60 days)"),
    ("non_bh", "Other (AB 1041, 10 and 90 days)"),
)


def sound(problem: Callable[[str], str | None]) -> Any:
    """Return a validator that refuses what `problem` finds wrong.

    A value that stands on the record like that already may stay: it is what was received.
    """

    def check(_form: Any, field: Any) -> None:
        typed = str(field.data or "").strip()
        if typed and typed != field.object_data and (message := problem(typed)):
            raise ValidationError(message)

    return check


class EntryForm(Form):
    last_name = StringField(
        "Last name",
        validators=[
            required("Enter the last name."),
            Length(max=LONGEST, message="Use at most 500 characters."),
        ],
    )
    first_name = StringField("First name", validators=SHORT)
    npi = StringField("NPI", validators=SHORT, description="10 digits, starts with 1 or 2")
    role = SelectField("Role", validators=[required("Choose the role.")])
    provider_class = SelectField(
        "Delivers",
        choices=choices(CLASSES, blank="As the role says"),
        description="Needed for MD, DO, NP and PA: it picks the clocks",
    )
    license_number = StringField("License or registration number", validators=SHORT)
    license_state = StringField(
        "License state", validators=[*SHORT, sound(us_state_problem)], description="2 letters"
    )
    caqh_id = StringField("CAQH number", validators=SHORT, description="8 digits")
    email = StringField(
        "Applicant's email",
        validators=[*SHORT, sound(address_problem)],
        description="Notices go here",
    )
    practice_name = StringField("Practice", validators=SHORT)
    practice_npi = StringField("Practice's NPI", validators=SHORT)
    tin = StringField("Practice's tax number", validators=SHORT, description="9 digits")
    contact_email = StringField(
        "Practice's credentialing contact",
        validators=[*SHORT, sound(address_problem)],
        description="Gets a copy of notices",
    )
    model = SelectField("Model", choices=choices(MODELS))
    lines = Boxes("Lines of business", validators=[Optional()])
    destination = SelectField("Sent to", choices=choices(DESTINATIONS))
    delegate = SelectField(
        "Which MBHO", validators=[Optional()], description="Where it was sent to an MBHO"
    )
    supervisor_npi = StringField(
        "Supervisor's NPI", validators=SHORT, description="For associate-level roles"
    )

    def __init__(
        self,
        *,
        book: Rulebook,
        today: date | None = None,
        delegates: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(today=today, **kwargs)
        if len(delegates or {}) > 1:
            self.delegate.choices = choices((delegates or {}).items(), blank="None")
        else:
            del self["delegate"]
        roles = ((code, f"{code}, {role.title}") for code, role in book.roles.items())
        self.role.choices = choices(roles, blank="Choose a role")
        self.lines.choices = choices((code, line.title) for code, line in book.lines.items())

    def values(self) -> Entry:
        """Return what was typed as the values of an application."""
        typed = {name: str(self[name].data or "").strip() for name in _TEXTS if name in self}
        return Entry(**typed, lines=tuple(self.lines.data or ()))


_TEXTS = (
    "last_name", "first_name", "npi", "role", "provider_class", "license_number", "license_state",
    "caqh_id", "email", "practice_name", "practice_npi", "tin", "contact_email", "model",
    "destination", "delegate", "supervisor_npi",
)  # fmt: skip


class ReceiveApplicationForm(EntryForm):
    received_on = DayField(
        "Date received",
        validators=[required("Enter the date received.")],
        description="For example, 11/13/2026. Both clocks count from this date.",
    )
    delegate_received_on = DayField(
        "Received by our delegate",
        validators=[Optional()],
        description="If it went there first: both clocks count from the earlier day",
    )
    channel = StringField("How it came", validators=SHORT, description="Portal, mail, CAQH, fax")

    def __init__(self, *, book: Rulebook, **kwargs: Any) -> None:
        super().__init__(book=book, **kwargs)
        self.book = book
        if book.choice(DELEGATED_KEY, "no") != "yes":
            del self["delegate_received_on"]

    def entry(self, owner_id: int | None) -> Received:
        """Return the application to be received, owned by whoever enters it."""
        given = "delegate_received_on"
        by_delegate = self[given].data if given in self else None
        return Received(
            entry=self.values(),
            dates=Dates(receipt_day(self.received_on.data, by_delegate, self.book)),
            owner_id=owner_id,
            channel=str(self.channel.data or "").strip(),
            delegate_received_on=by_delegate,
        )


class CorrectValuesForm(EntryForm):
    seen = IntegerField(widget=HiddenInput(), validators=[required("Open the page again.")])
    why = StringField("Reason", validators=[required("Give the reason; it is kept.")])
