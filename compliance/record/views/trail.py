"""Screen i: what a day looked like then and now."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for

from compliance.record.queries.measures import Days, Measure, days_compared, measures
from compliance.record.views.base import NOW, blueprint
from compliance.record.views.entries import chain_line, entry_listing
from compliance.web.access import may_open, permission
from compliance.web.door import current_occasion


@dataclass(frozen=True)
class Row:
    """One measure with where its difference is seen."""

    measure: Measure
    href: str = ""
    link: str = ""


@blueprint.get("/audit")
@permission("audit.view")
def index() -> str:
    on = current_occasion()
    days = days_compared(on)
    return render_template(
        "record/trail.html",
        rows=[_row(each, days) for each in measures(days)],
        then=days.then.day_seen,
        now=days.now.today,
        is_pinned=bool(on.seen_until),
        that_day=_that_day("record.index", days),
        chain=chain_line(on),
        listing=entry_listing(on),
    )


def _row(measure: Measure, days: Days) -> Row:
    if measure.is_later:
        return Row(measure, _that_day("record.corrections", days), "Show both versions")
    if not measure.refs or not may_open("applications.index"):
        return Row(measure)
    if len(measure.refs) == 1:
        return Row(measure, url_for("applications.show", ref=measure.refs[0], **NOW), "See it")
    return Row(measure, url_for("applications.index", view=measure.view, **NOW), "See them")


def _that_day(endpoint: str, days: Days) -> str:
    then = days.then
    return url_for(endpoint, as_of=_iso(then.as_of), known_on=_iso(then.known_on))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
