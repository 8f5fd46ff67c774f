"""Moving the database from one migration to another: the only code that imports Alembic."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from compliance.audit.guards import put_on_guards, take_off_guards
from compliance.config import asset_folder
from compliance.core.errors import Environment
from compliance.db import db


def migrate(target: str = "head") -> None:
    """Bring the database up to a migration, the newest unless told."""
    _run(lambda config: command.upgrade(config, target), moves=True)


def migrate_down(target: str = "base") -> None:
    """Take the database back to a migration; for the tests of migrations."""
    _run(lambda config: command.downgrade(config, target), moves=True)


def check_models() -> None:
    """Raise where the tables of the database differ from the models."""
    _run(command.check)


def write_revision(message: str, number: str) -> None:
    """Write a new migration file from the difference between models and database."""
    _run(lambda config: command.revision(config, message, autogenerate=True, rev_id=number))


def _run(act: Callable[[Config], Any], *, moves: bool = False) -> None:
    db.session.remove()
    with db.engine.connect() as opened:
        connection = opened.execution_options(writes=True)
        with _without_foreign_keys(connection):
            if moves:
                take_off_guards(connection)
            act(_config(connection))
            if moves:
                put_on_guards(connection)
                connection.commit()
        _keep_private(connection)


def _keep_private(connection: Connection) -> None:
    """Let nobody but its owner read the file of an SQLite database."""
    url = connection.engine.url
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).chmod(0o600)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(asset_folder("migrations")).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Switch SQLite's foreign keys off: it copies and drops tables, which would delete children.

    Raises:
        Environment: rows without their parent, found afterwards.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
    orphans = raw.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise Environment(
            f"After the migration {len(orphans)} rows of {orphans[0][0]} lack their parent. "
            "Restore the backup that `daybook upgrade` made."
        )
