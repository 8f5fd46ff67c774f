"""The rows of a small file under the columns of its kind, and what is wrong with them at sight."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from compliance.core.errors import BadFile
from compliance.intake.files.cells import Cells, cells_of, too_long
from compliance.intake.files.headings import Matched, heading_key, matched_by, refuse_missing
from compliance.intake.files.reading import LARGEST, read_table
from compliance.intake.files.sheets import Content, Sheet
from compliance.intake.kinds import FileKind, RowWord, SheetRow


@dataclass(frozen=True)
class Given:
    """A small file as it was read: the rows that may be judged, and the refusals of the others."""

    sheet: Sheet
    matched: Matched
    rows: tuple[SheetRow, ...]
    refused: tuple[RowWord, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the headings that are no column of ours; they are left aside."""
        return self.matched.unknown


def read_given(content: Content, name: str, kind: FileKind, largest: int = LARGEST) -> Given:
    """Return the rows of a csv or xlsx file of one kind.

    Raises:
        BadFile: as `read_table`; a column stands twice or is lacking; no row, or too many.
    """
    known = {name: each.name for each in kind.columns for name in (each.name, *each.aliases)}
    sheet = read_table(content, name, largest, lambda heading: heading_key(heading) in known)
    matched = matched_by(sheet.header, lambda each: known.get(heading_key(each), ""))
    needed = tuple(each.name for each in kind.columns if each.is_required)
    refuse_missing(matched, needed)
    if not any(matched.ours):
        raise BadFile(
            f"We know no column of {name}. Known: {', '.join(each.name for each in kind.columns)}."
        )
    cells = [cells_of(line, matched, frozenset()) for line in _lines(sheet, kind)]
    wrong = {each.row: tuple(_wrong(each, needed)) for each in cells}
    rows = tuple(SheetRow(each.row, each.ours) for each in cells if not wrong[each.row])
    return Given(sheet, matched, rows, tuple(word for words in wrong.values() for word in words))


def _lines(sheet: Sheet, kind: FileKind) -> list[tuple[int, tuple[str, ...]]]:
    lines = list(islice(sheet.lines(), kind.largest + 1))
    if not lines:
        raise BadFile(
            f"{sheet.name} has a header row and no other. Choose a file with one row or more."
        )
    if len(lines) > kind.largest:
        raise BadFile(f"{sheet.name} has more than {kind.largest:,} rows. Split it.")
    return lines


def _wrong(cells: Cells, needed: tuple[str, ...]) -> Iterator[RowWord]:
    yield from cells.wrong
    for column, text in cells.ours.items():
        if found := too_long(cells.row, column, text):
            yield found
    for column in needed:
        if column not in cells.ours:
            yield RowWord(cells.row, column, "", f"{column} is blank. Fill it in.")
