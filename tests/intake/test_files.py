import codecs
import io
import zipfile
from datetime import date, datetime

import pytest

from compliance.core.errors import BadFile
from compliance.intake.files.columns import match_columns, refuse_missing
from compliance.intake.files.mapping import read_mapping
from compliance.intake.files.out import refused_lines, template
from compliance.intake.files.reading import read_table
from compliance.intake.files.rows import (
    NOT_SHOWN,
    RowMessage,
    cells_of,
    read_row,
    row_problems,
)
from compliance.intake.files.workbooks import cell_text
from tests.makers.files import csv_of, make_row, xlsx_of
from tests.makers.rulebook import shipped

HEADER = "last_name,received_on,first_name\n"


def read(text: str | bytes, name: str = "a.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    sheet = read_table(content, name)
    return sheet.header, list(sheet.lines())


def rows_of(*rows, keep=()):
    sheet = read_table(csv_of(rows), "a.csv")
    matched = match_columns(sheet.header)
    found = (cells_of(line, matched, frozenset(keep)) for line in sheet.lines())
    return [read_row(each, shipped()) for each in found]


def refusals(**matters):
    (found,) = rows_of(make_row(**matters))
    return [(each.column, each.message) for each in found.refused]


def problems(**matters):
    (found,) = rows_of(make_row(**matters))
    assert not found.refused
    return [each.column for each in row_problems(found.file_row, shipped())]


# Text files


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


# Workbooks


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


# Columns


def test_headings_match_whatever_their_case_and_blanks():
    matched = match_columns(["Last Name", "RECEIVED_ON", " line ", "shoe size"])
    assert matched.ours == ("last_name", "received_on", "lines", "")
    assert matched.unknown == ("shoe size",)


def test_mapping_goes_from_theirs_to_ours_and_may_leave_aside():
    matched = match_columns(
        ["Surname", "Rec'd", "npi"], {"Surname": "last_name", "Rec'd": "received_on", "npi": ""}
    )
    assert matched.ours == ("last_name", "received_on", "")


def test_mapping_to_a_column_we_do_not_have_is_refused():
    with pytest.raises(BadFile, match="The mapping names surname, which is no column"):
        match_columns(["a"], {"a": "surname"})


@pytest.mark.parametrize(
    "header", [["npi", "NPI"], ["line", "lines"], ["notes", "Notes"], ["last name", "last_name"]]
)
def test_heading_that_stands_twice_is_refused(header):
    with pytest.raises(BadFile, match="stands twice in the header"):
        match_columns(header)


def test_missing_column_is_refused_with_what_was_found():
    with pytest.raises(BadFile) as error:
        refuse_missing(match_columns(["last_name", "B", "C"]))
    assert str(error.value) == (
        "We could not read this file: no column for received_on. Found: last_name, B, C."
    )


def test_mapping_file_may_be_yaml_or_csv(tmp_path):
    (tmp_path / "map.yaml").write_text("Surname: last_name\nShoes: null\n")
    (tmp_path / "map.csv").write_text("theirs,ours\nSurname,last_name\nShoes,\n")
    (tmp_path / "bare.csv").write_text("Surname,last_name\n")
    assert read_mapping(tmp_path / "map.yaml") == {"Surname": "last_name", "Shoes": ""}
    assert read_mapping(tmp_path / "map.csv") == {"Surname": "last_name", "Shoes": ""}
    assert read_mapping(tmp_path / "bare.csv") == {"Surname": "last_name"}


def test_mapping_file_that_is_no_pairs_is_refused(tmp_path):
    (tmp_path / "map.yaml").write_text("- Surname\n")
    with pytest.raises(BadFile, match="must hold lines of the form"):
        read_mapping(tmp_path / "map.yaml")


# Rows


def test_row_reads_as_an_application():
    (found,) = rows_of(
        make_row(role="lcsw", lines="commercial; Medi_Cal", received_on="11/09/2026", model="PCBH")
    )
    entry = found.file_row.entry
    assert (entry.role, entry.lines, entry.model) == (
        "LCSW",
        ("commercial_dmhc", "medi_cal"),
        "pcbh",
    )
    assert found.file_row.dates.received_on == date(2026, 11, 9)


def test_blank_destination_and_model_have_their_defaults():
    (found,) = rows_of(make_row(destination="", model=""))
    assert (found.file_row.entry.destination, found.file_row.entry.model) == ("plan", "none")


def test_date_that_does_not_exist_is_refused_with_the_way_out():
    assert refusals(received_on="2026-02-30") == [
        ("received_on", "2026-02-30 is not a date. Use YYYY-MM-DD.")
    ]


def test_birth_date_is_never_repeated():
    (found,) = rows_of(make_row(birth_date="31/31/1980"))
    (message,) = found.refused
    assert "1980" not in message.message + message.value


@pytest.mark.parametrize(
    ("column", "word"), [("decision", "maybe"), ("notice_said", "hello"), ("decision", "deferred")]
)
def test_unknown_word_is_refused(column, word):
    assert refusals(**{column: word})[0][0] == column


def test_name_of_500_characters_is_taken_and_one_more_is_refused():
    assert refusals(last_name="x" * 500) == []
    assert refusals(last_name="x" * 501) == [
        ("last_name", "last_name has 501 characters; 500 is the most. Shorten it.")
    ]


@pytest.mark.parametrize("column", ["npi", "first_name", "notes", "tin"])
def test_social_security_number_refuses_the_row_and_is_not_repeated(column):
    (found,) = rows_of(make_row(**{column: "SSN 123-45-6789"}))
    (message,) = found.refused
    assert (message.column, message.value) == (column, NOT_SHOWN)
    assert "6789" not in message.message


def test_nine_digits_under_a_heading_that_says_so_are_refused_too():
    assert refusals(ssn="123456789")
    assert not refusals(tin="123456789")


def test_more_cells_than_headings_are_refused():
    _, lines = read(HEADER + "Ruiz,2026-11-02,Ana,too much\n")
    found = cells_of(
        lines[0], match_columns(("last_name", "received_on", "first_name")), frozenset()
    )
    assert "4 cells, the header 3" in found.wrong[0].message


def test_header_that_stands_again_below_is_refused():
    _, lines = read(HEADER + HEADER)
    found = cells_of(
        lines[0], match_columns(("last_name", "received_on", "first_name")), frozenset()
    )
    assert "repeats the header" in found.wrong[0].message


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("npi", "1234567890"),
        ("npi", ""),
        ("role", "WIZARD"),
        ("lines", "commercial;mars"),
        ("model", "both"),
        ("license_number", "???"),
        ("caqh_id", "12"),
        ("destination", "moon"),
        ("provider_class", "behavioral"),
    ],
)
def test_wrong_value_is_kept_with_a_problem(column, value):
    assert problems(**{column: value}) == [column]


def test_notice_and_decision_without_their_day_are_problems():
    assert problems(notice_said="complete", decision="approved") == ["notice_said", "decision"]


def test_formula_text_is_kept_as_text_and_our_own_apostrophe_taken_off():
    (found,) = rows_of(make_row(last_name='=HYPERLINK("x")', first_name="'=1+1"))
    assert found.file_row.entry.last_name == '=HYPERLINK("x")'
    assert found.file_row.entry.first_name == "=1+1"


def test_further_columns_are_kept_only_when_asked_for():
    (left,) = rows_of(make_row(notes="call first"))
    (kept,) = rows_of(make_row(notes="call first"), keep=["notes"])
    assert (left.file_row.extra, kept.file_row.extra) == ({}, {"notes": "call first"})


# Out


def test_template_is_the_header_of_the_contract():
    assert template().startswith("application_ref,npi,last_name,first_name,birth_date,role,")


def test_refused_rows_come_back_with_their_row_and_reason_and_without_secrets():
    rows = [make_row(1), make_row(2, notes="123-45-6789", last_name="=1+1", row="9")]
    sheet = read_table(csv_of(rows), "a.csv")
    messages = {3: [RowMessage(3, "notes", NOT_SHOWN, "No."), RowMessage(3, "npi", "x", "Bad.")]}
    text = "".join(refused_lines(sheet, match_columns(sheet.header), messages))
    header, line = text.splitlines()
    assert header.endswith("received_on,notes,row,message")
    assert header.count("row") == 1
    assert "'=1+1" in line
    assert line.endswith(",,3,notes: No. npi: Bad.")
    assert "6789" not in text
