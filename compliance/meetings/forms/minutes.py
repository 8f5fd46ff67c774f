"""Forms of minutes."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from compliance.meetings.rules.agenda import Minuted
from compliance.meetings.rules.minutes import ATTENDANCE, DECISIONS
from compliance.web.forms import Form, choices, required

TEXT = Length(max=4000, message="Use 4,000 characters at most.")


class MinutedForm(Form):
    note = TextAreaField("What was said", validators=[Optional(), TEXT])
    decision = TextAreaField("What was decided", validators=[Optional(), TEXT])
    decision_kind = SelectField(
        "Kind of decision",
        choices=choices(DECISIONS.items(), blank="No decision"),
        validators=[Optional()],
    )

    def entry(self) -> Minuted:
        """Return what the minutes say."""
        return Minuted(
            (self["note"].data or "").strip(),
            (self["decision"].data or "").strip(),
            self["decision_kind"].data or "",
        )


class AttendanceForm(Form):
    """Who was there: one choice for each person, `person_12`, and guests besides."""

    guests = StringField("Guests and substitutes", validators=[Optional(), Length(max=500)])

    @classmethod
    def for_people(cls, people: Sequence[tuple[int, str]], **kwargs: Any) -> "AttendanceForm":
        """Return a form with a choice for each person, present unless said otherwise."""
        fields = {
            f"person_{number}": SelectField(
                name, choices=choices(ATTENDANCE.items()), default="present"
            )
            for number, name in people
        }
        made: Any = type("AttendanceOf", (cls,), fields)
        return made(**kwargs)  # type: ignore[no-any-return]

    def entry(self, people: Sequence[tuple[int, str]]) -> tuple[dict[int, str], str]:
        """Return who was there by number, and the guests."""
        there = {number: str(self[f"person_{number}"].data) for number, _ in people}
        return there, self["guests"].data or ""


class AddendumForm(Form):
    text = TextAreaField("Addendum", validators=[required("Write what is to be added."), TEXT])

    def entry(self) -> str:
        """Return the text."""
        return str(self["text"].data)
