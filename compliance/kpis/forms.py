"""Forms of figures: values of a month, a target, an ask. Shape of input only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from compliance.core.errors import BadValue
from compliance.core.kpis import Kpi
from compliance.web.forms import DayField, Form, required

LONGEST = 500


@dataclass(frozen=True)
class TypedValue:
    """What was typed for one figure; both parts or neither."""

    kpi_id: str
    numerator: str
    denominator: str


class FiguresForm(Form):
    data_as_of = DayField("Data as of")
    note = StringField("Note", validators=[Length(max=LONGEST)])
    reason = StringField(
        "Why a figure changes",
        validators=[Length(max=LONGEST)],
        description="Needed where a figure above was reported before; the old one is kept.",
    )

    kpis: tuple[Kpi, ...] = ()

    def entry(self) -> list[TypedValue]:
        """Return the figures that anything was typed for."""
        typed = [
            TypedValue(each.id, _text(self, numerator_of(each)), _text(self, denominator_of(each)))
            for each in self.kpis
        ]
        return [each for each in typed if each.numerator or each.denominator]

    def refuse_value(self, kpi: Kpi, error: Exception) -> None:
        """Show what is wrong with one figure at its own field."""
        name = error.field if isinstance(error, BadValue) else ""
        field = {"numerator": numerator_of(kpi), "denominator": denominator_of(kpi)}.get(name, name)
        self.refuse(BadValue(str(error), field) if field in self else error)


def numerator_of(kpi: Kpi) -> str:
    """Return the name of a figure's first field."""
    return f"n_{kpi.id}"


def denominator_of(kpi: Kpi) -> str:
    """Return the name of a figure's second field."""
    return f"d_{kpi.id}"


def figures_form(kpis: Sequence[Kpi], today: date, given: dict[str, Any]) -> FiguresForm:
    """Return the form with two fields for each figure, filled with what stands."""
    fields: dict[str, Any] = {"kpis": tuple(kpis)}
    for each in kpis:
        is_time = each.unit == "days"
        fields[numerator_of(each)] = StringField("Median, days" if is_time else "Count")
        fields[denominator_of(each)] = StringField("Cases" if is_time else "Of")
    made: type[FiguresForm] = type("MonthForm", (FiguresForm,), fields)
    return made(today=today, data=given)


def _text(form: Form, name: str) -> str:
    return str(form[name].data or "").strip()


class TargetForm(Form):
    target = StringField(
        "Target",
        validators=[required("Enter a target.")],
        description="A number, beat_last_year, or none.",
    )
    from_on = DayField("From", validators=[required("Enter the first day it holds on.")])
    why = TextAreaField("Why", validators=[required("Say why this is the target.")])

    def entry(self) -> tuple[str, date, str]:
        """Return target, first day and reason."""
        return self["target"].data.strip(), self["from_on"].data, self["why"].data


class AskForm(Form):
    needed_on = DayField("Needed by", validators=[required("Enter the day you need them by.")])

    def entry(self) -> date:
        """Return the day needed."""
        day: date = self["needed_on"].data
        return day
