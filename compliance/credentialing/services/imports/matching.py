"""Which application a row of a file is: by its reference, else by what it is known by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from compliance.credentialing.files.rows import FileRow
from compliance.credentialing.models import ApplicationRef
from compliance.credentialing.services.receive import identities_of
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


def keys_of(file_row: FileRow) -> list[str]:
    """Return what a row is looked up by, strongest first; empty when it cannot be on record."""
    if file_row.ref:
        return [f"ref:{file_row.ref}"]
    received_on = file_row.dates.received_on
    if received_on is None:
        return []
    return identities_of(file_row.entry, received_on)


def find_known(rows: Sequence[FileRow]) -> dict[int, Known]:
    """Return the application each row is, by spreadsheet row; new ones are left out."""
    refs = _by(ApplicationRef.ref, {each.ref for each in rows if each.ref})
    keys = {key for each in rows if not each.ref for key in keys_of(each)}
    identities = _by(ApplicationRef.identity, keys)
    found = {}
    for each in rows:
        shelf, wanted = (refs, [each.ref]) if each.ref else (identities, keys_of(each))
        known = next((shelf[key] for key in wanted if key in shelf), None)
        if known:
            found[each.row] = known
    return found


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
