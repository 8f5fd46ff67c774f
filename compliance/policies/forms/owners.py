"""Forms of owners, leads and the day of adoption."""

from datetime import timedelta
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from compliance.core.duties import PARTS, Part
from compliance.policies.services.owners import Assignment
from compliance.web.forms import DayField, Form, choices, required

ONE_DAY = timedelta(days=1)
PART_WORDS = {
    Part.ACCOUNTABLE: "Accountable: answers for it, one person at a time",
    Part.RESPONSIBLE: "Responsible: does the work",
    Part.CONSULTED: "Consulted",
    Part.INFORMED: "Informed",
    Part.DEPUTY: "Deputy: acts while the owner is away",
}
WHO = "Choose a person."


class PersonForm(Form):
    """A form that names somebody; the page fills in who there is."""

    person = SelectField("Person", validators=[required(WHO)])

    def offer(self, people: list[tuple[str, str]]) -> None:
        """Offer the people who may be chosen."""
        self["person"].choices = choices(people, blank="Choose a person")


class AssignForm(PersonForm):
    part = SelectField(
        "Part",
        choices=choices([(each.value, PART_WORDS[each]) for each in PARTS]),
        default=Part.ACCOUNTABLE.value,
    )
    from_on = DayField("From", validators=[required("Enter the first day.")])
    last_on = DayField("To", validators=[Optional()], description="Last day, if it is known")
    is_replacing = BooleanField("End whoever holds this part then")

    def entry(self, duty_ids: tuple[str, ...]) -> Assignment:
        """Return who gets which part in the duties."""
        last = self["last_on"].data
        return Assignment(
            duty_ids,
            int(self["person"].data),
            Part(self["part"].data),
            self["from_on"].data,
            last + ONE_DAY if last else None,
            is_replacing=bool(self["is_replacing"].data),
        )


class EndPartForm(Form):
    last_on = DayField("Last day", validators=[required("Enter the last day.")])


class LeadForm(PersonForm):
    from_on = DayField("From", validators=[required("Enter the first day.")])


class AdoptForm(Form):
    adopted_on = DayField("Adopted on", validators=[required("Enter the day of adoption.")])

    def entry(self) -> Any:
        """Return the day."""
        return self["adopted_on"].data
