"""The database refuses to change facts and logs; what may be changed says why."""

import re
from datetime import date, datetime

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

import compliance.models  # noqa: F401  (every table of the product)
from compliance.audit.natures import CHANGED_WITH_REASON, NEVER_CHANGED, natures
from compliance.db import Base, db, session, transaction
from compliance.setup.migrate import migrate, migrate_down
from compliance.setup.vault.restoring import restore
from compliance.setup.vault.writing import silent
from tests.audit.test_entries import note
from tests.conftest import OLD
from tests.setup.vault import instance, tell_story


def refusal(statement: str) -> str:
    try:
        session().execute(text(statement))
    except DBAPIError as error:
        return str(error.orig)
    finally:
        session().rollback()
    return ""


@pytest.mark.parametrize("statement", ["UPDATE facts SET why = 'x'", "DELETE FROM facts"])
def test_a_fact_is_neither_changed_nor_removed(database_on, statement):
    with transaction():
        note(1)
    assert "facts is never changed" in refusal(statement)


def test_entries_are_neither_changed_nor_removed(database_on):
    with transaction():
        note(1)
    for statement in ("UPDATE audit_entries SET act = 'x'", "DELETE FROM audit_entries"):
        assert "never changed" in refusal(statement)


@pytest.mark.sqlite(reason="replaces a row by its rowid")
@pytest.mark.parametrize(
    "statement",
    [
        "REPLACE INTO rule_packs SELECT version, '{}' FROM rule_packs",
        "REPLACE INTO rule_packs (rowid, version, body) VALUES (1, 'another', '{}')",
    ],
)
def test_a_row_is_not_replaced_by_its_hidden_number(with_rules, statement):
    with transaction():
        note(1)
    assert "never changed" in refusal(statement)


def test_every_fact_and_log_is_guarded_or_says_why_not():
    kept = {name for name, nature in natures().items() if nature in ("fact", "log")}
    assert kept == {*NEVER_CHANGED, *CHANGED_WITH_REASON}


FORMS = {
    "sqlite": (
        "UPDATE {0} SET {1} = {1}",
        "UPDATE OR REPLACE {0} SET {1} = {1}",
        "DELETE FROM {0}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "REPLACE INTO {0} SELECT * FROM {0}",
        "INSERT INTO {0} SELECT * FROM {0} WHERE true ON CONFLICT DO UPDATE SET {1} = {1}",
    ),
    "postgresql": (
        "UPDATE {0} SET {1} = {1}",
        "DELETE FROM {0}",
        "TRUNCATE {0}",
        "TRUNCATE {0} CASCADE",
        "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT ({1}) DO UPDATE SET {1} = EXCLUDED.{1}",
    ),
}
REFUSED = re.compile("never changed|cannot truncate a table referenced in a foreign key")
MADE_UP: dict[type, object] = {int: 1, str: "x", date: OLD.date(), datetime: OLD}


def made_up(column) -> object:
    """Return any value that the column takes."""
    if choices := getattr(column.type, "enum_class", None):
        return next(iter(choices))
    return MADE_UP.get(column.type.python_type, {})


def with_a_row_each() -> None:
    """Put a row of nothing in particular into every guarded table that has none."""
    with db.engine.begin() as connection:
        for name in NEVER_CHANGED:
            table = Base.metadata.tables[name]
            values = {each.name: made_up(each) for each in table.columns if not each.nullable}
            if connection.scalar(select(func.count()).select_from(table)) == 0:
                connection.execute(insert(table).values(values))


def let_through() -> list[str]:
    """Return every form of change that a guarded table lets through; each is undone."""
    with_a_row_each()
    dialect = db.engine.dialect.name
    made = [
        form.format(name, next(iter(Base.metadata.tables[name].primary_key)).name)
        for name in NEVER_CHANGED
        for form in FORMS[dialect]
    ]
    return [each for each in made if not REFUSED.search(refusal(each))]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def told(request, tmp_path, shipped_pack):
    """Yield an instance with a story and a row in every guarded table, on each database."""
    address = ""
    if request.param == "postgres":
        address = request.getfixturevalue("postgres").fresh("daybook_guards")
    with instance(tmp_path / "told", address) as made:
        tell_story(shipped_pack, made)
        yield made


def test_no_form_of_change_passes_not_even_after_migrations_and_a_restore(told, tmp_path):
    assert let_through() == []
    migrate_down("0001")
    assert "never changed" in refusal("DELETE FROM facts")
    migrate()
    assert let_through() == []
    backup = told.backed_up().path
    with instance(tmp_path / "empty") as empty:
        restore(empty.settings, backup, silent)
        assert let_through() == []
