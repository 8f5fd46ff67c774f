"""PostgreSQL for tests: one server a session, from a wheel; a database cloned for every test."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

TEMPLATE = "daybook_template"
CLONE = "daybook_test"
SUITE = "daybook_suite"
COPIES = count()
TABLES = b"SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
SEQUENCES = b"""
SELECT quote_ident(table_name), quote_ident(column_name),
       pg_get_serial_sequence(quote_ident(table_name), column_name)
FROM information_schema.columns
WHERE table_schema = 'public' AND column_default LIKE 'nextval%'
"""


@dataclass(frozen=True)
class Postgres:
    """A running server, reached through a socket in `folder`."""

    folder: str

    def address(self, database: str) -> str:
        """Return the address of one database, as `DAYBOOK_DATABASE_URL` takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={quote(self.folder, safe='')}"

    def say(self, *statements: str) -> None:
        """Run statements on the server itself, outside any transaction."""
        with psycopg.connect(
            host=self.folder, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def fresh(self, database: str, template: str = "template0") -> str:
        """Make `database` anew as a copy of `template` and return its address."""
        self.drop(database)
        self.say(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.address(database)

    def kept(self, database: str) -> str:
        """Keep the rows of `database` beside its tables and return the name of the copy."""
        copy = f"kept_{next(COPIES)}"
        with self._at(database) as connection:
            connection.execute(f"CREATE SCHEMA {copy}".encode())
            for (table,) in connection.execute(TABLES).fetchall():
                connection.execute(f"CREATE TABLE {copy}.{table} AS TABLE {table}".encode())
        return copy

    def put_back(self, database: str, copy: str) -> None:
        """Give the tables of `database` the rows of a copy, as fast as one statement goes."""
        with self._at(database) as connection:
            tables = [table for (table,) in connection.execute(TABLES).fetchall()]
            said = ["SET session_replication_role = replica"]  # neither triggers nor foreign keys
            said += [f"DELETE FROM {table}" for table in tables]
            said += [f"INSERT INTO {table} SELECT * FROM {copy}.{table}" for table in tables]
            said += [
                f"SELECT setval('{sequence}', GREATEST((SELECT max({column}) FROM {table}), 1), "
                f"EXISTS (SELECT FROM {table}))"
                for table, column, sequence in connection.execute(SEQUENCES).fetchall()
            ]
            connection.execute("; ".join(said).encode())

    def _at(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=self.folder, user="postgres", dbname=database, autocommit=True)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        self.say(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    import pgserver

    folder = Path(tempfile.mkdtemp(prefix="daybook-postgres-"))
    with pgserver.get_server(folder, cleanup_mode="delete") as server:
        running = Postgres(str(server.get_postmaster_info().socket_dir))
        running.say(
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET synchronous_commit = off",
            "SELECT pg_reload_conf()",
        )
        yield running


@pytest.fixture(scope="session")
def postgres_app(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory):
    """Return an app on the database `daybook_test`, and leave its tables in the template."""
    from compliance.app import create_app
    from compliance.config import Settings
    from compliance.db import db
    from compliance.setup.migrate import migrate

    def app_on(address: str):
        folder = tmp_path_factory.mktemp("postgres-instance")
        made = create_app(Settings(folder, address, secret_key="test-only", cheap_hashes=True))
        made.config["TESTING"] = True
        return made

    maker = app_on(postgres.fresh(TEMPLATE))
    with maker.app_context():
        migrate()
        db.engine.dispose()
    return app_on(postgres.fresh(CLONE, TEMPLATE))


@pytest.fixture
def postgres_database(postgres: Postgres, postgres_app) -> Iterator[None]:
    """Give the test a fresh PostgreSQL database inside an application context."""
    from compliance.db import db

    postgres.fresh(CLONE, TEMPLATE)
    with postgres_app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_on(request: pytest.FixtureRequest) -> str:
    """Run the test once on each database, fresh and inside an application context."""
    wanted = "database" if request.param == "sqlite" else "postgres_database"
    request.getfixturevalue(wanted)
    return request.param
