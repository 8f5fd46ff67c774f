"""Open applications by role and line, for the answers they wait on."""

from sqlalchemy import select

from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.queries.filters import open_on
from compliance.db import session
from compliance.eligibility.waiting import Waiting
from compliance.occasions import Occasion

T = ApplicationRow


def open_by_role(on: Occasion) -> list[Waiting]:
    """Return the open applications with role and lines, the soonest decision first."""
    columns = (T.ref, T.first_name, T.last_name, T.role, T.lines)
    clocks = (T.decision_due_on, T.decision_legal_on)
    query = select(*columns, *clocks).where(open_on(on)).order_by(T.decision_sort_on, T.ref)
    return [
        Waiting(
            ref=row.ref,
            name=f"{row.first_name} {row.last_name}".strip(),
            role=row.role,
            lines=tuple(row.lines),
            endpoint="applications.show",
            due_on=row.decision_due_on,
            legal_on=row.decision_legal_on,
        )
        for row in session().execute(query)
    ]
