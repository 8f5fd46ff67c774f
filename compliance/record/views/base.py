"""What the pages of the record share: their blueprint, links to records, the head line."""

from typing import Any

from flask import Blueprint, url_for

from compliance.record.queries.records import Record
from compliance.web.access import may_open
from compliance.web.cells import Link

blueprint = Blueprint("record", __name__, url_prefix="/audit")


def record_cell(record: Record) -> Link | str:
    """Return the record's link, its name alone where the person may not open it."""
    if not record.endpoint or not may_open(record.endpoint):
        return record.label
    given: dict[str, Any] = dict(record.given)
    return Link(record.label, url_for(record.endpoint, **given))
