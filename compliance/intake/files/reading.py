"""Reading a table from a file, by its kind.

Nothing here knows an application. A file that cannot be read at all is refused with one sentence;
what is wrong inside a row is for `rows.py`.
"""

from pathlib import Path

from compliance.core.errors import BadFile
from compliance.intake.files.columns import is_known
from compliance.intake.files.csv_text import Known, read_csv
from compliance.intake.files.sheets import (
    MEBIBYTE,
    Content,
    Sheet,
    open_content,
    size_of,
)
from compliance.intake.files.workbooks import read_workbook

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
CSV_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
EXCEL_ENDINGS = frozenset({".xlsx", ".xlsm"})
LARGEST = 32 * MEBIBYTE


def read_table(
    content: Content, name: str, largest: int = LARGEST, known: Known = is_known
) -> Sheet:
    """Return the table in a csv or xlsx file; `name` is the file's own name, ending included.

    `known` says which headings are columns of ours, by which a csv's separator is found.

    Raises:
        BadFile: empty, too large, of another kind than its name says, or without a header.
    """
    ending = Path(name).suffix.lower()
    head, size = _head(content), size_of(content)
    _refuse_size(name, size, largest)
    if ending in EXCEL_ENDINGS:
        _refuse_other_than_excel(name, head)
        return read_workbook(content, name)
    if ending not in CSV_ENDINGS:
        raise BadFile(f"{name} is neither csv nor xlsx. Save it as one of the two.")
    _refuse_other_than_text(name, head)
    return read_csv(content, name, known)


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
