"""The one page that a series is started on."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from compliance.core.agendas import StandingItem
from compliance.core.dates import WEEKDAYS_IN_FULL
from compliance.core.errors import BadValue
from compliance.meetings.rules.series import (
    CADENCE_WORDS,
    MBHO,
    PLAN,
    WEEKS,
    Seat,
    Settled,
)
from compliance.web.forms import DayField, Form, choices, required

OPEN_WEEKDAYS = 5
SEPARATORS = (":", ".")


def read_time(text: str) -> time:
    """Return the time of day that somebody typed: 10:00, 9.30 or 14.

    Raises:
        BadValue: no such time.
    """
    typed = text.strip()
    for separator in SEPARATORS:
        typed = typed.replace(separator, ":")
    hours, _, minutes = typed.partition(":")
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise BadValue(f"{text} is not a time of day. Use 10:00 or 14:30.", "at") from None


def _several(label: str, message: str) -> Any:
    return SelectMultipleField(
        label,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(message)],
    )


class SeriesForm(Form):
    """Everything a series settles; `people` are (number, name) of each side."""

    name = StringField("Name", validators=[required("Name the series."), Length(max=120)])
    cadence = SelectField("How often", choices=choices(CADENCE_WORDS.items()))
    week = SelectField("Week of the month", choices=choices(WEEKS.items()))
    weekday = SelectField(
        "Weekday",
        choices=choices((str(at), WEEKDAYS_IN_FULL[at]) for at in range(OPEN_WEEKDAYS)),
    )
    from_on = DayField("First meeting on or after", validators=[required("Enter the first day.")])
    at = StringField("Starts, Pacific time", validators=[required("Enter when it starts.")])
    minutes = IntegerField(
        "Minutes",
        validators=[required("Enter its length."), NumberRange(5, 480, "Give 5 to 480 minutes.")],
    )
    place = StringField("Place or link", validators=[Optional(), Length(max=300)])
    pack_days = IntegerField(
        "Pack goes out, business days before",
        validators=[required("Enter a number."), NumberRange(0, 30, "Give 0 to 30 days.")],
    )
    chair = SelectField("Chair", validators=[required("Choose the chair.")])
    co_chair = SelectField("Co-chair", validators=[Optional()])
    plan_people = _several("People of the plan", "Choose at least one person of the plan.")
    mbho_people = _several("People of the MBHO", "Choose at least one person of the MBHO.")
    items = _several("Standing items", "Choose the standing items.")
    groups = StringField("Groups it brings together", validators=[Optional(), Length(max=200)])

    def __init__(
        self,
        sides: Mapping[str, Sequence[tuple[int, str]]],
        items: Sequence[StandingItem],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        plan = [(str(number), name) for number, name in sides[PLAN]]
        mbho = [(str(number), name) for number, name in sides[MBHO]]
        self["chair"].choices = choices(plan, blank="Choose")
        self["co_chair"].choices = choices(mbho, blank="Nobody")
        self["plan_people"].choices = choices(plan)
        self["mbho_people"].choices = choices(mbho)
        self["items"].choices = choices((each.key, _item_words(each)) for each in items)
        self._items = items

    def entry(self, organizer_id: int | None, kept: Mapping[str, int]) -> Settled:
        """Return what the series settles; `kept` gives lengths that differ from the template.

        Required items are always among them.
        """
        chosen = set(self["items"].data or ())
        return Settled(
            name=self["name"].data.strip(),
            cadence=self["cadence"].data,
            week=int(self["week"].data),
            weekday=int(self["weekday"].data),
            from_on=self["from_on"].data,
            at=read_time(self["at"].data),
            minutes=self["minutes"].data,
            place=(self["place"].data or "").strip(),
            organizer_id=organizer_id,
            seats=tuple(self._seats()),
            minutes_of={
                each.key: kept.get(each.key, each.minutes)
                for each in self._items
                if each.required or each.key in chosen
            },
            pack_days=self["pack_days"].data,
            groups=(self["groups"].data or "").strip(),
        )

    def _seats(self) -> list[Seat]:
        chair, co_chair = int(self["chair"].data or 0), int(self["co_chair"].data or 0)
        plan = {chair, *map(int, self["plan_people"].data)} - {0}
        mbho = {co_chair, *map(int, self["mbho_people"].data)} - {0}
        parts = {chair: "chair", co_chair: "co_chair"}
        found = [Seat(each, PLAN, parts.get(each, "member")) for each in sorted(plan)]
        return found + [Seat(each, MBHO, parts.get(each, "member")) for each in sorted(mbho)]


def _item_words(each: StandingItem) -> str:
    """Return what stands beside an item's box."""
    kept = ", required by the policy" if each.required else ""
    return f"{each.title}, {each.minutes} min{kept}"
