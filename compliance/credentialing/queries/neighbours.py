"""Where one application stands in a list: its number, the one before and the one after."""

from dataclasses import dataclass

from sqlalchemy import select

from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.queries.filters import Filters, matching_rows
from compliance.credentialing.queries.lists import Order, open_count, order_columns
from compliance.db import session
from compliance.occasions import Occasion
from compliance.web.paging import Cursor, Place, Way, count_statement, page_statement, total_of

T = ApplicationRow


@dataclass(frozen=True)
class Neighbours:
    """The references before and after in a list, None at its ends.

    `number` of `total` is the place in it, both 0 where the list does not hold the application or
    is too long to be counted.
    """

    before: str | None = None
    after: str | None = None
    number: int = 0
    total: int = 0


def neighbours(number: int, filters: Filters, order: Order, on: Occasion) -> Neighbours:
    """Return where an application stands in a list."""
    columns, falls = order_columns(filters, order)
    mine = matching_rows(Filters(view="any"), on, *columns)
    edge = session().execute(mine.where(T.application_id == number)).first()
    if edge is None:
        return Neighbours()
    listed = matching_rows(filters, on, T.ref)
    ways = [
        page_statement(listed, columns, Place(way, Cursor(tuple(edge))), descending=falls, size=1)
        for way in (Way.BEFORE, Way.AFTER)
    ]
    found = [each.limit(1).scalar_subquery() for each in ways]
    counted = [ways[0], listed.where(T.application_id == number)]
    counts = [count_statement(each).scalar_subquery() for each in counted]
    row = session().execute(select(*found, *counts, open_count(filters, on))).one()
    before, after, earlier, is_listed, all_of_it = tuple(row)
    total = total_of(all_of_it)
    if total.is_capped or not is_listed:
        return Neighbours(before, after)
    return Neighbours(before, after, earlier + 1, total.number)
