"""Application files for tests: csv and xlsx from rows given as dictionaries."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from compliance.db import session
from compliance.intake.files.reading import read_table
from compliance.intake.files.sheets import Sheet
from compliance.intake.services.plan import ImportPlan, plan_import
from compliance.intake.services.run import Outcome, Running, run_import
from compliance.occasions import Occasion
from tests.makers.applications import npi

Row = Mapping[str, Any]


def make_row(number: int = 1, **matters: str) -> dict[str, str]:
    """Return one good row of an invented applicant; each number is another person."""
    sound = {
        "npi": npi(5000 + number),
        "last_name": f"Oyelaran{number}",
        "first_name": "Caleb",
        "role": "LCSW",
        "lines": "commercial_dmhc",
        "destination": "plan",
        "received_on": "2026-11-09",
    }
    return {**sound, **matters}


def csv_of(rows: Iterable[Row], separator: str = ",") -> bytes:
    """Return the rows as a csv file in UTF-8; the header is every column that a row has."""
    held = list(rows)
    columns = list(dict.fromkeys(name for row in held for name in row))
    text = io.StringIO()
    out = csv.DictWriter(text, columns, restval="", delimiter=separator)
    out.writeheader()
    out.writerows(held)
    return text.getvalue().encode()


def xlsx_of(lines: Sequence[Sequence[Any]]) -> bytes:
    """Return an Excel workbook; text that starts with = becomes a formula, as people type it."""
    from datetime import date, datetime, time

    from xlsxwriter import Workbook

    held = io.BytesIO()
    with Workbook(held, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Applications")
        for at, line in enumerate(lines):
            for place, value in enumerate(line):
                if isinstance(value, tuple):
                    sheet.write_formula(at, place, value[0], None, value[1])
                elif isinstance(value, date):
                    sheet.write_datetime(at, place, datetime.combine(value, time()))
                else:
                    sheet.write(at, place, value)
    return held.getvalue()


def sheet_of(*rows: Row, name: str = "applications.csv") -> Sheet:
    """Return the rows as a file that was read."""
    return read_table(csv_of(rows), name)


def plan_of(on: Occasion, *rows: Row, keep: Sequence[str] = ()) -> ImportPlan:
    """Return what a file of these rows would do."""
    return plan_import(sheet_of(*rows), {}, on, keep=keep)


def bring_in(on: Occasion, *rows: Row, partial: bool = False, keep: Sequence[str] = ()) -> Outcome:
    """Bring in a file of these rows and return what came of it."""
    plan = plan_of(on, *rows, keep=keep)
    session().commit()
    return run_import(plan, Running(on), partial=partial)


def written(folder: Path, *rows: Row, name: str = "applications.csv") -> Path:
    """Write a csv of these rows into a folder and return where."""
    place = folder / name
    place.write_bytes(csv_of(rows))
    return place
