"""The queue: pages, counts and whole lists of applications, of any day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Row,
    ScalarSelect,
    Select,
    func,
    literal,
    select,
    union_all,
)

from compliance.accounts.standings import everybody
from compliance.audit.services import identifies
from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.queries.filters import VIEWS, Filters, Sight, matching_rows, sight_of
from compliance.db import session
from compliance.occasions import Occasion
from compliance.statements import kept
from compliance.web.paging import (
    Page,
    Place,
    Total,
    count_statement,
    make_page,
    page_statement,
)
from compliance.web.paging import total_of as read_total

T = ApplicationRow
COLUMNS = (
    T.application_id, T.ref, T.state, T.last_name, T.first_name, T.search_text, T.npi, T.role,
    T.practice_name, T.model, T.destination, T.delegate, T.received_on,
    T.completed_on, T.decided_on,
    T.provider_class, T.lines, T.is_statutory, T.missing_count, T.problem_count, T.step,
    T.notice_kind, T.notice_started_on, T.notice_due_on, T.notice_legal_on, T.notice_act_by,
    T.notice_met_on, T.notice_is_void, T.notice_missed_on, T.notice_sort_on,
    T.decision_kind, T.decision_started_on, T.decision_due_on, T.decision_legal_on,
    T.decision_act_by, T.decision_met_on, T.decision_is_void, T.decision_missed_on,
    T.decision_sort_on,
    T.soonest_on, T.limit_on, T.last_kind, T.last_on, T.owner_id,
)  # fmt: skip
ORDERS: dict[str, Any] = {
    "": T.soonest_on,
    "notice": T.notice_sort_on,
    "decision": T.decision_sort_on,
    "name": T.search_text,
}
COUNTED_VIEWS = tuple(view for view in VIEWS if view != "closed")
QueueRow = Row[Any]


@dataclass(frozen=True)
class Order:
    """The order of the queue and the place in it."""

    sort: str = ""
    is_descending: bool = False
    place: Place = field(default_factory=Place)


def _statement(filters: Filters, on: Occasion) -> Select[*tuple[Any, ...]]:
    return _rows(filters, sight_of(on))


@lru_cache(maxsize=64)
def _rows(filters: Filters, sight: Sight) -> Select[*tuple[Any, ...]]:
    people = everybody(sight.known_at)
    rows = matching_rows(filters, sight, *COLUMNS, people.c.name.label("owner_name"))
    return rows.outerjoin_from(T, people, people.c.id == T.owner_id)


def order_columns(filters: Filters, order: Order) -> tuple[list[Any], bool]:
    """Return the columns a list is ordered by, and whether it falls."""
    if filters.view == "closed" and not order.sort:
        return [T.last_on, T.application_id], True
    first = T.limit_on if filters.view == "overdue" and not order.sort else ORDERS[order.sort]
    return [first, T.application_id], order.is_descending


@identifies("application")
def queue_page(
    filters: Filters, order: Order, on: Occasion, total: Total | None = None
) -> Page[QueueRow]:
    """Return one page of the queue in the order asked for."""
    columns, falls = order_columns(filters, order)

    def build() -> Select[*tuple[Any, ...]]:
        return page_statement(_statement(filters, on), columns, order.place, descending=falls)

    is_usual = order.place.cursor is None and not filters.is_narrowed
    statement = kept(("queue page", filters, order, sight_of(on)), build) if is_usual else build()
    names = [str(column.key) for column in columns]
    return make_page(
        session().execute(statement).all(),
        order.place,
        lambda row: tuple(getattr(row, name) for name in names),
        total=total,
    )


@identifies("application")
def queue_rows(filters: Filters, order: Order, on: Occasion) -> Sequence[QueueRow]:
    """Return every row that matches, for exports and commands."""
    return session().execute(_ordered(_statement(filters, on), filters, order)).all()


def _ordered(
    rows: Select[*tuple[Any, ...]], filters: Filters, order: Order
) -> Select[*tuple[Any, ...]]:
    columns, falls = order_columns(filters, order)
    return rows.order_by(*(column.desc() if falls else column.asc() for column in columns))


def matching_ids(filters: Filters, order: Order, on: Occasion) -> list[int]:
    """Return the numbers of all applications that match in their order, for acts on all of them."""
    return list(session().scalars(_ordered(matching_rows(filters, on), filters, order)))


def matching_refs(asked: Sequence[tuple[Filters, Occasion]]) -> list[dict[int, str]]:
    """Return number and reference of what matches each of several questions, in one statement."""
    questions = (
        matching_rows(filters, on, literal(place), T.application_id, T.ref)
        for place, (filters, on) in enumerate(asked)
    )
    found: list[dict[int, str]] = [{} for _ in asked]
    for place, number, ref in session().execute(union_all(*questions)):
        found[place][number] = ref
    return found


def queue_counts(filters: Filters, on: Occasion) -> tuple[dict[str, Total], Total]:
    """Return how many each saved view holds and how many match the filters, in one statement."""
    row = session().execute(_counts(filters, sight_of(on))).one()
    *counted, matching = map(read_total, row)
    return dict(zip(COUNTED_VIEWS, counted, strict=True)), matching


def exact_total(filters: Filters, on: Occasion) -> Total:
    """Return how many match, however many there are."""
    counted = select(func.count()).select_from(matching_rows(filters, on).subquery())
    return Total(session().scalar(counted) or 0)


def open_count(filters: Filters, on: Occasion) -> ScalarSelect[int]:
    """Return the capped count of a view as part of a larger statement, such as the rail's."""
    return _count(filters, sight_of(on))


@lru_cache(maxsize=64)
def _counts(filters: Filters, sight: Sight) -> Select[*tuple[int, ...]]:
    """Return the statement of all counts; kept, because building it takes as long as running it."""
    counted = [_count(Filters(view=view), sight).label(view) for view in COUNTED_VIEWS]
    return select(*counted, _count(filters, sight).label("matching"))


@lru_cache(maxsize=64)
def _count(filters: Filters, sight: Sight) -> ScalarSelect[int]:
    return count_statement(matching_rows(filters, sight)).scalar_subquery()
