"""Tables read from text files and workbooks, and files that are none."""

import codecs
import io
import zipfile
from datetime import date, datetime

import pytest

from compliance.core.errors import BadFile
from compliance.intake.files.reading import read_table
from compliance.intake.files.workbooks import cell_text
from tests.intake.tables import HEADER, read
from tests.makers.files import xlsx_of


def test_header_is_row_one_and_rows_follow_the_spreadsheet():
    header, lines = read(HEADER + "Ruiz,2026-11-02,Ana\n\nPark,2026-11-03,Mai\n")
    assert header == ("last_name", "received_on", "first_name")
    assert [row for row, _ in lines] == [2, 4]


def test_line_break_inside_quotes_does_not_move_later_rows():
    _, lines = read(HEADER + '"Ruiz\nOrtega",2026-11-02,Ana\nPark,2026-11-03,Mai\n')
    assert lines[0] == (2, ("Ruiz\nOrtega", "2026-11-02", "Ana"))
    assert lines[1][0] == 3


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_found_out(separator):
    text = (HEADER + "Ruiz,2026-11-02,Ana\n").replace(",", separator)
    header, lines = read(text)
    assert len(header) == 3
    assert lines[0][1] == ("Ruiz", "2026-11-02", "Ana")


def test_commas_inside_a_heading_do_not_pass_for_separators():
    header, _ = read('last_name;received_on;"notes, long, and, many, commas"\nRuiz;2026-11-02;x\n')
    assert header[:2] == ("last_name", "received_on")


@pytest.mark.parametrize(
    "encoded",
    [
        "Nuñez".encode(),
        codecs.BOM_UTF8 + b"%s",
        "utf-16",
        "latin-1",
        "cp1252",
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "latin-1", "windows"],
)
def test_encoding_is_found_out(encoded):
    text = "last_name,received_on\nNuñez,2026-11-02\n"
    if isinstance(encoded, str):
        content = text.encode(encoded)
    else:
        content = (codecs.BOM_UTF8 if encoded.startswith(codecs.BOM_UTF8) else b"") + text.encode()
    header, lines = read(content)
    assert header == ("last_name", "received_on")
    assert lines[0][1][0] == "Nuñez"


def test_windows_quotes_and_undefined_bytes_are_read():
    _, lines = read(b"last_name,received_on\nO\x92Brien\x81,2026-11-02\n")
    assert lines[0][1][0] == "O’Brien\x81"  # noqa: RUF001


def refused(content: bytes, name: str) -> str:
    with pytest.raises(BadFile) as error:
        read_table(content, name)
    return str(error.value)


def test_empty_file_is_refused():
    assert "is empty" in refused(b"", "a.csv")


def test_file_without_a_header_is_refused():
    assert "has no header" in refused(b"\n\nRuiz,2026-11-02\n", "a.csv")


def test_mark_alone_counts_as_no_header():
    assert "has no header" in refused(codecs.BOM_UTF8, "a.csv")


def test_zip_called_csv_is_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("a.csv", HEADER)
    assert "is a zip archive or an Excel workbook" in refused(held.getvalue(), "a.csv")


def test_text_called_xlsx_is_refused():
    assert "no Excel workbook" in refused(HEADER.encode(), "a.xlsx")


def test_damaged_workbook_is_refused():
    assert "Save it again" in refused(b"PK\x03\x04" + b"x" * 40, "a.xlsx")


def test_zip_without_a_workbook_is_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("a.csv", HEADER)
    assert "cannot be read as a workbook" in refused(held.getvalue(), "a.xlsx")


def test_unknown_kind_is_refused():
    assert "neither csv nor xlsx" in refused(b"x", "a.docx")


def test_nul_bytes_are_refused():
    assert "NUL" in refused(HEADER.encode() + b"Ru\0iz,2026-11-02,Ana\n", "a.csv")


def test_too_large_a_file_is_refused_with_the_limit():
    with pytest.raises(BadFile, match="DAYBOOK_MAX_UPLOAD"):
        read_table(b"x" * 100, "a.csv", largest=99)


def test_quote_that_never_closes_is_refused_near_its_row():
    text = HEADER + "Ruiz,2026-11-02,Ana\n" + '"Park,' + "x" * 200_000
    with pytest.raises(BadFile, match="near row 3"):
        read(text)


def test_workbook_cells_read_as_people_see_them():
    lines = [
        ["npi", "last_name", "received_on", "first_name"],
        [1234567893, "Ruiz", date(2026, 11, 2), ('=UPPER("ana")', "ANA")],
        [],
        [1245319599, "Park", ("=DATE(2026,11,3)", "2026-11-03"), ("=1/0", "#DIV/0!")],
    ]
    header, found = read(xlsx_of(lines), "a.xlsx")
    assert header == ("npi", "last_name", "received_on", "first_name")
    assert found == [
        (2, ("1234567893", "Ruiz", "2026-11-02", "ANA")),
        (4, ("1245319599", "Park", "2026-11-03", "")),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567893.0, "1234567893"),
        (1.5, "1.5"),
        (datetime(2026, 11, 2, 14, 30), "2026-11-02"),  # noqa: DTZ001
        (True, "TRUE"),
        (None, ""),
        (7, "7"),
    ],
)
def test_cell_text(value, text):
    assert cell_text(value) == text


def test_workbook_without_a_header_is_refused():
    assert "has no header" in refused(xlsx_of([[], ["Ruiz"]]), "a.xlsx")
