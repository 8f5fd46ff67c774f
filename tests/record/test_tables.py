"""The rows of tables in words: whatever is named has a table, one and several read well."""

from compliance.db import Base
from compliance.record.rules.tables import ROWS, one_row, several_rows


def test_every_name_belongs_to_a_table():
    assert set(ROWS) <= set(Base.metadata.tables)


def test_one_row_and_several_are_told_apart():
    assert one_row("message_attempts") == "try to send"
    assert several_rows("message_attempts") == "tries to send"


def test_a_table_without_words_is_named_as_it_is():
    assert one_row("saved_views") == several_rows("saved_views") == "saved views"
