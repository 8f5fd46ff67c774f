"""Forms of the acts on one duty. Each carries the newest fact its page was opened on."""

from wtforms import (
    BooleanField,
    FileField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from compliance.policies.services.attesting import NewEvent
from compliance.web.forms import DayField, Form, required

LONGEST = 4000
WHY = "Give the reason; it is kept with the record."


class ActForm(Form):
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])

    @property
    def opened_on(self) -> int:
        """Return the newest fact that the page showed."""
        return int(self["seen"].data or 0)


class EvidenceForm(ActForm):
    piece = SelectField("What it proves")
    file = FileField("File", validators=[Optional()], description="PDF, picture, text or office")
    url = StringField(
        "Or the address of a page",
        validators=[Optional(), Length(max=2000)],
        description="It begins with https://",
    )
    name = StringField(
        "Name", validators=[Optional(), Length(max=200)], description="As people will look for it"
    )
    covers_on = DayField("Holds from", validators=[required("Enter the day it holds from.")])


class ReviewForm(ActForm):
    why = TextAreaField(
        "Reason",
        validators=[Optional(), Length(max=LONGEST)],
        description="Needed where it is sent back. Whoever added it gets it by mail.",
    )


class ReasonForm(ActForm):
    why = TextAreaField(
        "What is done about it",
        validators=[
            required("Say what is done about it, by whom and by when."),
            Length(max=LONGEST),
        ],
        description="By whom, by when. It is kept with the attestation.",
    )


class MoreTimeForm(ActForm):
    due_on = DayField("New day", validators=[required("Enter the new day.")])
    why = TextAreaField("Reason", validators=[required(WHY), Length(max=LONGEST)])


class EventForm(ActForm):
    what = StringField(
        "What happened", validators=[required("Say what happened."), Length(max=500)]
    )
    happened_on = DayField("On", validators=[required("Enter the day it happened.")])

    def entry(self) -> NewEvent:
        """Return the event."""
        return NewEvent(str(self["what"].data), self["happened_on"].data)


class AttestForm(ActForm):
    sure = BooleanField(
        "I have reviewed the evidence above. To my knowledge the plan meets this responsibility "
        "from the day I sign.",
        validators=[required("Tick the box, or go back.")],
    )
