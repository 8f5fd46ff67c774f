"""The form in which a partner types its figures in place."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from wtforms import DecimalField, IntegerField, StringField
from wtforms.validators import Length, Optional

from compliance.kpis.rules.entries import NewValue
from compliance.partners.queries import Measure
from compliance.web.forms import DayField, Form

HALF = "Fill both parts of the figure, or neither."


class FiguresForm(Form):
    """Two fields for each figure, `numerator_R-CR2` and `denominator_R-CR2`, filled or left."""

    data_as_of = DayField("Data as of", validators=[Optional()])
    note = StringField("Note", validators=[Optional(), Length(max=500)])

    @classmethod
    def for_measures(cls, measures: Sequence[Measure], **kwargs: Any) -> "FiguresForm":
        """Return a form with two fields for each figure."""
        fields: dict[str, Any] = {}
        for each in measures:
            kpi = each.now.kpi
            first, second = labels(each)
            fields[f"numerator_{kpi.id}"] = DecimalField(first, validators=[Optional()])
            fields[f"denominator_{kpi.id}"] = IntegerField(second, validators=[Optional()])
        made: FiguresForm = type("FiguresOf", (cls,), fields)(**kwargs)
        return made

    def pair(self, kpi_id: str) -> tuple[Any, Any]:
        """Return the two fields of a figure."""
        return self[f"numerator_{kpi_id}"], self[f"denominator_{kpi_id}"]

    def are_whole(self, measures: Sequence[Measure]) -> bool:
        """Return whether no figure is half filled; says so at the empty field."""
        for each in measures:
            pair = self.pair(each.now.kpi.id)
            empty = [field for field in pair if field.data is None]
            if len(empty) == 1:
                empty[0].errors = [HALF]
        return not any(field.errors for field in self)

    def entries(self, measures: Sequence[Measure]) -> Iterator[NewValue]:
        """Yield what was typed, figure by figure."""
        for each in measures:
            numerator, denominator = (field.data for field in self.pair(each.now.kpi.id))
            if numerator is None or denominator is None:
                continue
            yield NewValue(
                kpi_id=each.now.kpi.id,
                entity=each.now.entity,
                period=each.now.period,
                numerator=float(numerator),
                denominator=denominator,
                data_as_of=self._data_as_of(),
                note=self["note"].data or "",
            )

    def _data_as_of(self) -> date | None:
        found: date | None = self["data_as_of"].data
        return found


def labels(measure: Measure) -> tuple[str, str]:
    """Return what the two fields of a figure are called."""
    kpi, month = measure.now.kpi, measure.now.period.words
    if kpi.unit == "days":
        return f"{kpi.heading}: median days, {month}", f"{kpi.heading}: cases, {month}"
    return f"{kpi.heading}: part, {month}", f"{kpi.heading}: of, {month}"
