"""Helpers with files: what is read, refused, kept with a problem."""

from compliance.intake.files.cells import cells_of
from compliance.intake.files.columns import match_columns
from compliance.intake.files.reading import read_table
from compliance.intake.files.rows import read_row, row_problems
from tests.makers.files import csv_of, make_row
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
