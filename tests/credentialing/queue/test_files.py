"""The queue as a file."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from tests.credentialing.queue.desk import QUEUE, many, received
from tests.web.page_client import PageClient

pytestmark = pytest.mark.usefixtures("with_rules")


def test_the_csv_says_its_day_and_makes_formulas_harmless(theo_pages: PageClient):
    received(last_name='=HYPERLINK("http://x.example")', practice_name="@practice")
    answer = theo_pages.get(f"{QUEUE}.csv").response
    lines = list(csv.reader(io.StringIO(answer.text)))
    assert lines[0] == ["Applications as of Tue 24 Nov 2026, as known on Tue 24 Nov 2026"]
    row = dict(zip(lines[1], lines[2], strict=True))
    assert row["last_name"] == '\'=HYPERLINK("http://x.example")'
    assert row["practice_name"] == "'@practice"
    assert (row["application_ref"], row["received_on"]) == ("APP-1001", "2026-11-20")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="applications.csv"'


def test_the_workbook_holds_text_and_dates_and_no_formula(theo_pages: PageClient):
    received(last_name='=HYPERLINK("http://x.example")')
    answer = theo_pages.get(f"{QUEUE}.xlsx").response
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    lines = sheet.to_python()
    assert lines[0][0].startswith("Applications as of Tue 24 Nov 2026")
    assert '=HYPERLINK("http://x.example")' in lines[2]
    assert date(2026, 11, 20) in lines[2]


def test_downloads_keep_the_filters_and_leave_the_page(theo_pages: PageClient):
    many(60)
    received(last_name="Zamora")
    page = theo_pages.get(f"{QUEUE}?q=zamora")
    lines = theo_pages.get(page.links()["CSV, these filters"]).response.text.splitlines()
    assert len(lines) == 3
    second = theo_pages.get(theo_pages.get(QUEUE).links()["Next"])
    assert second.links()["CSV, these filters"] == f"{QUEUE}.csv"
