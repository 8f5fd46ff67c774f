"""The access log made tamper-evident: once an hour a hash over its new rows, chained."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from compliance.audit.models import AccessDigest, AccessLook
from compliance.audit.rules import START, link_hash, rows_hash
from compliance.audit.services.entries import tell_log
from compliance.db import as_stored, session, write_rows

SLICE = 1000
STORED = tuple(as_stored(AccessLook))
COVERED = ("id", "made_at", "first_id", "last_id", "rows")
"""The columns that the hash of a digest covers, besides the looks themselves."""


def digest_looks(until: datetime, now: datetime) -> int:
    """Write the digest of the looks before `until` that have none; return how many looks."""
    at, after, previous = last_digest()
    first, last, number = session().execute(_fresh(after, until)).one()
    if first is None or last is None:
        return 0
    values = [at + 1, now, first, last, number]
    hashed = link_hash([*values, looks_hash(first, last)], previous)
    row = dict(zip(COVERED, values, strict=True))
    write_rows(AccessDigest, [{**row, "previous": previous, "hash": hashed}])
    tell_log(digest={"id": at + 1, "hash": hashed})
    return int(number)


def last_digest() -> tuple[int, int, str]:
    """Return number, last look and hash of the digest written last."""
    query = select(AccessDigest.id, AccessDigest.last_id, AccessDigest.hash)
    found = session().execute(query.order_by(AccessDigest.id.desc()).limit(1)).first()
    return (found[0], found[1], found[2]) if found else (0, 0, START)


def _fresh(after: int, until: datetime) -> Select[int | None, int | None, int]:
    """Return the statement for first, last and number of the looks after the last digest."""
    numbers = select(AccessLook.id).where(AccessLook.id > after)
    last = select(func.max(AccessLook.id)).where(
        AccessLook.id > after, AccessLook.looked_at < until
    )
    within = numbers.where(AccessLook.id <= last.scalar_subquery()).subquery()
    return select(func.min(within.c.id), func.max(within.c.id), func.count())


def looks_hash(first: int, last: int) -> str:
    """Return the hash over a run of the access log as it is stored now."""
    return rows_hash(_stored(first, last))


def _stored(first: int, last: int) -> Iterator[Sequence[Any]]:
    for start in range(first, last + 1, SLICE):
        some = AccessLook.id.between(start, min(start + SLICE - 1, last))
        yield from session().execute(select(*STORED).where(some).order_by(AccessLook.id)).all()
