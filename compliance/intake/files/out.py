"""Files we hand back: the template to fill in, and the refused rows to mend."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from compliance.intake.files.cells import NOT_SHOWN
from compliance.intake.files.columns import COLUMNS
from compliance.intake.files.headings import Matched, heading_key
from compliance.intake.files.sheets import Sheet
from compliance.intake.kinds import RowWord
from compliance.web.tables import file_text

TEMPLATE_NAME = "applications-template.csv"
ADDED = ("row", "message")


def template(columns: Iterable[str] = tuple(COLUMNS)) -> str:
    """Return the empty file to fill in: the header alone."""
    return csv_line(columns)


def refused_lines(
    sheet: Sheet,
    matched: Matched,
    refused: Mapping[int, Sequence[RowWord]],
    hidden: Collection[str] = (),
) -> Iterator[str]:
    """Yield a csv of the refused rows as they came, each with its row and what is wrong with it.

    A cell that must not be repeated is left out, and so are the columns `hidden` from its reader.
    """
    names = matched.names
    kept = [place for place, name in enumerate(names) if heading_key(name) not in ADDED]
    yield csv_line([*(sheet.header[place] for place in kept), *ADDED])
    for row, cells in sheet.lines():
        if row in refused:
            secret = {*hidden, *(each.column for each in refused[row] if each.value == NOT_SHOWN)}
            texts = ["" if names[n] in secret else _at(cells, n) for n in kept]
            yield csv_line([*texts, str(row), said(refused[row])])


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def said(messages: Iterable[RowWord]) -> str:
    """Return the messages of one row as one text."""
    return " ".join(f"{each.column}: {each.message}".removeprefix(": ") for each in messages)


def csv_line(cells: Iterable[str]) -> str:
    """Return one csv line; text that a spreadsheet would run is made harmless."""
    line = io.StringIO()
    csv.writer(line).writerow([file_text(each) for each in cells])
    return line.getvalue()
