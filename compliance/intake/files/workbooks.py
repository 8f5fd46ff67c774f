"""Excel workbooks: the first sheet that is shown, cells as the text that a person reads."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from compliance.core.errors import BadFile
from compliance.intake.files.sheets import (
    MEBIBYTE,
    Content,
    Line,
    Sheet,
    checked_header,
    open_content,
)

LARGEST_UNPACKED = 400 * MEBIBYTE
MOST_DIGITS = 15  # what a spreadsheet keeps of a whole number


def read_workbook(content: Content, name: str) -> Sheet:
    """Return the first visible sheet of an xlsx workbook; a formula gives its last value.

    Raises:
        BadFile: no workbook inside, password-protected, far too large unpacked, or no header.
    """
    _refuse_bomb(content, name)
    header = next((cells for row, cells in _records(content, name) if row == 1), ())

    def read() -> Iterator[Line]:
        for row, cells in _records(content, name):
            if row > 1 and any(map(str.strip, cells)):
                yield row, cells

    return Sheet(name, checked_header(name, tuple(cell.strip() for cell in header)), read)


def _refuse_bomb(content: Content, name: str) -> None:
    try:
        with open_content(content) as file, zipfile.ZipFile(file) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadFile(f"{name} is damaged: {error}. Save it again as xlsx.") from error
    if size > LARGEST_UNPACKED:
        raise BadFile(f"{name} is far larger unpacked than it looks. Save the one table as csv.")


def _records(content: Content, name: str) -> Iterator[Line]:
    import python_calamine

    try:
        with open_content(content) as file:
            book = python_calamine.CalamineWorkbook.from_filelike(file)
            rows = book.get_sheet_by_name(_shown(book, name)).iter_rows()
            for row, cells in enumerate(rows, 1):
                yield row, tuple(cell_text(each) for each in cells)
    except python_calamine.CalamineError as error:
        raise BadFile(f"{name} cannot be read as a workbook. Save it again as xlsx.") from error


def _shown(book: Any, name: str) -> str:
    import python_calamine

    wanted = python_calamine.SheetVisibleEnum.Visible
    for sheet in book.sheets_metadata:
        if sheet.visible == wanted and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
            return str(sheet.name)
    raise BadFile(f"{name} shows no sheet with a table. Unhide the sheet and save it again.")


def cell_text(value: Any) -> str:
    """Return a cell as text: 1234567893.0 is an NPI, a date cell reads 2026-11-24."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 10**MOST_DIGITS
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else ""
