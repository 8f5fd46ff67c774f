"""Forms of one meeting: its items, its day, what we say of the figures."""

from collections.abc import Sequence
from typing import Any

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from compliance.meetings.forms.series import read_time
from compliance.meetings.services.agenda import ItemValues, Moved
from compliance.web.forms import DayField, Form, choices, required

TEXT = Length(max=2000, message="Use 2,000 characters at most.")


class ItemForm(Form):
    """An item of an agenda; `people` are (number, name) of both sides."""

    title = StringField("Item", validators=[Optional(), Length(max=200)])
    lead = SelectField("Lead", validators=[Optional()])
    minutes = IntegerField("Minutes", validators=[required("Enter its length in minutes.")])
    note = StringField("What it is about", validators=[Optional(), Length(max=300)])
    asks = StringField("What we ask the meeting to decide", validators=[Optional(), TEXT])

    def __init__(self, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        pairs = [(str(number), name) for number, name in people]
        self["lead"].choices = choices(pairs, blank="Nobody yet")

    def entry(self) -> ItemValues:
        """Return what was typed."""
        lead = self["lead"].data
        return ItemValues(
            self["title"].data or "",
            self["minutes"].data,
            int(lead) if lead else None,
            self["note"].data or "",
            self["asks"].data or "",
        )


class NothingForm(Form):
    why = StringField("Why there is nothing to report", validators=[Optional(), TEXT])

    def entry(self) -> str:
        """Return the reason."""
        return self["why"].data or ""


class WhyForm(Form):
    why = StringField("Reason", validators=[required("Say why."), TEXT])

    def entry(self) -> str:
        """Return the reason."""
        return str(self["why"].data)


class MoveForm(Form):
    day = DayField("New day", validators=[required("Enter the day.")])
    at = StringField("Starts, Pacific time", validators=[required("Enter when it starts.")])
    place = StringField("Place or link", validators=[Optional(), Length(max=300)])
    why = StringField("Reason", validators=[required("Say why."), TEXT])

    def entry(self) -> Moved:
        """Return where the meeting moves to."""
        return Moved(
            self["day"].data,
            read_time(self["at"].data),
            self["place"].data or "",
            self["why"].data,
        )


class CommentForm(Form):
    text = TextAreaField("What we say in the meeting", validators=[Optional(), TEXT])

    def entry(self) -> str:
        """Return the text."""
        return self["text"].data or ""


class KeyForm(Form):
    """A form that is a button alone, with its key against a double click."""
