"""Tables: one definition gives the page, the CSV and the Excel file."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Generic, TypeVar

from flask import Response

from compliance.web.cells import Cell, Plain

R = TypeVar("R")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
MADE_AT = datetime(1980, 1, 1, tzinfo=UTC)  # the earliest that a file of this kind can say


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column.

    Args:
        key: stable name, the heading in files: `decision_due_on`.
        title: heading on the page.
        value: what files hold and, without `cell`, the page too; None for a page-only column.
        cell: what the page shows instead of `value`.
        sort: the name used in `?sort=`, for columns with an index; None cannot be sorted by.
        numeric: right-aligned.
        is_on_page: False for a column that only files have.
        css: `ow` hides up to 1366 px, `trunc` shortens there, `nw` keeps one line.
    """

    key: str
    title: str
    value: Callable[[R], Plain] | None = None
    cell: Callable[[R], Cell] | None = None
    sort: str | None = None
    numeric: bool = False
    is_on_page: bool = True
    css: str = ""
    classes: str = field(init=False)
    """Of its cells on the page; an act stands to the right besides."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", f"{'r num ' if self.numeric else ''}{self.css}".strip())

    def shown(self, row: R) -> Cell:
        """Return what the page shows in this column."""
        if self.cell is not None:
            return self.cell(row)
        return self.value(row) if self.value is not None else None


@dataclass(frozen=True)
class Table(Generic[R]):
    """A named list of columns; the name is the stem of its files."""

    name: str
    columns: tuple[Column[R], ...]
    on_page: tuple[Column[R], ...] = field(init=False)
    in_files: tuple[Column[R], ...] = field(init=False)
    drawn: tuple[tuple[Callable[[R], Cell], str, str], ...] = field(init=False)
    """What each cell of a row needs: what gives it, its classes, its title."""

    def __post_init__(self) -> None:
        shown = tuple(column for column in self.columns if column.is_on_page)
        filed = tuple(column for column in self.columns if column.value is not None)
        object.__setattr__(self, "on_page", shown)
        object.__setattr__(self, "in_files", filed)
        drawn = tuple((each.cell or each.shown, each.classes, each.title) for each in shown)
        object.__setattr__(self, "drawn", drawn)

    def values(self, row: R) -> list[Plain]:
        """Return what files hold for the row."""
        return [column.value(row) for column in self.in_files if column.value is not None]


def to_csv(table: Table[R], rows: Iterable[R], as_of_line: str) -> Iterator[str]:
    """Yield the CSV line by line: the as-of line, the headings, the rows.

    Dates read 2026-11-24, instants in UTC; text that a spreadsheet would run is made harmless.
    """
    yield _csv_line([as_of_line])
    yield _csv_line([column.key for column in table.in_files])
    for row in rows:
        yield _csv_line([file_text(value) for value in table.values(row)])


def to_xlsx(table: Table[R], rows: Iterable[R], as_of_line: str) -> bytes:
    """Return the Excel file: text stays text, no formulas, no links.

    The same rows give the same bytes: the file says in its first line of which day it is, and
    nowhere when it was made.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    held = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with Workbook(held, options) as book:
        book.set_properties({"created": MADE_AT})
        sheet = book.add_worksheet(table.name[:31])
        day_format = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, as_of_line)
        for n, column in enumerate(table.in_files):
            sheet.set_column(n, n, min(len(column.title) + 8, WIDEST))
            sheet.write_string(1, n, column.title)
        for at, row in enumerate(rows, start=2):
            for n, value in enumerate(table.values(row)):
                _write_cell(sheet, (at, n), value, day_format)
    return held.getvalue()


def _write_cell(sheet: Any, at: tuple[int, int], value: Plain, day_format: Any) -> None:
    if value is None:
        return
    if isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(*at, datetime.combine(value, time()), day_format)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(*at, value)
    else:
        sheet.write_string(*at, _plain_text(value))


def file_text(value: Plain) -> str:
    """Return a value as a CSV cell. Text that starts like a formula gets a leading apostrophe."""
    text = _plain_text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def csv_response(table: Table[R], rows: Iterable[R], as_of_line: str) -> Response:
    """Return the CSV as a download, sent while it is being made."""
    lines = to_csv(table, rows, as_of_line)
    return _download(Response(lines, mimetype="text/csv"), f"{table.name}.csv")


def xlsx_response(table: Table[R], rows: Iterable[R], as_of_line: str) -> Response:
    """Return the Excel file as a download."""
    held = to_xlsx(table, rows, as_of_line)
    return _download(Response(held, mimetype=XLSX_TYPE), f"{table.name}.xlsx")


def _download(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv_line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _plain_text(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
