"""The kinds of file that features take in: columns, and the two functions behind the pages.

Applications have an intake of their own, since their files are long. Everything here is read,
judged and applied within one request. The door (`views/small_files.py`, `cli/small_files.py`)
reads the cells: blanks, the apostrophe our exports add, headings in any order, what looks like a
social security number, cells that are too long, required ones that are blank. What reaches `judge`
are the rows without such a fault; its `read` counts those alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class FileColumn:
    """One column: its name, an example, and what it takes.

    A required one must be in the header and filled in every row. `aliases` are other headings
    it may stand under.
    """

    name: str
    example: str = ""
    hint: str = ""
    is_required: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileKind:
    """One kind of file.

    Args:
        name: the word in the address and the stem of its template: `owners`.
        title: the heading of the page: "Owners of responsibilities".
        noun: what a row is, in the plural: "assignments".
        columns: ours, in the order of the template.
        permission: who may bring it in.
        back: the endpoint the pages lead back to.
        judge: "module:function", `(rows: Sequence[SheetRow], on: Occasion) -> Judged`. Writes
            nothing.
        apply: "module:function", `(judged: Judged, origin: str, on: Occasion) -> None`. Called
            inside a transaction; `origin` names the file, for the facts.
        largest: rows that one file may have.
    """

    name: str
    title: str
    noun: str
    columns: tuple[FileColumn, ...]
    permission: str
    back: str
    judge: str
    apply: str
    largest: int = 5000


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the spreadsheet, and our columns that are not blank."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RowWord:
    """What is wrong in one row: column, value, and one sentence with the way out."""

    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class Change:
    """What one row would do: create or update, the words for the preview, and the feature's own."""

    row: int
    is_new: bool
    words: str
    what: Any


@dataclass(frozen=True)
class Judged:
    """What came of all rows, before anything is written."""

    read: int
    changes: tuple[Change, ...]
    unchanged: int = 0
    problems: tuple[RowWord, ...] = ()
    refused: tuple[RowWord, ...] = ()

    @property
    def created(self) -> int:
        """Return how many rows make something new."""
        return sum(each.is_new for each in self.changes)

    @property
    def updated(self) -> int:
        """Return how many rows change something that is there."""
        return len(self.changes) - self.created

    @property
    def refused_rows(self) -> dict[int, list[RowWord]]:
        """Return the refusals by row."""
        found: dict[int, list[RowWord]] = {}
        for each in self.refused:
            found.setdefault(each.row, []).append(each)
        return found

    @property
    def counts(self) -> dict[str, int]:
        """Return the numbers of rows, refused ones too, and of problems."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": len(self.refused_rows),
            "problems": len(self.problems),
        }

    def count(self, name: str) -> int:
        """Return one of `counts`, for the pages."""
        return self.counts[name]

    @property
    def fingerprint(self) -> str:
        """Return a hash of what would be done, by which a yes is held to what was shown."""
        shown = [(each.row, each.is_new, each.words) for each in self.changes]
        told = repr((self.read, self.unchanged, shown, self.refused))
        return sha256(told.encode()).hexdigest()


_known: dict[str, FileKind] = {}


def register_file_kinds(kinds: Iterable[FileKind]) -> None:
    """Make the kinds known to this process; a kind given again replaces the one before."""
    _known.update({each.name: each for each in kinds})


def file_kinds() -> Mapping[str, FileKind]:
    """Return the kinds by name."""
    return dict(_known)
