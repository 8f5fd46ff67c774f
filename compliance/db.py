"""The database: table base, column types, and the one place that commits.

Doors write inside `with transaction():`; services add and flush. Writing transactions follow each
other on both databases: one that looks first and then writes would lose updates or meet locks.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    String,
    Table,
    and_,
    event,
    insert,
    or_,
    type_coerce,
)
from sqlalchemy.engine import CursorResult, Result
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from compliance.core.errors import Conflict
from compliance.written import WRITTEN, Written, written_on

Nature = Literal["fact", "dated", "projection", "log", "work"]
NO_VALUES = {"hide_parameters": True}  # an error names the statement, not the person in it
ACTS = 0x0DA9AC75  # any number; the lock that acts on PostgreSQL take one after another
PATIENCE_SECONDS = 20  # an SQLite act waits so long for others: many may sign in at once
CHECKPOINT_PAGES = 16_000  # 64 MiB: a sweep or import is copied into the file once, not often
NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values, stores UTC, returns UTC (SQLite would drop the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Return what a value is, by which a cursor of a list is held sound."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC for storage."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; instants are stored in UTC.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(enum: type[StrEnum], name: str) -> Enum:
    """Return a column type that admits only the values of `enum`, checked by both databases."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=max(len(each.value) for each in enum) + 8,
        values_callable=lambda members: [each.value for each in members],
        name=name,
    )


class Base(DeclarativeBase):
    """Base of every table. `nature` says how the table keeps the past."""

    registry = registry(
        type_annotation_map={
            datetime: UtcDateTime,
            dict[str, Any]: JSON(),
            list[str]: JSON(),
            list[Any]: JSON(),
        },
        metadata=MetaData(naming_convention=NAMES),
    )
    nature: ClassVar[Nature]


class Dated:
    """Mixin: a row holds from `from_on` up to before `until_on`, as recorded until superseded."""

    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None] = mapped_column(default=None)


def seen(table: type[Dated], as_of: date | None, known_at: datetime | None) -> ColumnElement[bool]:
    """Return the condition for the rows that held on `as_of`, as known at `known_at`.

    None for either means now; both None is the condition of the partial index on current rows.
    """
    known = recorded(table, known_at)
    if as_of is None:
        return and_(known, table.until_on.is_(None))
    open_ended = or_(table.until_on.is_(None), table.until_on > as_of)
    return and_(known, table.from_on <= as_of, open_ended)


def recorded(table: type[Dated], known_at: datetime | None) -> ColumnElement[bool]:
    """Return the condition for the rows of any day that stood on record at `known_at`."""
    if known_at is None:
        return table.superseded_at.is_(None)
    standing = or_(table.superseded_at.is_(None), table.superseded_at > known_at)
    return and_(table.recorded_at <= known_at, standing)


db = SQLAlchemy(model_class=Base)


def session() -> Session:
    """Return the session of the present application context."""
    return cast(Session, db.session)


def begin_writing() -> Session:
    """End the open read and begin for writing; what is written is noted for the audit log."""
    current = session()
    current.rollback()
    current.connection(execution_options={"writes": True, WRITTEN: Written()})
    return current


@contextmanager
def transaction() -> Iterator[Session]:
    """Run one act: end the open read, begin for writing, commit, or undo everything.

    The act's entry in the audit log is written last before the commit.

    Raises:
        Conflict: another transaction changed a row that this one had read.
    """
    current = begin_writing()
    try:
        yield current
        current.commit()
    except StaleDataError as error:
        current.rollback()
        raise Conflict("Somebody else changed this record. Load it again.") from error
    except BaseException:
        current.rollback()
        raise


def write_rows(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in one statement; all have the same keys. Nothing to do for none.

    Goes past the unit of work, which would write rows with different empty values one by one.
    """
    if not rows:
        return
    connection, stored = session().connection(), cast(Table, table.__table__)
    if table.nature != "fact":
        connection.execute(insert(stored), rows)
        return
    numbers = connection.execute(insert(stored).returning(stored.c.id), rows).scalars()
    if written := written_on(connection):
        written.name(stored.name, *numbers)


def as_stored(table: type[Base]) -> list[ColumnElement[Any]]:
    """Return the columns of a table so that their values come just as the database keeps them."""
    columns = cast(Table, table.__table__).columns
    return [type_coerce(column, String).label(column.name) for column in columns]


def changed_rows(result: Result[Any]) -> int:
    """Return how many rows an INSERT, UPDATE or DELETE touched."""
    return cast("CursorResult[Any]", result).rowcount


def prepare_engine(engine: Engine) -> None:
    """Let acts follow each other, whichever process they run in, and set SQLite's pragmas.

    SQLite begins IMMEDIATE; PostgreSQL takes one lock for the length of the act. Otherwise two
    acts that both looked before they wrote would each miss the other.
    """
    if engine.dialect.name != "sqlite":
        event.listen(engine, "begin", _postgresql_begin)
        return
    event.listen(engine, "connect", _sqlite_pragmas)
    event.listen(engine, "begin", _sqlite_begin)


def _sqlite_pragmas(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        f"busy_timeout={PATIENCE_SECONDS * 1000}",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        f"wal_autocheckpoint={CHECKPOINT_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ACTS})")


def engine_options(database_url: str) -> dict[str, Any]:
    """Return the engine options that each kind of database needs."""
    if database_url.startswith("sqlite"):
        return {**NO_VALUES, "connect_args": {"isolation_level": None, "timeout": PATIENCE_SECONDS}}
    kept = {"preserve_rowcount": True}
    return {**NO_VALUES, "pool_pre_ping": True, "execution_options": kept}
