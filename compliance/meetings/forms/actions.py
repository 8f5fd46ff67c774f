"""Forms of action items."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from compliance.core.states import ACTION_WORDS, ActionState
from compliance.meetings.rules.actions import PRIORITIES, Wanted
from compliance.web.forms import DayField, Form, choices, required

TEXT = Length(max=500, message="Use 500 characters at most.")
Person = tuple[int, str, str]


class ActionForm(Form):
    """A new action item; `people` are (number, name, side), `items` (key, title)."""

    wording = StringField(
        "What is to be done", validators=[required("Say what is to be done."), TEXT]
    )
    owner = SelectField("Owner", validators=[required("Choose the owner.")])
    due_on = DayField("Due", validators=[required("Enter the day it is due.")])
    priority = SelectField("Priority", choices=choices(PRIORITIES.items()))
    item = SelectField("From item", validators=[Optional()])
    evidence = StringField("What shows that it is done", validators=[Optional(), TEXT])

    def __init__(
        self, people: Sequence[Person], items: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        pairs = [(str(number), name) for number, name, _ in people]
        self["owner"].choices = choices(pairs, blank="Choose")
        self["item"].choices = choices(items, blank="No item")
        self._sides = {str(number): side for number, _, side in people}

    def entry(self, meeting_id: int) -> Wanted:
        """Return what is wanted of whom."""
        owner = self["owner"].data
        return Wanted(
            wording=self["wording"].data.strip(),
            owner_id=int(owner),
            side=self._sides[owner],
            due_on=self["due_on"].data,
            priority=self["priority"].data,
            meeting_id=meeting_id,
            item_key=self["item"].data or "",
            evidence=self["evidence"].data or "",
        )


class StateForm(Form):
    """Another state of an action item; only those that this person may give are offered."""

    state = SelectField("New state", validators=[required("Choose a state.")])
    why = StringField("Note or reason", validators=[Optional(), TEXT])

    def __init__(self, offered: Sequence[ActionState], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        pairs = [(each.value, ACTION_WORDS[each].label) for each in offered]
        self["state"].choices = choices(pairs)

    def entry(self) -> tuple[ActionState, str]:
        """Return the state asked for and the words with it."""
        return ActionState(self["state"].data), self["why"].data or ""


class ExtendForm(Form):
    due_on = DayField("New due day", validators=[required("Enter the day.")])
    why = StringField("Reason", validators=[required("Say why it needs longer."), TEXT])
