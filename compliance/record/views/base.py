"""What the pages of the record share: their blueprint, links to records, the head line."""

from typing import Any

from flask import Blueprint, url_for

from compliance.record.queries.records import Record
from compliance.web.access import may_open
from compliance.web.cells import Link

blueprint = Blueprint("record", __name__)

NOW: dict[str, None] = {"as_of": None, "known_on": None}
"""Given to an address, it leads to today's record from a page of another day."""


def record_cell(record: Record, **days: None) -> Link | str:
    """Return the record's link, its name alone where the person may not open it.

    It stays on the day looked at, unless the days are given as None.
    """
    if not record.endpoint or not may_open(record.endpoint):
        return record.label
    given: dict[str, Any] = {**dict(record.given), **days}
    return Link(record.label, url_for(record.endpoint, **given))
