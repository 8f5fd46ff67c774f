"""Values as they stand in a backup: the same text whichever database they came from."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import types

from compliance.core.errors import Environment
from compliance.db import UtcDateTime


def _same(value: Any) -> Any:
    return value


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _encoded(value: bytes) -> str:
    return b64encode(value).decode("ascii")


@dataclass(frozen=True)
class Kind:
    """One kind of value: how the database takes it, how it is written down, how read back.

    `families` are the types that a database says its columns have; the first that fits counts.
    """

    column: types.TypeEngine[Any]
    families: tuple[type[types.TypeEngine[Any]], ...]
    written: Callable[[Any], Any] = _same
    read: Callable[[Any], Any] = _same


KINDS: dict[str, Kind] = {
    "json": Kind(types.JSON(none_as_null=True), (types.JSON,)),
    "boolean": Kind(types.Boolean(), (types.Boolean,)),
    "integer": Kind(types.Integer(), (types.Integer,)),
    "number": Kind(types.Double(), (types.Float,)),
    "decimal": Kind(types.Numeric(), (types.Numeric,), str, Decimal),
    "instant": Kind(UtcDateTime(), (types.DateTime,), _instant, datetime.fromisoformat),
    "date": Kind(types.Date(), (types.Date,), date.isoformat, date.fromisoformat),
    "bytes": Kind(types.LargeBinary(), (types.LargeBinary,), _encoded, b64decode),
    "text": Kind(types.Text(), (types.String,)),
}


def kind_of(place: str, found: types.TypeEngine[Any]) -> str:
    """Return the kind of a column by the type that its database tells.

    Raises:
        Environment: a type that backups do not know; `place` names the column.
    """
    for name, kind in KINDS.items():
        if isinstance(found, kind.families):
            return name
    raise Environment(f"{place} is of a type that backups do not hold: {found!r}.")
