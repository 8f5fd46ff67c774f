"""The form of being away, on one's own profile and on a person's page."""

from wtforms.validators import Optional

from compliance.web.forms import DayField, Form, required


class AbsenceForm(Form):
    from_on = DayField("Away from", validators=[required("Enter the first day away.")])
    back_on = DayField(
        "Back on", validators=[Optional()], description="First day back, if it is known"
    )
