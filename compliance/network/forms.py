"""Forms of the network."""

from wtforms import SelectField

from compliance.web.forms import Form


class OwnerForm(Form):
    owner_id = SelectField("Who is warned before a date lapses", choices=[])

    def entry(self) -> str:
        """Return the chosen person's number, empty for nobody."""
        return str(self.owner_id.data or "")
