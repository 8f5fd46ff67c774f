"""A list page as data: rows with their tabs, filters, bulk acts and ways out when it is empty."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from compliance.web.cells import Act
from compliance.web.paging import Page, Total
from compliance.web.tables import Column, Table

R = TypeVar("R")


@dataclass(frozen=True)
class Tab:
    """A saved view above the table; `tone` is over, soon or empty."""

    label: str
    href: str
    is_current: bool = False
    count: int | str | None = None
    tone: str = ""


@dataclass(frozen=True)
class Filter:
    """One filter of the list: a key of the address, its choices and what is chosen.

    A choice that is not offered now, such as a practice without open files, is shown as it is.

    `many` allows several; `anyone` names the state without a choice ("Owner: anyone").
    """

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...] = ()
    many: bool = True
    anyone: str = ""

    @property
    def text(self) -> str:
        """Return the chip's words: "Model: PCBH, CoCM", "Owner: anyone" or "Practice"."""
        known = dict(self.options)
        if named := [known.get(value, value) for value in self.chosen if value]:
            return f"{self.label}: {', '.join(named)}"
        return f"{self.label}: {self.anyone}" if self.anyone else self.label

    @property
    def is_on(self) -> bool:
        """Return whether it narrows the list."""
        return any(self.chosen)


@dataclass(frozen=True)
class BulkAct:
    """Something done to every selected row: the form is posted to `action` with `ids`.

    `row_path` is where `key` leads without a selection: the page below the record of the row under
    the cursor.
    """

    label: str
    action: str
    icon: str = ""
    key: str = ""
    row_path: str = ""


@dataclass(frozen=True)
class Empty:
    """What an empty list says, and the way out of it."""

    title: str
    text: str = ""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Group(Generic[R]):
    """Rows under a heading of their own: "Overdue 3"."""

    title: str
    rows: Sequence[R]
    tone: str = ""


@dataclass(frozen=True)
class Listing(Generic[R]):
    """Everything `listing(…)` of `components/tables.html` draws.

    Args:
        table: columns; page: rows and the ways to other pages; today: for dates in cells.
        what: plural noun of the rows, "applications".
        total: how many match, for foot and bulk bar.
        tabs, filters, bulk: above the rows; each may be left out.
        save: where a view of one's own is saved, such as "#save-view".
        search: hint of the text filter (`?q=`), empty for none.
        row_id, row_name: value and name of the row's checkbox; needed with `bulk`.
        sort, is_descending: the order in force; `default_sort` names the chip of the usual one.
        files: (name, address) of the downloads.
        groups: rows under headings, instead of `page.rows`.
        css: `q` turns rows into task cards on narrow screens and lets the button follow the cursor.
        keys: hints in the foot, (key, word).
    """

    table: Table[R]
    page: Page[R]
    today: date
    what: str
    total: Total | None = None
    tabs: tuple[Tab, ...] = ()
    filters: tuple[Filter, ...] = ()
    bulk: tuple[BulkAct, ...] = ()
    save: str = ""
    search: str = ""
    row_id: Callable[[R], object] | None = None
    row_name: Callable[[R], str] | None = None
    sort: str = ""
    is_descending: bool = False
    default_sort: str = ""
    files: tuple[tuple[str, str], ...] = ()
    groups: tuple[Group[R], ...] = ()
    empty: Empty = field(default_factory=lambda: Empty("Nothing here"))
    css: str = ""
    keys: tuple[tuple[str, str], ...] = (("j k", "move"), ("Enter", "open"))

    @property
    def has_rows(self) -> bool:
        """Return whether there is a row to show."""
        return any(group.rows for group in self.shown_groups)

    @property
    def shown_groups(self) -> tuple[Group[R], ...]:
        """Return the groups, or all rows as one group without a heading."""
        return self.groups or (Group("", self.page.rows),)

    @property
    def span(self) -> int:
        """Return how many columns a heading across the table has."""
        return len(self.table.on_page) + bool(self.bulk)

    def order_of(self, column: Column[R]) -> str:
        """Return the column's `aria-sort`: ascending, descending or none."""
        if not column.sort or column.sort != self.sort:
            return "none"
        return "descending" if self.is_descending else "ascending"

    def sort_query(self, column: Column[R]) -> Mapping[str, str]:
        """Return the query that sorts by the column, turning the order round if it does already."""
        falls = self.order_of(column) == "ascending"
        return {"sort": f"-{column.sort}" if falls else str(column.sort)}


def read_sort(text: str | None, allowed: Sequence[str], default: str = "") -> tuple[str, bool]:
    """Return (column, is descending) from `?sort=-name`; an unknown name gives the default."""
    name = (text or "").removeprefix("-")
    if name not in allowed:
        return default.removeprefix("-"), default.startswith("-")
    return name, str(text).startswith("-")
