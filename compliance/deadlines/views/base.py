"""What the alerts pages share: their blueprint, and the page of a deadline's next step."""

from typing import Any

from flask import Blueprint, url_for

from compliance.deadlines.kinds import kind_named
from compliance.deadlines.queries import AlertLine, DueItem
from compliance.deadlines.queries.runs import Standstill
from compliance.web.access import may, may_open
from compliance.web.addresses import looks_back
from compliance.web.cells import Act
from compliance.web.filters import stamp_full

blueprint = Blueprint("alerts", __name__)


def standstill_words(still: Standstill) -> str:
    """Return what pages say while alerts do not run: since when, and what to do."""
    since = stamp_full(still.since)
    said = (
        f"Alerts have not run since {since}."
        if still.has_run
        else (f"Alerts have never run; Daybook was set up {since}.")
    )
    return f"{said} Tell whoever runs Daybook to start its jobs."


def next_act(item: AlertLine | DueItem) -> Act | None:
    """Return the next step of a deadline, or None where the person may not take it.

    While another day is looked at nobody may: a step names what is to be done now.
    """
    kind = kind_named(item.kind)
    if looks_back() or not kind.endpoint or (kind.permission and not may(kind.permission)):
        return None
    given: dict[str, Any] = dict(kind.args)
    return Act(kind.verb, url_for(kind.endpoint, ref=item.ref, **given))


def record_href(item: AlertLine | DueItem) -> str | None:
    """Return the page of the record, None where it has none or the person may not open it."""
    kind = kind_named(item.kind)
    is_open = bool(kind.record) and may_open(kind.record)
    return url_for(kind.record, ref=item.ref) if is_open else None
