"""Forms of acts on several applications."""

from wtforms import SelectField

from compliance.web.forms import DayField, Form, required


class AssignSelectedForm(Form):
    owner = SelectField("Owner", validators=[required("Choose a person, or Nobody.")])


class ListSelectedForm(Form):
    day = DayField("The committee meets on", validators=[required("Enter the day it meets.")])
