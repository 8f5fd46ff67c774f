"""Reading the two chains as they are stored: the entries, and the digests of the access log."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, Select, select
from sqlalchemy.exc import DBAPIError

from compliance.audit.models import AccessDigest, AuditEntry
from compliance.audit.rules import Link, Span, fact_values, rows_hash
from compliance.audit.services.digests import COVERED as DIGEST_COVERED
from compliance.audit.services.digests import looks_hash
from compliance.audit.services.entries import COVERED as ENTRY_COVERED
from compliance.audit.services.entries import PAYLOAD
from compliance.db import as_stored, session
from compliance.ledger.queries import stored_facts

SLICE = 1000


def entry_links(after: int = 0) -> Iterator[Link]:
    """Yield the entries after a number; ends at one that the database cannot read."""
    for row in _readable(AuditEntry, "seq", after):
        values = [row[name] for name in ENTRY_COVERED]
        yield Link(row["seq"], values, row["previous"], row["hash"])


def digest_links() -> Iterator[Link]:
    """Yield the digests, each with the hash over its looks; ends at one that cannot be read."""
    for row in _readable(AccessDigest, "id", 0):
        values = [row[name] for name in DIGEST_COVERED]
        try:
            hashed = looks_hash(row["first_id"], row["last_id"])
        except DBAPIError:
            return session().rollback()  # PostgreSQL answers nothing more before
        yield Link(row["id"], [*values, hashed], row["previous"], row["hash"])


def told_in(link: Link) -> dict[str, Any]:
    """Return what an entry that holds says."""
    found: dict[str, Any] = json.loads(link.values[-1])
    return found


def facts_that_hold(told: dict[str, Any]) -> list[Span] | None:
    """Return the runs of facts an entry answers for; None where they are not as they were."""
    if (facts := told.get("facts")) is None:
        return []
    spans = [(first, last) for first, last in facts["spans"]]
    try:
        found = rows_hash(fact_values(row, PAYLOAD) for row in stored_facts(spans))
    except DBAPIError:
        session().rollback()
        return None
    return spans if found == facts["sha256"] else None


def _readable(
    table: type[AuditEntry | AccessDigest], name: str, after: int
) -> Iterator[RowMapping]:
    """Yield rows by their number, slice by slice; ends at the one that cannot be read.

    A slice with a row that is no text any more cannot be read at all: then row by row.
    """
    number, size = table.__table__.c[name], 1
    query = select(*as_stored(table)).order_by(number)
    while True:
        some = _rows(query.where(number > after).limit(size))
        if some is None and size == 1:
            return
        if some is None:
            size = 1
            continue
        if not some:
            return
        yield from some
        after, size = some[-1][name], min(size * 10, SLICE)


def _rows(query: Select[Any]) -> list[RowMapping] | None:
    try:
        return list(session().execute(query).mappings())
    except DBAPIError:
        session().rollback()
        return None
