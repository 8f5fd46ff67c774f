"""Which heading is which column, and files handed back."""

import pytest

from compliance.core.errors import BadFile
from compliance.intake.files.cells import NOT_SHOWN
from compliance.intake.files.columns import REQUIRED, match_columns
from compliance.intake.files.headings import refuse_missing
from compliance.intake.files.mapping import read_mapping
from compliance.intake.files.out import refused_lines, template
from compliance.intake.files.reading import read_table
from compliance.intake.kinds import RowWord
from tests.makers.files import csv_of, make_row


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
        refuse_missing(match_columns(["last_name", "B", "C"]), REQUIRED)
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


def test_template_is_the_header_of_the_contract():
    assert template().startswith("application_ref,npi,last_name,first_name,birth_date,role,")


def test_refused_rows_come_back_with_their_row_and_reason_and_without_secrets():
    rows = [make_row(1), make_row(2, notes="123-45-6789", last_name="=1+1", row="9")]
    sheet = read_table(csv_of(rows), "a.csv")
    messages = {3: [RowWord(3, "notes", NOT_SHOWN, "No."), RowWord(3, "npi", "x", "Bad.")]}
    text = "".join(refused_lines(sheet, match_columns(sheet.header), messages))
    header, line = text.splitlines()
    assert header.endswith("received_on,notes,row,message")
    assert header.count("row") == 1
    assert "'=1+1" in line
    assert line.endswith(",,3,notes: No. npi: Bad.")
    assert "6789" not in text
