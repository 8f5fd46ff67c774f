"""Verifying the log: every entry, the facts it answers for, and the digests of the access log."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, func, select
from sqlalchemy.exc import DBAPIError

from compliance.audit.models import AccessDigest, AuditCheck, AuditEntry
from compliance.audit.rules import (
    START,
    Link,
    Span,
    add_spans,
    fact_values,
    has_number_outside,
    holding,
    merged,
    rows_hash,
)
from compliance.audit.services.digests import COVERED as DIGEST_COVERED
from compliance.audit.services.digests import looks_hash
from compliance.audit.services.entries import COVERED as ENTRY_COVERED
from compliance.audit.services.entries import PAYLOAD
from compliance.db import as_stored, session
from compliance.ledger.queries import fact_numbers, stored_facts

SLICE = 1000
BAD_ENTRY = (
    "Entry {:,} does not match. Nothing after it can be relied on. "
    "Keep this database as it is and compare it with the last backup."
)
BAD_DIGEST = (
    "Digest {:,} of the access log does not match: looks before it were altered or removed. "
    "Compare them with the last backup."
)


@dataclass(frozen=True)
class Verified:
    """How many entries and digests there are, and the first of each that does not hold.

    A number after the last one means that the entry there is missing: removed from the end, or
    never written for a fact that stands in the database.
    """

    entries: int
    first_bad: int | None
    digests: int
    first_bad_digest: int | None
    head: str = START

    @property
    def is_sound(self) -> bool:
        """Return whether nothing is altered, removed or reordered."""
        return self.first_bad is None and self.first_bad_digest is None

    @property
    def words(self) -> list[str]:
        """Return what was found, in a sentence or two, and what to do."""
        if self.is_sound:
            return [
                f"The log is whole: {self.entries:,} entries, {self.digests:,} digests of looks."
            ]
        said = []
        if self.first_bad is not None:
            said.append(BAD_ENTRY.format(self.first_bad))
        if self.first_bad_digest is not None:
            said.append(BAD_DIGEST.format(self.first_bad_digest))
        return said


def verify() -> Verified:
    """Return what reading the whole log anew finds. It takes minutes where facts are millions."""
    _one_view()
    entries, bad, head = _verify_entries()
    digests, bad_digest = _verify_digests()
    return Verified(entries, bad, digests, bad_digest, head)


def keep_check(found: Verified, now: datetime) -> None:
    """Write what a check found, for pages to state."""
    session().add(
        AuditCheck(
            checked_at=now,
            entries=found.entries,
            first_bad=found.first_bad,
            digests=found.digests,
            first_bad_digest=found.first_bad_digest,
            head=found.head,
        )
    )
    session().flush()


def _one_view() -> None:
    """Begin to read all of it as at one moment, whatever is written meanwhile."""
    session().rollback()
    if session().get_bind().dialect.name == "postgresql":
        session().connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _verify_entries() -> tuple[int, int | None, str]:
    """Return how many entries there are, the first bad one and the last hash that holds."""
    count = session().scalar(select(func.count()).select_from(AuditEntry)) or 0
    checked, checked_head = _last_sound_check()
    held, head, answered = 0, START, list[Span]()
    for link in holding(_entry_links()):
        spans = _facts_that_hold(link)
        if spans is None or (link.number == checked and link.hash != checked_head):
            return count, held + 1, head
        held, head = link.number, str(link.hash)
        add_spans(answered, spans)
    is_whole = held == count and held >= checked
    if not is_whole or (count and has_number_outside(fact_numbers(), merged(answered))):
        return count, held + 1, head
    return count, None, head


def _last_sound_check() -> tuple[int, str]:
    """Return how long the log was when it was last found sound, and its last hash then."""
    query = select(AuditCheck.entries, AuditCheck.head).where(AuditCheck.first_bad.is_(None))
    found = session().execute(query.order_by(AuditCheck.id.desc()).limit(1)).first()
    return (found[0], found[1]) if found else (0, START)


def _entry_links() -> Iterator[Link]:
    for row in _readable(AuditEntry, "seq"):
        values = [row[name] for name in ENTRY_COVERED]
        yield Link(row["seq"], values, row["previous"], row["hash"])


def _facts_that_hold(link: Link) -> list[Span] | None:
    """Return the runs of facts an entry answers for; None where they are not as they were."""
    told = json.loads(link.values[-1]).get("facts")
    if told is None:
        return []
    spans = [(first, last) for first, last in told["spans"]]
    try:
        found = rows_hash(fact_values(row, PAYLOAD) for row in stored_facts(spans))
    except DBAPIError:
        return None
    return spans if found == told["sha256"] else None


def _verify_digests() -> tuple[int, int | None]:
    """Return how many digests of the access log there are, and the first that does not hold."""
    count = session().scalar(select(func.count()).select_from(AccessDigest)) or 0
    held = sum(1 for _ in holding(_digest_links()))
    return count, None if held == count else held + 1


def _digest_links() -> Iterator[Link]:
    for row in _readable(AccessDigest, "id"):
        values = [row[name] for name in DIGEST_COVERED]
        try:
            hashed = looks_hash(row["first_id"], row["last_id"])
        except DBAPIError:
            return
        yield Link(row["id"], [*values, hashed], row["previous"], row["hash"])


def _readable(table: type[AuditEntry | AccessDigest], name: str) -> Iterator[RowMapping]:
    """Yield the rows of a chain by their number; ends at one that the database cannot read."""
    number = table.__table__.c[name]
    query = select(*as_stored(table)).order_by(number).limit(SLICE)
    try:
        some = session().execute(query).mappings().all()
        while some:
            yield from some
            some = session().execute(query.where(number > some[-1][name])).mappings().all()
    except DBAPIError:
        return
