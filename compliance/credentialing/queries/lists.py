"""The queue: applications by saved view, filters, order and cursor, of any day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)

from compliance.accounts.queries import everybody
from compliance.core.states import ApplicationState
from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.rules.snapshots import NO_CLOCK
from compliance.db import seen, session
from compliance.occasions import Occasion
from compliance.web.paging import (
    Page,
    Place,
    Total,
    count_statement,
    make_page,
    page_statement,
)
from compliance.web.paging import total_of as read_total

NOTICE_VIEW_DAYS = 7
DECISION_VIEW_DAYS = 14
UNASSIGNED = "none"
LONGEST_TEXT = 200
T = ApplicationRow
COLUMNS = (
    T.application_id, T.ref, T.state, T.last_name, T.first_name, T.sort_name, T.npi, T.role,
    T.practice_name, T.model, T.destination, T.received_on, T.completed_on, T.decided_on,
    T.provider_class, T.lines, T.is_statutory, T.missing_count, T.problem_count, T.step,
    T.notice_kind, T.notice_started_on, T.notice_due_on, T.notice_legal_on, T.notice_act_by,
    T.notice_met_on, T.notice_is_void, T.notice_sort_on,
    T.decision_kind, T.decision_started_on, T.decision_due_on, T.decision_legal_on,
    T.decision_act_by, T.decision_met_on, T.decision_is_void, T.decision_sort_on,
    T.soonest_on, T.last_kind, T.last_on, T.owner_id,
)  # fmt: skip
ORDERS: dict[str, Any] = {
    "": T.soonest_on,
    "notice": T.notice_sort_on,
    "decision": T.decision_sort_on,
    "name": T.sort_name,
}
VIEWS = {
    "all": "All open",
    "unassigned": "Unassigned",
    "overdue": "Overdue",
    "notice": "Notice due, 7 days",
    "decision": "Decision due, 14 days",
    "waiting": "Waiting on provider",
    "associates": "Associates",
    "closed": "Closed",
}
COUNTED_VIEWS = tuple(view for view in VIEWS if view != "closed")
QueueRow = Row[Any]


@dataclass(frozen=True)
class Filters:
    """What narrows the queue: the saved view and the chips of the address."""

    view: str = "all"
    text: str = ""
    owners: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    due_within: int | None = None
    ids: tuple[int, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Return whether more than the saved view is in force."""
        chosen = (self.text, self.owners, self.models, self.practices, self.states)
        return any(chosen) or self.due_within is not None


@dataclass(frozen=True)
class Order:
    """The order of the queue and the place in it."""

    sort: str = ""
    is_descending: bool = False
    place: Place = field(default_factory=Place)


@dataclass(frozen=True)
class Sight:
    """The day that a statement looks at; unlike an occasion it can be a key."""

    as_of: date | None
    known_at: datetime | None
    day_seen: date


def _sight(on: Occasion) -> Sight:
    return Sight(on.as_of, on.known_at, on.day_seen)


def _seen(on: Occasion | Sight) -> ColumnElement[bool]:
    return seen(T, on.as_of, on.known_at)


def open_on(on: Occasion) -> ColumnElement[bool]:
    """Return the condition: open on the day looked at, as known then."""
    return and_(_seen(on), _is_open())


def _is_open() -> ColumnElement[bool]:
    """Return the bare column, so that the partial index over open applications is used.

    Without a type: a boolean would be written `is_open = 1` for SQLite, which the index, over
    `is_open`, does not answer.
    """
    return literal_column("applications.is_open")


def _view(view: str, on: Occasion | Sight) -> ColumnElement[bool]:
    day = on.day_seen
    if view == "closed":
        return T.is_open.is_(False)
    if view == "any":
        return true()
    conditions: dict[str, ColumnElement[bool]] = {
        "unassigned": T.owner_id.is_(None),
        "overdue": overdue(day),
        "notice": T.notice_sort_on <= day + timedelta(days=NOTICE_VIEW_DAYS),
        "decision": T.decision_sort_on <= day + timedelta(days=DECISION_VIEW_DAYS),
        "waiting": T.state == ApplicationState.INCOMPLETE,
        "associates": literal_column("applications.is_associate", type_=T.is_associate.type),
    }
    return and_(_is_open(), conditions[view]) if view in conditions else _is_open()


def overdue(day: date) -> ColumnElement[bool]:
    """Return the condition: a running clock is past the legal limit, or our date without one.

    Such a clock is past our own date as well, which the index knows.
    """
    notice, decision = (
        and_(sort_on < NO_CLOCK, func.coalesce(legal_on, due_on) < day)
        for sort_on, legal_on, due_on in (
            (T.notice_sort_on, T.notice_legal_on, T.notice_due_on),
            (T.decision_sort_on, T.decision_legal_on, T.decision_due_on),
        )
    )
    return and_(past_our_date(day), or_(notice, decision))


def past_our_date(day: date) -> ColumnElement[bool]:
    """Return the condition: a running clock is past our own date."""
    return T.soonest_on < day


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        found.append(_matches(filters.text.strip()[:LONGEST_TEXT]))
    if filters.owners:
        found.append(_owned_by(filters.owners))
    for column, chosen in (
        (T.model, filters.models),
        (T.practice_name, filters.practices),
        (T.state, [each for each in ApplicationState if each.value in filters.states]),
    ):
        if chosen:
            found.append(column.in_(chosen))
    if filters.states and not set(filters.states) & set(ApplicationState):
        found.append(false())
    if filters.ids:
        found.append(T.application_id.in_(filters.ids))
    return found


def _matches(text: str) -> ColumnElement[bool]:
    words = (f"%{_escaped(word)}%" for word in text.casefold().split())
    return or_(
        and_(true(), *(T.sort_name.like(word, escape="\\") for word in words)),
        T.npi == text,
        T.ref.in_({text, text.upper()}),
        T.practice_name.ilike(f"%{_escaped(text)}%", escape="\\"),
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def is_number(text: str) -> bool:
    """Return whether the text is the number of a record; a longer one no database holds."""
    return text.isascii() and text.isdecimal() and len(text) < 10


def _owned_by(owners: Sequence[str]) -> ColumnElement[bool]:
    numbers = [int(each) for each in owners if is_number(each)]
    nobody = T.owner_id.is_(None) if UNASSIGNED in owners else None
    mine = T.owner_id.in_(numbers)
    return mine if nobody is None else or_(mine, nobody)


def matching_rows(
    filters: Filters, on: Occasion | Sight, *columns: Any
) -> Select[*tuple[Any, ...]]:
    """Return the columns of every application that matches, their numbers unless told."""
    conditions = [_seen(on), _view(filters.view, on), *_narrowed(filters)]
    if filters.due_within is not None:
        conditions.append(T.soonest_on <= on.day_seen + timedelta(days=filters.due_within))
    return select(*(columns or (T.application_id,))).where(*conditions)


def _statement(filters: Filters, on: Occasion) -> Select[*tuple[Any, ...]]:
    return _rows(filters, _sight(on))


@lru_cache(maxsize=64)
def _rows(filters: Filters, sight: Sight) -> Select[*tuple[Any, ...]]:
    people = everybody()
    rows = matching_rows(filters, sight, *COLUMNS, people.c.name.label("owner_name"))
    return rows.outerjoin_from(T, people, people.c.id == T.owner_id)


def order_columns(filters: Filters, order: Order) -> tuple[list[Any], bool]:
    """Return the columns a list is ordered by, and whether it falls."""
    if filters.view == "closed" and not order.sort:
        return [T.last_on, T.application_id], True
    return [ORDERS[order.sort], T.application_id], order.is_descending


def queue_page(
    filters: Filters, order: Order, on: Occasion, total: Total | None = None
) -> Page[QueueRow]:
    """Return one page of the queue in the order asked for."""
    columns, falls = order_columns(filters, order)
    statement = page_statement(_statement(filters, on), columns, order.place, descending=falls)
    names = [str(column.key) for column in columns]
    return make_page(
        session().execute(statement).all(),
        order.place,
        lambda row: tuple(getattr(row, name) for name in names),
        total=total,
    )


def queue_rows(filters: Filters, order: Order, on: Occasion) -> Sequence[QueueRow]:
    """Return every row that matches, for exports and commands."""
    columns, falls = order_columns(filters, order)
    ordered = [column.desc() if falls else column.asc() for column in columns]
    return session().execute(_statement(filters, on).order_by(*ordered)).all()


def matching_ids(filters: Filters, on: Occasion) -> list[int]:
    """Return the numbers of all applications that match, for acts on all of them."""
    return list(session().scalars(matching_rows(filters, on).order_by(T.application_id)))


def queue_counts(filters: Filters, on: Occasion) -> tuple[dict[str, Total], Total]:
    """Return how many each saved view holds and how many match the filters, in one statement."""
    row = session().execute(_counts(filters, _sight(on))).one()
    *counted, matching = map(read_total, row)
    return dict(zip(COUNTED_VIEWS, counted, strict=True)), matching


def open_count(filters: Filters, on: Occasion) -> ScalarSelect[int]:
    """Return the capped count of a view as part of a larger statement, such as the rail's."""
    return _count(filters, _sight(on))


@lru_cache(maxsize=64)
def _counts(filters: Filters, sight: Sight) -> Select[*tuple[int, ...]]:
    """Return the statement of all counts; kept, because building it takes as long as running it."""
    counted = [_count(Filters(view=view), sight).label(view) for view in COUNTED_VIEWS]
    return select(*counted, _count(filters, sight).label("matching"))


@lru_cache(maxsize=64)
def _count(filters: Filters, sight: Sight) -> ScalarSelect[int]:
    return count_statement(matching_rows(filters, sight)).scalar_subquery()
