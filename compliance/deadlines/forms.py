"""Forms of the alerts pages."""

from wtforms import TextAreaField
from wtforms.validators import Length

from compliance.deadlines.rules.snoozes import Snooze
from compliance.web.forms import DayField, Form, required


class SnoozeForm(Form):
    until = DayField("Snooze until", [required("Enter the day the alert comes back.")])
    reason = TextAreaField(
        "Why this can wait", [required("Say why this can wait."), Length(max=500)]
    )

    def entry(self) -> Snooze:
        """Return the day and the reason."""
        return Snooze(self["until"].data, str(self["reason"].data or "").strip())
