"""Text tables: encoding and separator found out, quoted line breaks kept in their row."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from compliance.core.errors import BadFile
from compliance.intake.files.columns import is_known
from compliance.intake.files.sheets import Content, Line, Sheet, checked_header, open_content

Known = Callable[[str], bool]
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS = (",", ";", "\t", "|")
BLOCK = 1024 * 1024
LONGEST_CELL = 100_000
SAMPLE = 64 * 1024
WESTERN = "western-text"
UNDEFINED = {0x81: "\x81", 0x8D: "\x8d", 0x8F: "\x8f", 0x90: "\x90", 0x9D: "\x9d"}


def read_csv(content: Content, name: str, known: Known = is_known) -> Sheet:
    """Return the table of a text file; `known` says which headings are columns of ours.

    Read as UTF-8 (with or without mark) or UTF-16 with a mark; anything else is taken for Western
    text as Windows and older systems write it.

    Raises:
        BadFile: NUL bytes, no header, or a quote that never closes.
    """
    encoding = encoding_of(content, name)
    with _text(content, encoding) as text:
        separator = separator_of(text.read(SAMPLE), known)
    with _text(content, encoding) as text:
        first = next(_records(text, separator, name), (1, ()))
    header = checked_header(name, tuple(cell.strip() for cell in first[1]))

    def read() -> Iterator[Line]:
        with _text(content, encoding) as text:
            for row, cells in _records(text, separator, name):
                if row > 1 and any(map(str.strip, cells)):
                    yield row, cells

    return Sheet(name, header, read)


def encoding_of(content: Content, name: str) -> str:
    """Return how the bytes are to be read as text."""
    with open_content(content) as file:
        head = file.read(4)
        marked = next((code for mark, code in MARKS if head.startswith(mark)), None)
        if marked == "utf-16":
            return marked
        file.seek(0)
        is_utf8 = _is_utf8(iter(lambda: file.read(BLOCK), b""), name)
    return marked or ("utf-8" if is_utf8 else WESTERN)


def _is_utf8(blocks: Iterator[bytes], name: str) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    fits = True
    for block in blocks:
        if b"\0" in block:
            raise BadFile(f"{name} holds NUL bytes, so it is no text table. Save it again as csv.")
        try:
            fits = fits and decoder.decode(block) is not None
        except UnicodeDecodeError:
            fits = False
    return fits


@contextmanager
def _text(content: Content, encoding: str) -> Iterator[TextIO]:
    with open_content(content) as file:
        if encoding == WESTERN:
            yield io.TextIOWrapper(file, "cp1252", errors="daybook-western", newline="")
        else:
            yield io.TextIOWrapper(file, encoding, errors="replace", newline="")


def _western(error: UnicodeError) -> tuple[str, int]:
    """Return the letter of Latin-1 where Windows-1252 leaves a byte undefined."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNDEFINED.get(error.object[error.start], "?"), error.start + 1


codecs.register_error("daybook-western", _western)


def separator_of(sample: str, known: Known = is_known) -> str:
    """Return the separator by which the first row gives most known columns, then most cells."""

    def score(separator: str) -> tuple[int, int]:
        cells = next(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), [])
        return sum(map(known, cells)), len(cells)

    try:
        return max(SEPARATORS, key=score)
    except csv.Error:
        return ","


def _records(text: TextIO, separator: str, name: str) -> Iterator[Line]:
    """Yield every record with its number: a spreadsheet counts records, not lines of text."""
    csv.field_size_limit(LONGEST_CELL)
    row = 0
    try:
        for row, cells in enumerate(csv.reader(text, delimiter=separator), 1):
            yield row, tuple(cells)
    except csv.Error as error:
        raise BadFile(
            f"{name}, near row {row + 1}: {error}. A quote that is opened there is not closed, or "
            "a cell is far too long."
        ) from error
