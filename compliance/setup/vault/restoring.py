"""Restoring a backup into an empty instance: whole or not at all, and nothing goes out after it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError

from compliance.accounts.services import end_all_sessions
from compliance.audit.services import tell_log
from compliance.audit.services.anchors import keep_heads
from compliance.audit.services.entries import chain_head
from compliance.config import Settings, keep_key
from compliance.core.errors import BadFile, Environment, NotNow
from compliance.db import db, session, transaction
from compliance.outbox.holds import Held, hold_outgoing, standing_hold
from compliance.setup.story import STORY, instance_clock
from compliance.setup.upgrading import Pending, bring_up, pending
from compliance.setup.vault.manifest import STORY_PART, UPLOADS, Manifest, TablePart
from compliance.setup.vault.reading import Backup, opened_backup
from compliance.setup.vault.tables import (
    Found,
    described,
    filled_tables,
    found_tables,
    row_count,
)
from compliance.setup.vault.writing import BATCH, is_worth_telling
from compliance.setup.versions import database_version, shipped_version
from compliance.store import folder_of, keep

FIRST_HELD = "0009"
CIRCULAR = """
SELECT quote_ident(child.relname), quote_ident(link.conname)
FROM pg_constraint link JOIN pg_class child ON child.oid = link.conrelid
WHERE link.contype = 'f' AND child.relnamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True)
class Restored:
    """What was restored, what waits to go out, and where it stood before it was brought up."""

    manifest: Manifest
    held: Held | None
    before: Pending


def restore(settings: Settings, path: Path, tell: Callable[[str], None]) -> Restored:
    """Restore a backup into an empty database, every row with its id, and hold what goes out.

    Every part is checked first. Rows are written in one transaction, into the tables of the
    backup's own migration; sessions end with it. Then the database is brought to this release.

    Raises:
        BadFile: the backup is damaged, cut, or does not fit its own release.
        NotNow: the instance is not empty.
        Environment: the backup is of a newer release.
    """
    clock = partial(instance_clock, settings.instance)  # a story brings its own
    with opened_backup(path, tell) as backup:
        manifest = backup.manifest
        _prepare(manifest)
        try:
            with transaction():
                _restore_rows(backup, tell)
                _restore_files(backup, settings)
                end_all_sessions()
                tell_log(restored=_whence(manifest))
                hold_outgoing(manifest.made_at, clock().now())
        except (IntegrityError, DataError) as error:
            raise BadFile(
                f"The rows of the backup do not fit each other: {error.orig}. Nothing was restored."
            ) from None
    keep_heads(settings.instance, clock().now(), begins=True)
    before = pending()
    if before.is_anything:
        tell(f"Everything is in. Next: from migration {manifest.schema} to this release.")
        bring_up(before, clock().now())
    return Restored(manifest, standing_hold(), before)


def _whence(manifest: Manifest) -> dict[str, Any]:
    """Return what the log says of a restore: which backup, and where its own log ended."""
    number, hashed = chain_head()
    made = {"made_at": manifest.made_at.isoformat(), "release": manifest.release}
    return {**made, "schema": manifest.schema, "entries": number, "hash": hashed}


def _prepare(manifest: Manifest) -> None:
    """Bring an empty database to the migration of the backup."""
    from compliance.setup.migrate import migrate

    _refuse_release(manifest)
    stands = database_version()
    _refuse_rows()
    if stands is None:
        migrate(manifest.schema)
    elif stands != manifest.schema:
        raise NotNow(
            f"The database stands at migration {stands}, the backup at {manifest.schema}. "
            "Name an instance or a database that has no tables yet."
        )


def _refuse_release(manifest: Manifest) -> None:
    made, brings = f"release {manifest.release} at migration {manifest.schema}", shipped_version()
    if manifest.schema > brings:
        raise Environment(
            f"The backup was made by {made}, newer than this Daybook, which knows {brings}. "
            f"Install release {manifest.release}, then restore it. Nothing was restored."
        )
    if manifest.schema < FIRST_HELD:
        raise Environment(
            f"The backup was made by {made}; this Daybook restores from {FIRST_HELD} on. Restore "
            f"it with release {manifest.release}, then run `daybook upgrade` of this one. "
            "Nothing was restored."
        )


def _refuse_rows() -> None:
    with db.engine.connect() as connection:
        if filled := filled_tables(connection, found_tables(connection)):
            raise NotNow(
                f"This instance is not empty: there are rows in {filled[0]} "
                f"and {len(filled) - 1} other tables. A backup is restored into an empty folder "
                "or database only; name one with --instance or DAYBOOK_DATABASE_URL."
            )


def _restore_rows(backup: Backup, tell: Callable[[str], None]) -> None:
    connection = session().connection()
    found = {each.name: each for each in found_tables(connection)}
    _check_fit(backup.manifest, found)
    with _parents_later(connection):
        for part in backup.manifest.tables:
            _fill_table(connection, backup, part, tell)
    if connection.dialect.name == "postgresql":
        for table in found.values():
            _count_on(connection, table)


def _check_fit(manifest: Manifest, found: dict[str, Found]) -> None:
    brought = {each.name: set(each.columns) for each in manifest.tables}
    stands = {name: set(each.columns) for name, each in found.items()}
    for name in sorted(brought.keys() | stands.keys()):
        if brought.get(name) != stands.get(name):
            raise BadFile(
                f"The backup does not fit: the table {name} is not the one of migration "
                f"{manifest.schema}. Nothing was restored."
            )


@contextmanager
def _parents_later(connection: Connection) -> Iterator[None]:
    """Let rows stand before their parents until all are there; tables refer to each other."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield
        return
    links = [tuple(row) for row in connection.execute(text(CIRCULAR))]
    for table, name in links:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE")
    connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, name in links:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE")


def _fill_table(
    connection: Connection, backup: Backup, part: TablePart, tell: Callable[[str], None]
) -> None:
    statement, rows, done = insert(described(part.name, part.columns)), backup.rows(part), 0
    while batch := list(islice(rows, BATCH)):
        connection.execute(statement, batch)
        done += len(batch)
        if is_worth_telling(done):
            tell(f"{part.name}: {done:,} of {part.rows:,} rows")
    if row_count(connection, part.name) != part.rows:
        raise BadFile(f"Not every row of {part.part} was taken. Nothing was restored.")


def _count_on(connection: Connection, table: Found) -> None:
    """Let PostgreSQL give the next row the number after the largest."""
    if len(table.key) != 1 or table.columns[table.key[0]] != "integer":
        return
    column = table.clause.c[table.key[0]]
    sequence = select(func.pg_get_serial_sequence(table.name, column.name)).scalar_subquery()
    largest: Any = select(func.max(column)).scalar_subquery()
    connection.execute(select(func.setval(sequence, largest)))


def _restore_files(backup: Backup, settings: Settings) -> None:
    """Put uploads, keys and the story's day in place; in an empty instance they replace nothing."""
    for part in backup.manifest.files:
        with backup.file(part) as file:
            if part.part == STORY_PART:
                (settings.instance / STORY).write_bytes(file.read())
            elif part in backup.manifest.keys:
                keep_key(settings.instance, part.name, file.read().decode())
            else:
                keep(folder_of(settings.uploads, part.part.removeprefix(UPLOADS)), file)
