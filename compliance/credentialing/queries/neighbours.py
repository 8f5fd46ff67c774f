"""The applications before and after one in a list."""

from sqlalchemy import select

from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.queries.filters import Filters, matching_rows
from compliance.credentialing.queries.lists import Order, order_columns
from compliance.db import session
from compliance.occasions import Occasion
from compliance.web.paging import Cursor, Place, Way, page_statement

T = ApplicationRow


def neighbours(
    number: int, filters: Filters, order: Order, on: Occasion
) -> tuple[str | None, str | None]:
    """Return the references before and after an application in a list, None at its ends."""
    columns, falls = order_columns(filters, order)
    mine = matching_rows(Filters(view="any"), on, *columns)
    edge = session().execute(mine.where(T.application_id == number)).first()
    if edge is None:
        return None, None
    found = []
    for way in (Way.BEFORE, Way.AFTER):
        place = Place(way, Cursor(tuple(edge)))
        listed = matching_rows(filters, on, T.ref)
        some = page_statement(listed, columns, place, descending=falls, size=1)
        found.append(some.limit(1).scalar_subquery())
    before, after = session().execute(select(*found)).one()
    return before, after
