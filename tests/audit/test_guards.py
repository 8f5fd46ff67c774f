"""The database refuses to change facts and logs; what may be changed says why."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

import compliance.models  # noqa: F401  (every table of the product)
from compliance.audit.natures import CHANGED_WITH_REASON, NEVER_CHANGED, natures
from compliance.db import db, session, transaction
from compliance.setup.migrate import migrate, migrate_down
from tests.audit.test_entries import note


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


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO facts SELECT * FROM facts",
        "REPLACE INTO audit_entries SELECT * FROM audit_entries",
        "REPLACE INTO rule_packs SELECT version, '{}' FROM rule_packs",
        "REPLACE INTO rule_packs (rowid, version, body) VALUES (1, 'another', '{}')",
        "INSERT INTO facts SELECT * FROM facts WHERE true ON CONFLICT DO UPDATE SET why = 'x'",
    ],
)
def test_a_row_is_not_replaced(with_rules, statement):
    with transaction():
        note(1)
    assert "never changed" in refusal(statement)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE facts CASCADE",
        "TRUNCATE audit_entries",
        "INSERT INTO facts SELECT * FROM facts ON CONFLICT (id) DO UPDATE SET why = 'x'",
    ],
)
def test_postgresql_neither_empties_nor_replaces(postgres_app, postgres_database, statement):
    with transaction():
        note(1)
    assert "never changed" in refusal(statement)


def test_every_fact_and_log_is_guarded_or_says_why_not():
    kept = {name for name, nature in natures().items() if nature in ("fact", "log")}
    assert kept == {*NEVER_CHANGED, *CHANGED_WITH_REASON}


@pytest.mark.sqlite
def test_guards_stand_after_up_down_and_up(database):
    def triggers() -> int:
        asked = text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        return int(session().scalar(asked) or 0)

    assert triggers() == 3 * len(NEVER_CHANGED)
    session().rollback()
    migrate_down("0001")
    assert "facts_no_update" in {
        row[0] for row in session().execute(text("SELECT name FROM sqlite_master"))
    }
    session().rollback()
    migrate()
    assert triggers() == 3 * len(NEVER_CHANGED)
    assert "audit_entries" in inspect(db.engine).get_table_names()
