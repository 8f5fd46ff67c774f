"""Keyset paging: pages by the values of their first and last row, not by counting rows.

Free of Flask, so that queries may use it. The order columns end with the id, run in one
direction, and hold no NULL (wrap a nullable column in `coalesce`); an index over the same columns
serves every page on SQLite and PostgreSQL alike.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_

from compliance.core.errors import BadValue

Ts = TypeVarTuple("Ts")
R = TypeVar("R")
Key = str | int | date | datetime
Query = Mapping[str, str]

SIZE = 50
COUNTED_UP_TO = 1000
LARGEST = 2**31  # as numbers of records go
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
DAMAGED = "The address of this page is damaged. Open the list from its first page."


class Way(StrEnum):
    """Which way a page lies from its cursor."""

    FIRST = "first"
    AFTER = "after"
    BEFORE = "before"
    LAST = "last"


@dataclass(frozen=True)
class Cursor:
    """The order values of one row, id last."""

    values: tuple[Key, ...]

    def encode(self) -> str:
        """Return the cursor as text for an address."""
        marked = json.dumps([_mark(value) for value in self.values], separators=(",", ":"))
        return urlsafe_b64encode(marked.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Return the cursor an address carries.

        Raises:
            BadValue: text that `encode` never made.
        """
        try:
            marked = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            values = tuple(_unmark(*each) for each in marked)
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise BadValue(DAMAGED, "after") from error
        if not values or not all(map(_is_storable, values)):
            raise BadValue(DAMAGED, "after")
        return cls(values)


@dataclass(frozen=True)
class Place:
    """Where in the list the reader asks to be; `start` is the number of the first row, if known."""

    way: Way = Way.FIRST
    cursor: Cursor | None = None
    start: int | None = 1

    @property
    def is_backward(self) -> bool:
        """Return whether the rows are read from the end."""
        return self.way in (Way.BEFORE, Way.LAST)


@dataclass(frozen=True)
class Page(Generic[R]):
    """Rows of one page and the queries that lead to the others; None where there is none."""

    rows: Sequence[R]
    first: Query | None = None
    prev: Query | None = None
    next: Query | None = None
    last: Query | None = None
    start: int | None = 1

    @property
    def end(self) -> int | None:
        """Return the number of the last row shown, if known."""
        return self.start + len(self.rows) - 1 if self.start else None


@dataclass(frozen=True)
class Total:
    """How many rows match; counting stops at the cap."""

    number: int
    is_capped: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}{'+' if self.is_capped else ''}"


def place_from(args: Mapping[str, str]) -> Place:
    """Return the place that the `after`, `before` or `last` of an address names."""
    start = args.get("start", "")
    known = int(start) if start.isascii() and start.isdecimal() and len(start) < 10 else None
    for way in (Way.AFTER, Way.BEFORE):
        if text := args.get(way.value):
            return Place(way, Cursor.decode(text), known)
    return Place(Way.LAST, None, None) if args.get("last") else Place()


def page_statement(
    statement: Select[*Ts],
    order: Sequence[ColumnElement[Any]],
    place: Place,
    *,
    descending: bool = False,
    size: int = SIZE,
) -> Select[*Ts]:
    """Return the statement for one page and one row more, which tells that there is a next page.

    Backward pages come in reverse; `make_page` turns them round.
    """
    falls = descending != place.is_backward
    sorted_by = [column.desc() if falls else column.asc() for column in order]
    if place.cursor is not None:
        row, edge = tuple_(*order), tuple_(*_bound(order, place.cursor))
        statement = statement.where(row < edge if falls else row > edge)
    return statement.order_by(None).order_by(*sorted_by).limit(size + 1)


def make_page(
    rows: Sequence[R],
    place: Place,
    key_of: Callable[[R], tuple[Key, ...]],
    *,
    total: Total | None = None,
    size: int = SIZE,
) -> Page[R]:
    """Return the page of the rows that `page_statement` fetched.

    `key_of` gives a row's order values; an exact `total` numbers the rows of the last page.
    """
    has_more, shown = len(rows) > size, list(rows[:size])
    if place.is_backward:
        shown.reverse()
    before = has_more if place.is_backward else place.way is Way.AFTER
    after = has_more if not place.is_backward else place.way is Way.BEFORE
    start = _start(place, before, len(shown), total)
    to_prev, to_next = (start and max(start - size, 1)), (start and start + len(shown))
    return Page(
        shown,
        first={} if before else None,
        prev=_link(Way.BEFORE, key_of(shown[0]), to_prev) if before and shown else None,
        next=_link(Way.AFTER, key_of(shown[-1]), to_next) if after and shown else None,
        last={"last": "1"} if after else None,
        start=start,
    )


def count_statement(statement: Select[*tuple[Any, ...]], cap: int = COUNTED_UP_TO) -> Select[int]:
    """Return the statement that counts what matches, reading one row beyond the cap at most."""
    matching = statement.order_by(None).limit(cap + 1)
    found = matching.with_only_columns(literal(1), maintain_column_froms=True).subquery()
    return select(func.count()).select_from(found)


def total_of(counted: int, cap: int = COUNTED_UP_TO) -> Total:
    """Return the total that `count_statement` found: "213", or "1,000+" beyond the cap."""
    return Total(min(counted, cap), is_capped=counted > cap)


def _start(place: Place, has_before: bool, shown: int, total: Total | None) -> int | None:
    if not has_before:
        return 1
    if place.way is not Way.LAST:
        return place.start
    return total.number - shown + 1 if total and not total.is_capped else None


def _link(way: Way, values: tuple[Key, ...], start: int | None) -> Query:
    link = {way.value: Cursor(values).encode()}
    return {**link, "start": str(start)} if start else link


def _bound(order: Sequence[ColumnElement[Any]], cursor: Cursor) -> list[ColumnElement[Any]]:
    if len(order) != len(cursor.values):
        raise BadValue(DAMAGED, "after")
    for column, value in zip(order, cursor.values, strict=True):
        if not _fits(column, value):
            raise BadValue(DAMAGED, "after")
    pairs = zip(order, cursor.values, strict=True)
    return [literal(value, column.type) for column, value in pairs]


def _fits(column: ColumnElement[Any], value: Key) -> bool:
    try:
        wanted = column.type.python_type
    except NotImplementedError:
        return True
    return type(value) is wanted or (isinstance(value, str) and issubclass(wanted, str))


def _is_storable(value: Key) -> bool:
    """Return whether both databases can compare with the value."""
    if isinstance(value, int):
        return abs(value) < LARGEST
    return not isinstance(value, str) or not UNSTORABLE.search(value)


def _mark(value: Key) -> list[str | int]:
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    return ["i", value] if isinstance(value, int) else ["s", value]


def _unmark(mark: str, value: Any) -> Key:
    reader: dict[str, Callable[[Any], Key]] = {
        "t": datetime.fromisoformat,
        "d": date.fromisoformat,
        "i": int,
        "s": str,
    }
    return reader[mark](value)
