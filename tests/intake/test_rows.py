"""Rows: cells to values, with problems and refusals."""

from datetime import date

import pytest

from compliance.intake.files.cells import NOT_SHOWN, cells_of
from compliance.intake.files.columns import match_columns
from compliance.intake.files.rows import row_problems
from tests.intake.tables import HEADER, problems, read, refusals, rows_of
from tests.makers.files import make_row
from tests.makers.rulebook import shipped


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
        ("practice_npi", "2000000019"),
        ("supervisor_npi", "12"),
        ("tin", "11-1111111"),
        ("email", "nope"),
        ("contact_email", "a b"),
        ("license_state", "Calif"),
    ],
)
def test_wrong_value_is_kept_with_a_problem(column, value):
    assert problems(**{column: value}) == [column]


def test_a_wrong_tax_number_is_not_repeated():
    (found,) = rows_of(make_row(tin="999999999"))
    (problem,) = row_problems(found.file_row, shipped())
    assert "999999999" not in problem.value + problem.message


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
