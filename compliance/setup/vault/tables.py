"""The tables as the database itself describes them, at whichever migration it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    TableClause,
    column,
    exists,
    func,
    inspect,
    select,
    table,
)

from compliance.setup.vault.portable import KINDS, kind_of

NOT_OURS = frozenset({"alembic_version"})


@dataclass(frozen=True)
class Found:
    """One table: the kinds of its columns, in their order, and its primary key."""

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]

    @property
    def clause(self) -> TableClause:
        """Return the table as statements name it."""
        return described(self.name, self.columns)

    @property
    def order(self) -> list[ColumnElement[object]]:
        """Return what its rows are ordered by: the key, or every column where there is none."""
        clause = self.clause
        return [clause.c[name] for name in self.key or tuple(self.columns)]


def described(name: str, columns: Mapping[str, str]) -> TableClause:
    """Return a table of typed columns, for statements that know no model."""
    return table(name, *(column(each, KINDS[kind].column) for each, kind in columns.items()))


def found_tables(connection: Connection) -> list[Found]:
    """Return every table of the database by name, but the one of the migrations."""
    asked = inspect(connection)
    return [
        Found(
            name,
            {
                each["name"]: kind_of(f"{name}.{each['name']}", each["type"])
                for each in asked.get_columns(name)
            },
            tuple(asked.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in sorted(set(asked.get_table_names()) - NOT_OURS)
    ]


def filled_tables(connection: Connection, tables: list[Found]) -> list[str]:
    """Return the names of the tables that have a row."""
    return [
        each.name
        for each in tables
        if connection.scalar(select(exists(select(1).select_from(each.clause))))
    ]


def row_count(connection: Connection, name: str) -> int:
    """Return how many rows a table has."""
    return connection.scalar(select(func.count()).select_from(table(name))) or 0
