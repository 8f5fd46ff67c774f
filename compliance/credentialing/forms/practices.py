"""Forms of a practice: an address it has, and the day one ends."""

from wtforms import StringField
from wtforms.validators import Length, Optional

from compliance.directory.services import Address
from compliance.web.forms import DayField, Form, required

SHORT = Length(max=100, message="Use at most 100 characters.")


class LocationForm(Form):
    line = StringField("Street", validators=[required("Enter the street."), SHORT])
    city = StringField("City", validators=[required("Enter the city."), SHORT])
    state = StringField("State", validators=[required("Enter the state."), SHORT])
    zip_code = StringField("ZIP code", validators=[required("Enter the ZIP code."), SHORT])
    county = StringField(
        "County", validators=[Optional(), Length(max=60, message="Use at most 60 characters.")]
    )
    from_on = DayField("Sees people there from", validators=[required("Enter the day.")])

    def entry(self) -> Address:
        """Return the address as it was typed."""
        names = ("line", "city", "state", "zip_code", "county")
        typed = {name: str(self[name].data or "").strip() for name in names}
        return Address(**{**typed, "state": typed["state"].upper()})


class LeaveLocationForm(Form):
    until_on = DayField("Until", validators=[required("Enter the day.")])
