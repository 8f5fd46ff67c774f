"""A table as a file brings it: one header, and rows that know their spreadsheet row."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from compliance.core.errors import BadFile

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


def open_content(content: Content) -> BinaryIO:
    """Return the file, opened for reading bytes."""
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def size_of(content: Content) -> int:
    """Return how many bytes the file has."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def checked_header(name: str, cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings without blank ones at the end; refuses a header with nothing in it."""
    headings = list(cells)
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise BadFile(f"{name} has no header. Its first row must name the columns.")
    return tuple(heading or f"(column {place})" for place, heading in enumerate(headings, 1))
