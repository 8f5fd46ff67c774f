"""The database itself refuses to change or remove rows of facts and logs, on both databases.

Put on again after every migration: SQLite's way of altering a table drops its triggers.
"""

from sqlalchemy import Connection, inspect, text

from compliance.audit.natures import NEVER_CHANGED

VERBS = ("update", "delete")
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
        for statement in _postgresql(table) if is_postgresql else _sqlite(table):
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
    verbs = (*VERBS, "truncate") if is_postgresql else VERBS
    return [f"{table}_no_{verb}" for verb in verbs]


def _sqlite(table: str) -> list[str]:
    said = f"{table} is never changed: rows are only added"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        for verb in VERBS
    ]


def _postgresql(table: str) -> list[str]:
    each = {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"}
    return [
        f"CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"FOR EACH {scope} EXECUTE FUNCTION daybook_refuse_change()"
        for verb, scope in each.items()
    ]
