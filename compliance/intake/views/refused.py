"""The refused rows of a file, to mend and bring back: restricted cells for who may see them."""

from collections.abc import Collection
from pathlib import Path

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from compliance.audit.services import looked_at
from compliance.intake.files.columns import match_columns
from compliance.intake.files.out import refused_lines
from compliance.intake.files.rows import RESTRICTED
from compliance.intake.queries.applications import import_view, refused_rows
from compliance.intake.views.applications import MAY, as_csv_file, blueprint, sheet_of
from compliance.web.access import permission
from compliance.web.door import current_occasion


@blueprint.get("/<int:number>/refused.csv")
@permission(MAY)
def refused(number: int) -> BaseResponse:
    found, sheet, rows = import_view(number), sheet_of(number), refused_rows(number)
    matched = match_columns(sheet.header, found.mapping)
    lines = refused_lines(sheet, matched, rows, _hidden(matched.names))
    return as_csv_file(Response(lines), f"{Path(found.name).stem}.refused.csv")


def _hidden(columns: Collection[str]) -> set[str]:
    """Return the restricted columns that stay closed to the person; note a look at the others."""
    actor = current_occasion().actor
    found = RESTRICTED.intersection(columns)
    shown = {each for each in found if actor.may(f"restricted.{each}")}
    for each in shown:
        looked_at(actor.person_id, each)
    return set(found - shown)
