"""Forms of the table of financial responsibility."""

from datetime import date
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from compliance.contracts.rules.rows import DofrRow
from compliance.contracts.services.rows import RowValues
from compliance.core.responsibility import ENTITIES, PAYMENTS
from compliance.core.rulebook import Rulebook
from compliance.web.forms import DayField, Form, choices, required

LONGEST_CITATION = 300
LONGEST_REASON = 4000
REASON = "Write the reason: it is kept with the row."


class RowForm(Form):
    family = SelectField("Codes", choices=[])
    line = SelectField("Line of business", choices=[])
    group_key = SelectField("Medical group", choices=[])
    entity = SelectField("Who is at risk", choices=choices(ENTITIES.items()))
    payment = SelectField("How it is paid", choices=choices(PAYMENTS.items()))
    citation = StringField(
        "Contract and clause",
        validators=[required("Name the contract and its clause."), Length(max=LONGEST_CITATION)],
        description="For example, Plan-to-plan contract 2026, exhibit B, line 14",
    )
    from_on = DayField("Holds from", validators=[required("Enter the first day.")])
    until_on = DayField("Holds until", description="The first day on which it no longer holds")
    why = TextAreaField("Reason", validators=[Optional(), Length(max=LONGEST_REASON)])

    def offer(self, book: Rulebook, groups: list[tuple[str, str]]) -> None:
        """Fill the choices that the rules and the directory give."""
        families = ((each.code, f"{each.title}: {each.first} …") for each in book.families.values())
        self["family"].choices = choices(families)
        self["line"].choices = choices((each.code, each.title) for each in book.lines.values())
        self["group_key"].choices = choices(groups, blank="Any medical group")

    def changed(self, row: DofrRow) -> tuple[RowValues, date, str]:
        """Return the row's values with what was typed, from which day, and the reason."""
        said = {**vars(row), **self.data}
        named = {name: str(said[name] or "").strip() for name in RowValues.__dataclass_fields__}
        return RowValues(**named), said["from_on"], str(said["why"] or "").strip()

    def entry(self) -> tuple[RowValues, date, date | None, str]:
        """Return what the row says, its days and the reason."""
        data: dict[str, Any] = self.data
        named = {name: str(data[name] or "").strip() for name in RowValues.__dataclass_fields__}
        return RowValues(**named), data["from_on"], data["until_on"], str(data["why"] or "").strip()


class EndForm(Form):
    until_on = DayField(
        "Holds until",
        validators=[required("Enter the day.")],
        description="The first day on which it no longer holds",
    )
    why = TextAreaField("Reason", validators=[required(REASON), Length(max=LONGEST_REASON)])

    def entry(self) -> tuple[date, str]:
        """Return the day and the reason."""
        return self.until_on.data, str(self.why.data or "").strip()
