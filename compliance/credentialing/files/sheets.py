"""A table as a file brings it: one header, and rows that know their spreadsheet row.

Nothing here knows an application. A file that cannot be read at all is refused with one sentence;
what is wrong inside a row is for `rows.py`.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from compliance.core.errors import BadFile

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
CSV_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
EXCEL_ENDINGS = frozenset({".xlsx", ".xlsm"})
LARGEST = 32 * 1024 * 1024
MEBIBYTE = 1024 * 1024
Content = bytes | Path
Line = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Sheet:
    """A table that can be read through any number of times without being held in memory.

    A line is the spreadsheet row (the header is 1) with its cells as text; blank rows are left out
    but counted.
    """

    name: str
    header: tuple[str, ...]
    read: Callable[[], Iterator[Line]]

    def lines(self) -> Iterator[Line]:
        """Return the rows below the header, from the first one."""
        return self.read()


def read_table(content: Content, name: str, largest: int = LARGEST) -> Sheet:
    """Return the table in a csv or xlsx file; `name` is the file's own name, ending included.

    Raises:
        BadFile: empty, too large, of another kind than its name says, or without a header.
    """
    ending = Path(name).suffix.lower()
    head, size = _head(content), size_of(content)
    _refuse_size(name, size, largest)
    if ending in EXCEL_ENDINGS:
        from compliance.credentialing.files.workbooks import read_workbook

        _refuse_other_than_excel(name, head)
        return read_workbook(content, name)
    if ending not in CSV_ENDINGS:
        raise BadFile(f"{name} is neither csv nor xlsx. Save it as one of the two.")
    from compliance.credentialing.files.csv_text import read_csv

    _refuse_other_than_text(name, head)
    return read_csv(content, name)


def open_content(content: Content) -> BinaryIO:
    """Return the file, opened for reading bytes."""
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def size_of(content: Content) -> int:
    """Return how many bytes the file has."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _head(content: Content) -> bytes:
    with open_content(content) as file:
        return file.read(8)


def _refuse_size(name: str, size: int, largest: int) -> None:
    if size == 0:
        raise BadFile(f"{name} is empty. Choose a file with a header row and one row or more.")
    if size > largest:
        raise BadFile(
            f"{name} has {size / MEBIBYTE:,.1f} MB; {largest / MEBIBYTE:,.1f} MB is the most. "
            "Split it, or ask an administrator to raise DAYBOOK_MAX_UPLOAD."
        )


def _refuse_other_than_text(name: str, head: bytes) -> None:
    if head.startswith(ZIP):
        raise BadFile(
            f"{name} is called csv but is a zip archive or an Excel workbook. Unpack it, or give "
            "it its own ending."
        )
    if head.startswith((OLD_EXCEL, b"%PDF")):
        raise BadFile(f"{name} is called csv but is of another kind. Save the table as csv.")


def _refuse_other_than_excel(name: str, head: bytes) -> None:
    if head.startswith(OLD_EXCEL):
        raise BadFile(f"{name} is protected or an old Excel file (xls). Save it as plain xlsx.")
    if not head.startswith(ZIP):
        raise BadFile(f"{name} is called xlsx but is no Excel workbook. Save it again as xlsx.")


def checked_header(name: str, cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings without blank ones at the end; refuses a header with nothing in it."""
    headings = list(cells)
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise BadFile(f"{name} has no header. Its first row must name the columns.")
    return tuple(heading or f"(column {place})" for place, heading in enumerate(headings, 1))
