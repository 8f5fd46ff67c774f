"""The readiness report: a page to print, and the same by department as csv."""

from dataclasses import dataclass
from itertools import groupby

from flask import Response, render_template

from compliance.core.dates import day_full
from compliance.policies.queries.owners import leads_on
from compliance.policies.queries.register import DutyLine, meter_of, visible
from compliance.policies.rules.states import BUCKET_WORDS, Bucket
from compliance.policies.views.cells import duty_table
from compliance.policies.views.listing import blueprint, drawn
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.listings import Group, Listing
from compliance.web.paging import Page
from compliance.web.past import as_of_line
from compliance.web.tables import Column, Table, csv_response


@dataclass(frozen=True)
class Readiness:
    """One department: its lead, and how many duties fall into each part of the meter."""

    department: str
    lead: str
    duties: tuple[DutyLine, ...]

    def count(self, bucket: Bucket) -> int:
        """Return how many fall into one part."""
        return meter_of(self.duties).counts[bucket]


def _part(bucket: Bucket) -> Column[Readiness]:
    """Return the column of one part of the meter."""
    title = BUCKET_WORDS[bucket].label.capitalize()
    return Column(bucket.value, title, lambda row: row.count(bucket), numeric=True)


READINESS: Table[Readiness] = Table(
    "readiness",
    (
        Column("department", "Department", lambda row: row.department),
        Column("lead", "Lead", lambda row: row.lead),
        Column("responsibilities", "All", lambda row: len(row.duties), numeric=True),
        *map(_part, Bucket),
    ),
)


def _rows() -> list[Readiness]:
    on = current_occasion()
    leads = leads_on(on)
    bulleted = [each for each in visible(on) if each.duty.is_bulleted]
    return [
        Readiness(department.title, leads.get(department.id, ""), tuple(found))
        for department, found in groupby(bulleted, key=lambda each: each.department)
    ]


@blueprint.get("/responsibilities/readiness")
@permission("duties.view")
def readiness() -> str:
    on = current_occasion()
    rows = _rows()
    lines = [each for row in rows for each in row.duties]
    by_department = Listing(READINESS, Page(rows), on.day_seen, "departments")
    groups = tuple(Group(row.department, row.duties) for row in rows)
    each_duty = Listing(duty_table(), Page(lines), on.day_seen, "responsibilities", groups=groups)
    found = meter_of(lines)
    return render_template(
        "policies/readiness.html",
        by_department=by_department,
        each_duty=each_duty,
        readiness=found,
        bar=drawn(found),
        on=on,
        day=day_full(on.day_seen),
        known=day_full(on.known_on or on.today),
    )


@blueprint.get("/responsibilities/readiness.csv")
@permission("duties.view")
def readiness_csv() -> Response:
    on = current_occasion()
    return csv_response(READINESS, _rows(), as_of_line("Policy readiness", on))
