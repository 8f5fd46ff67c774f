import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from compliance.web.tables import (
    FORMULA_STARTS,
    Column,
    Table,
    csv_response,
    file_text,
    to_csv,
    to_xlsx,
    xlsx_response,
)

AS_OF = "As of Tue 24 Nov 2026, 14:12 PT. All open."
TABLE: Table[tuple] = Table(
    "things",
    (
        Column("name", "Name", lambda row: row[0]),
        Column("due_on", "Due", lambda row: row[1]),
        Column("pages", "Pages", lambda row: row[2], is_on_page=False, numeric=True),
        Column("next", "Next step", cell=lambda row: "open"),
    ),
)
ROWS = [("Nguyễn Thị Mai", date(2026, 11, 27), 3), ('=HYPERLINK("x")', None, None)]


def read(rows=ROWS) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(to_csv(TABLE, rows, AS_OF)))))


def test_the_csv_says_as_of_when_then_its_columns():
    assert read() == [
        [AS_OF],
        ["name", "due_on", "pages"],
        ["Nguyễn Thị Mai", "2026-11-27", "3"],
        ['\'=HYPERLINK("x")', "", ""],
    ]


def test_the_csv_is_made_line_by_line():
    def rows():
        yield ROWS[0]
        raise RuntimeError("read too far")

    lines = to_csv(TABLE, rows(), AS_OF)
    assert [next(lines) for _ in range(3)][2].startswith("Nguyễn")


@settings(deadline=None)
@given(st.text())
def test_no_text_cell_starts_like_a_formula(text):
    assert not file_text(text).startswith(FORMULA_STARTS)
    assert file_text(text).endswith(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-5, "-5"),
        (Decimal("-1.50"), "-1.50"),
        (True, "yes"),
        (None, ""),
        (datetime(2026, 11, 24, 22, 12, tzinfo=UTC), "2026-11-24T22:12:00+00:00"),
    ],
)
def test_values_of_their_own_kind_stay_what_they_are(value, text):
    assert file_text(value) == text


def test_excel_holds_the_same_rows_with_text_as_text():
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(TABLE, ROWS, AS_OF)))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert rows[0][0] == AS_OF
    assert rows[1] == ["Name", "Due", "Pages"]
    assert rows[2] == ["Nguyễn Thị Mai", date(2026, 11, 27), 3.0]
    assert rows[3][0] == '=HYPERLINK("x")'


def test_excel_made_later_is_the_same_file():
    made = []
    for at in (datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2027, 3, 1, 9, 30, tzinfo=UTC)):
        with time_machine.travel(at):
            made.append(to_xlsx(TABLE, ROWS, AS_OF))
    assert made[0] == made[1]


def test_a_page_only_column_is_in_no_file_and_a_file_column_on_no_page():
    assert [column.key for column in TABLE.on_page] == ["name", "due_on", "next"]
    assert [column.key for column in TABLE.in_files] == ["name", "due_on", "pages"]


def test_downloads_carry_the_name_of_the_table():
    assert csv_response(TABLE, ROWS, AS_OF).headers["Content-Disposition"].endswith('"things.csv"')
    assert (
        xlsx_response(TABLE, ROWS, AS_OF).headers["Content-Disposition"].endswith('"things.xlsx"')
    )
