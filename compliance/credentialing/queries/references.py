"""Applications by their lasting reference, or by what a file without one knows them by."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from compliance.credentialing.models import ApplicationRef
from compliance.db import session
from compliance.directory.services import slices

SLICE = 500


@dataclass(frozen=True)
class Known:
    """An application on record, with what the last file said of it."""

    id: int
    ref: str
    provider_id: int
    imported: dict[str, Any]


def known_by_ref(refs: Iterable[str]) -> dict[str, Known]:
    """Return the applications that carry any of the references, by reference."""
    return _by(ApplicationRef.ref, refs)


def known_by_identity(identities: Iterable[str]) -> dict[str, Known]:
    """Return the oldest application known by each identity."""
    return _by(ApplicationRef.identity, identities)


def provider_of(number: int) -> int:
    """Return the provider whose application this is."""
    return session().get_one(ApplicationRef, number).provider_id


def _by(column: Any, wanted: Iterable[str]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for some in slices(sorted(wanted), SLICE):
        for key, known in _read(column, column.in_(some)):
            found.setdefault(key, known)
    return found


def _read(column: Any, condition: ColumnElement[bool]) -> Iterable[tuple[str, Known]]:
    table = ApplicationRef
    query = (
        select(column, table.id, table.ref, table.provider_id, table.imported)
        .where(condition)
        .order_by(table.id)
    )
    return [(row[0], Known(*row[1:])) for row in session().execute(query)]


def refs_select(numbers: Collection[int]) -> Select[int, str]:
    """Return the statement for number and reference of applications, for a larger one."""
    table = ApplicationRef
    return select(table.id, table.ref).where(table.id.in_(numbers))


def refs_of(numbers: Iterable[int]) -> dict[int, str]:
    """Return the references of applications by their numbers."""
    table = ApplicationRef
    found: dict[int, str] = {}
    for some in slices(sorted(numbers), SLICE):
        found.update(session().execute(select(table.id, table.ref).where(table.id.in_(some))).all())
    return found
