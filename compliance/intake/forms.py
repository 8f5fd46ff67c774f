"""Forms of the import page: the file, which column is which, and the yes."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FileField

from compliance.core.errors import BadValue
from compliance.intake.files.columns import ALIASES, COLUMNS
from compliance.intake.files.headings import heading_key
from compliance.web.forms import Form, required

LEAVE, KEEP = "", "+"


class UploadForm(Form):
    file = FileField(
        "File",
        description="csv or xlsx, with a header row. Dates as YYYY-MM-DD or MM/DD/YYYY.",
        validators=[required("Choose a file.")],
    )

    def entry(self) -> Any:
        """Return the uploaded file."""
        return self.file.data


class DecideForm(Form):
    """The yes: only the double-post key; the button says which yes it is."""


def own_column(heading: str) -> str:
    """Return the column of ours that a heading names by itself, or nothing."""
    key = ALIASES.get(heading_key(heading), heading_key(heading))
    return key if key in COLUMNS else ""


def choices_from(
    header: Sequence[str], posted: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return the mapping and the kept headings that the page's selects say.

    Each column is `column-N`: one of ours, kept as it is, or left aside.
    """
    mapping: dict[str, str] = {}
    kept: list[str] = []
    for place, heading in enumerate(header):
        chosen = posted.get(f"column-{place}", own_column(heading))
        if chosen not in COLUMNS and chosen not in {LEAVE, KEEP}:
            raise BadValue(f"{chosen} is not a column. Choose one from the list.", heading)
        if chosen == KEEP:
            kept.append(heading)
        if chosen != own_column(heading):
            mapping[heading] = "" if chosen == KEEP else chosen
    return mapping, kept
