"""The databases themselves: every test starts with a blank one, on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import inspect, text

from compliance.db import Base, changed_rows, db, session, transaction


def test_every_table_stands_in_both_databases(database_on):
    assert set(inspect(db.engine).get_table_names()) >= set(Base.metadata.tables)


@pytest.mark.parametrize("times", [1, 2])
def test_each_test_starts_with_a_blank_database(database_on, times):
    insert = text("INSERT INTO roles (name) VALUES ('only-once')")
    with transaction() as writing:
        assert changed_rows(writing.execute(insert)) == 1
    assert session().scalar(text("SELECT count(*) FROM roles WHERE name = 'only-once'")) == 1
