"""The databases themselves: every test starts with a blank one, on SQLite and on PostgreSQL."""

import ast
from collections.abc import Iterator

import pytest
from sqlalchemy import inspect, text

from compliance.db import Base, changed_rows, db, session, transaction
from tests.house.tree import ROOT

ON_SQLITE_ALONE = {
    "test_bits": "changes bits of the values as SQLite stores them",
    "test_a_row_is_not_replaced_by_its_hidden_number": "replaces a row by its rowid",
    "test_a_page_of_the_queue_reads_an_index_in_its_order": "reads SQLite's plan of a query",
    "test_a_page_after_a_cursor_starts_there": "reads SQLite's plan of a query",
    "test_due_deadlines_are_found_by_their_index": "reads SQLite's plan of a query",
}


def said_of_sqlite() -> Iterator[tuple[str, str]]:
    """Yield every test, or file of tests, that is marked as SQLite's own, with its reason."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        if "mark.sqlite" not in (body := path.read_text(encoding="utf-8")):
            continue
        for node in ast.walk(ast.parse(body)):
            name, marks = getattr(node, "name", ""), getattr(node, "decorator_list", [])
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
                name, marks = path.stem, getattr(node.value, "elts", [node.value])
            for mark in marks:
                if "mark.sqlite" in ast.unparse(mark):
                    reasons = [each.value.value for each in getattr(mark, "keywords", [])]
                    yield name, *(reasons or [""])


def test_what_runs_on_sqlite_alone_is_listed_with_its_reason():
    assert dict(said_of_sqlite()) == ON_SQLITE_ALONE


def test_every_table_stands_in_both_databases(database_on):
    assert set(inspect(db.engine).get_table_names()) >= set(Base.metadata.tables)


@pytest.mark.parametrize("times", [1, 2])
def test_each_test_starts_with_a_blank_database(database_on, times):
    insert = text("INSERT INTO roles (name) VALUES ('only-once')")
    with transaction() as writing:
        assert changed_rows(writing.execute(insert)) == 1
    assert session().scalar(text("SELECT count(*) FROM roles WHERE name = 'only-once'")) == 1
