"""The database itself refuses to change or remove rows of facts and logs, on both databases.

Put on again after every migration: SQLite's way of altering a table drops its triggers.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, inspect, text

from compliance.audit.natures import NEVER_CHANGED

VERBS = ("update", "delete")
STANDS = "EXISTS (SELECT 1 FROM {} WHERE {})"
REFUSE = """
CREATE OR REPLACE FUNCTION daybook_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is never changed: rows are only added', TG_TABLE_NAME; END $$
"""


def put_on_guards(connection: Connection) -> None:
    """Make the triggers of every table of the list that stands in this database."""
    is_postgresql = connection.dialect.name == "postgresql"
    tables = _standing(connection)
    if is_postgresql and tables:
        connection.execute(text(REFUSE))
    for table in tables:
        made = _postgresql(table) if is_postgresql else _sqlite(table, _keys(connection, table))
        for statement in made:
            connection.execute(text(statement))


def take_off_guards(connection: Connection) -> None:
    """Remove the triggers, so that a migration can rebuild the tables."""
    is_postgresql = connection.dialect.name == "postgresql"
    for table in _standing(connection):
        for name in _names(table, is_postgresql=is_postgresql):
            on = f" ON {table}" if is_postgresql else ""
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
    if is_postgresql:
        connection.execute(text("DROP FUNCTION IF EXISTS daybook_refuse_change()"))


def _standing(connection: Connection) -> list[str]:
    known = set(inspect(connection).get_table_names())
    return [table for table in NEVER_CHANGED if table in known]


def _names(table: str, *, is_postgresql: bool) -> list[str]:
    verbs = (*VERBS, "truncate" if is_postgresql else "replace")
    return [f"{table}_no_{verb}" for verb in verbs]


def _keys(connection: Connection, table: str) -> list[tuple[str, ...]]:
    """Return the columns of every key of a table: of two rows with the same, one must go."""
    asked = inspect(connection)
    primary: list[str] = asked.get_pk_constraint(table)["constrained_columns"]
    unique = [each["column_names"] for each in asked.get_unique_constraints(table)]
    indexed = [each["column_names"] for each in asked.get_indexes(table) if each["unique"]]
    keys: list[list[Any]] = [primary, *unique, *indexed]
    found = [tuple(str(name) for name in key if name) for key in keys]
    return sorted({("rowid",), *(key for key in found if key)})


def _sqlite(table: str, keys: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the triggers of a table. REPLACE removes a row and asks no trigger of removal."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is never changed: rows are only added'); END"
    same = (" AND ".join(f"{name} = NEW.{name}" for name in key) for key in keys)
    stands = " OR ".join(STANDS.format(table, each) for each in same)
    when = {**{verb: verb for verb in VERBS}, "replace": "insert"}
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{name} BEFORE {verb.upper()} ON {table} "
        f"{f'WHEN {stands} ' if name == 'replace' else ''}{refuse}"
        for name, verb in when.items()
    ]


def _postgresql(table: str) -> list[str]:
    each = {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"}
    return [
        f"CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"FOR EACH {scope} EXECUTE FUNCTION daybook_refuse_change()"
        for verb, scope in each.items()
    ]
