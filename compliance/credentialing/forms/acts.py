"""Forms of the everyday acts on one application. Each carries the newest fact it was opened on."""

from collections.abc import Iterable

from wtforms import (
    BooleanField,
    FileField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, Regexp
from wtforms.widgets import HiddenInput

from compliance.web.forms import Boxes, DayField, Form, choices, required

LONGEST_LINE = 120
NO_ENTRY = "There is no such entry. Choose one from the list."
WHY = "Give the reason; it is kept with the record."
CHECKS = (
    ("npi", "NPI and name match"),
    ("caqh", "CAQH profile attested"),
    ("license", "License in good standing"),
    ("malpractice", "Malpractice cover"),
    ("exclusions", "Exclusions"),
    ("npdb", "NPDB query"),
    ("education", "Education and training"),
    ("work_history", "Work history, 5 years"),
    ("dea", "DEA registration"),
    ("board_certification", "Board certification"),
)
RESULTS = (
    ("verified", "Verified, nothing found"),
    ("finding", "Something to review"),
    ("no_answer", "Asked, no answer yet"),
)
ENDINGS = (
    ("withdrawn", "Withdrawn by the applicant"),
    ("closed", "Closed, no answer from the applicant"),
    ("not_eligible", "Not eligible: the plan does not take this role"),
    ("void", "Entered in error"),
)


class ActForm(Form):
    seen = IntegerField(widget=HiddenInput(), validators=[required("Open the page again.")])


class CheckForm(ActForm):
    check = SelectField("Check", choices=choices(CHECKS))
    source = StringField(
        "Source",
        validators=[required("Name the source that was asked."), Length(max=200)],
        description="For example, Board of Behavioral Sciences",
    )
    result = SelectField("Result", choices=choices(RESULTS))
    day = DayField("Checked on", validators=[required("Enter the day it was checked.")])
    text = TextAreaField("What it said", validators=[Optional(), Length(max=4000)])
    all_verified = BooleanField("This was the last check by a third party")


class DecisionForm(ActForm):
    decision = SelectField(
        "Decision",
        choices=choices((("approved", "Approved"), ("denied", "Not approved"))),
    )
    day = DayField("Decided on", validators=[required("Enter the day of the decision.")])
    why = TextAreaField(
        "Reason",
        validators=[Optional(), Length(max=4000)],
        description="Needed when the decision is late; it is kept with the decision",
    )


class DayForm(ActForm):
    day = DayField("Day", validators=[required("Enter the day.")])


class CommitteeForm(ActForm):
    day = DayField("The committee meets on", validators=[required("Enter the day it meets.")])


class DeferralForm(DayForm):
    why = TextAreaField("Reason", validators=[required(WHY), Length(max=4000)])


class ArrivalForm(ActForm):
    item = SelectField("Item", validators=[required("Choose the item that arrived.")])
    day = DayField(
        "Arrived on",
        validators=[required("Enter the day it arrived.")],
        description="The day it reached the department, not the day it was looked at",
    )


class AssignForm(ActForm):
    owner = SelectField("Owner")


class NoteForm(ActForm):
    text = TextAreaField("Note", validators=[required("Write the note."), Length(max=4000)])


class AnywayForm(ActForm):
    why = TextAreaField("Reason", validators=[required(WHY), Length(max=4000)])


class ContactForm(ActForm):
    channel = SelectField(
        "How",
        choices=choices((("phone", "Phone"), ("email", "Email"), ("letter", "Letter"))),
    )
    text = TextAreaField(
        "What was said", validators=[required("Say what was said."), Length(max=4000)]
    )
    follow_up_on = DayField("Follow up on", validators=[Optional()])


class DocumentForm(ActForm):
    file = FileField("File", validators=[required("Choose a file.")])
    item = SelectField("Answers the item", description="Its arrival is recorded with the file")
    day = DayField("Arrived on", validators=[required("Enter the day it arrived.")])


class EndForm(ActForm):
    kind = SelectField("What happened", choices=choices(ENDINGS))
    day = DayField("On", validators=[required("Enter the day.")])
    why = TextAreaField("Reason", validators=[Optional(), Length(max=4000)])


class ReopenForm(ActForm):
    why = TextAreaField("Reason", validators=[required(WHY), Length(max=4000)])


class ReopenIncompleteForm(ReopenForm):
    items = Boxes("Missing items")


class MergeForm(ReopenForm):
    into = StringField(
        "Merge into application",
        validators=[required("Enter the number of the other application.")],
        description="The earlier file, for example APP-1042",
    )
    shown = StringField(widget=HiddenInput())  # the file that was shown beside this one


class CorrectDateForm(ActForm):
    which = SelectField("Date to correct")
    day = DayField("Right date", validators=[required("Enter the right date.")])
    why = TextAreaField("Reason", validators=[required(WHY), Length(max=4000)])


class TakeBackForm(ReopenForm):
    fact = SelectField(  # one that was just taken back stays valid, so that a double click is one
        "Entry to take back",
        validators=[required("Choose the entry."), Regexp(r"\d{1,15}$", message=NO_ENTRY)],
        validate_choice=False,
    )
    lines: tuple[tuple[str, str], ...] = ()

    def offer(self, entries: Iterable[tuple[int, str]]) -> None:
        """Fill in which entries may be taken back, each with its line of the timeline."""
        self.lines = tuple((str(number), line[:LONGEST_LINE]) for number, line in entries)
        self["fact"].choices = choices(self.lines, blank="Choose an entry")


class FoundCompleteForm(DayForm):
    not_needed = Boxes(
        "Not needed",
        validators=[Optional()],
        description="Items that were asked for and are not needed after all",
    )
