"""What the pages of the record share: their blueprint, links to records, the head line."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for

from compliance.record.queries.records import Record
from compliance.web.access import may_open
from compliance.web.cells import Link
from compliance.web.listings import Tab

blueprint = Blueprint("record", __name__)

LISTS = {"record.index": "Entries", "record.looks": "Looks"}
NOW: dict[str, None] = {"as_of": None, "known_on": None}
"""Given to an address, it leads to today's record from a page of another day."""


@dataclass(frozen=True)
class State:
    """Whether a log is whole, in one line: tone, icon, words, what to do when it is broken."""

    tone: str
    icon: str
    text: str
    to_do: str = ""


def tabs(current: str) -> tuple[Tab, ...]:
    """Return the two lists of the trail as tabs: what was done, and who was shown whose data."""
    return tuple(Tab(label, url_for(name), name == current) for name, label in LISTS.items())


def record_cell(record: Record, **days: None) -> Link | str:
    """Return the record's link, its name alone where the person may not open it.

    It stays on the day looked at, unless the days are given as None.
    """
    if not record.endpoint or not may_open(record.endpoint):
        return record.label
    given: dict[str, Any] = {**dict(record.given), **days}
    return Link(record.label, url_for(record.endpoint, **given))
