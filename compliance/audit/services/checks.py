"""Verifying the log: every entry, the facts it answers for, the digests of the access log.

How long both chains were is told by what stands elsewhere: see `anchors`.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, func, select, table

from compliance.audit.files import NAME
from compliance.audit.models import AccessDigest, AuditCheck, AuditEntry
from compliance.audit.natures import counts_as_act, natures
from compliance.audit.rules import (
    START,
    Span,
    add_spans,
    has_number_outside,
    holding,
    merged,
)
from compliance.audit.services.anchors import NOTHING, Anchors, Outside, digests_told, known_anchors
from compliance.audit.services.chains import digest_links, entry_links, facts_that_hold, told_in
from compliance.db import session
from compliance.ledger.queries import fact_numbers
from compliance.rulebook.store import altered_packs

BAD_ENTRY = (
    "Entry {:,} does not match. Nothing after it can be relied on. "
    "Keep this database as it is and compare it with the last backup."
)
BAD_DIGEST = (
    "Digest {:,} of the access log does not match: looks before it were altered or removed. "
    "Compare them with the last backup."
)
BAD_PACK = (
    "Rule pack {} is not what it was when it was adopted. Keep this database as it is and compare "
    "it with the last backup."
)
COMPARED = "Compared with {:,} of its heads kept in {} since {}."
ALONE = "No head of it is kept outside the database yet, so a shortened log may look whole."


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
    bad_packs: tuple[str, ...] = ()
    outside: Outside = NOTHING

    @property
    def is_sound(self) -> bool:
        """Return whether nothing is altered, removed or reordered."""
        return self.first_bad is None and self.first_bad_digest is None and not self.bad_packs

    @property
    def words(self) -> list[str]:
        """Return what was found, in a sentence or two, and what to do."""
        found: list[str] = []
        if self.first_bad is not None:
            found.append(BAD_ENTRY.format(self.first_bad))
        if self.first_bad_digest is not None:
            found.append(BAD_DIGEST.format(self.first_bad_digest))
        found += [BAD_PACK.format(each) for each in self.bad_packs]
        whole = f"The log is whole: {self.entries:,} entries, {self.digests:,} digests of looks."
        return [*(found or [whole]), self._outside_words]

    @property
    def _outside_words(self) -> str:
        if self.outside.heads:
            return COMPARED.format(self.outside.heads, NAME, self.outside.since[:10])
        return self.outside.problem or ALONE


def verify(folder: Path | None = None) -> Verified:
    """Return what reading the whole log anew finds. It takes minutes where facts are millions.

    Args:
        folder: of the instance, whose file of heads the log is compared with.
    """
    _one_view()
    entries, digests, outside = known_anchors(folder)
    count, bad, head = _verify_entries(entries, digests)
    digest_count, bad_digest = _verify_digests(digests)
    packs = tuple(altered_packs())
    return Verified(count, bad, digest_count, bad_digest, head, packs, outside)


def keep_check(found: Verified, now: datetime) -> None:
    """Write what a check found, for pages to state."""
    session().add(
        AuditCheck(
            checked_at=now,
            entries=found.entries,
            first_bad=found.first_bad,
            digests=found.digests,
            first_bad_digest=found.first_bad_digest,
            bad_packs=", ".join(found.bad_packs),
            head=found.head,
        )
    )
    session().flush()


def _one_view() -> None:
    """Begin to read all of it as at one moment, whatever is written meanwhile."""
    session().rollback()
    if session().get_bind().dialect.name == "postgresql":
        session().connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _verify_entries(anchors: Anchors, digests: Anchors) -> tuple[int, int | None, str]:
    """Return how many entries there are, the first bad one and the last hash that holds.

    The digests that entries name are added to what `digests` must have.
    """
    count = session().scalar(select(func.count()).select_from(AuditEntry)) or 0
    held, head, answered = 0, START, list[Span]()
    for link in holding(entry_links()):
        told = told_in(link)
        spans = facts_that_hold(told)
        if spans is None or anchors.refuses(link.number, link.hash):
            return count, held + 1, head
        held, head = link.number, str(link.hash)
        add_spans(answered, spans)
        for number, hashed in digests_told(told):
            digests.add(number, hashed)
    if held < max(count, anchors.length) or _is_incomplete(count, answered):
        return count, held + 1, head
    return count, None, head


def _is_incomplete(count: int, answered: list[Span]) -> bool:
    """Return whether there are facts that no entry answers for, or records and no log at all."""
    if has_number_outside(fact_numbers(), merged(answered)):
        return True
    return not count and any(_has_rows(name) for name in natures() if counts_as_act([name]))


def _has_rows(name: str) -> bool:
    return bool(session().scalar(select(exists(select(1).select_from(table(name))))))


def _verify_digests(anchors: Anchors) -> tuple[int, int | None]:
    """Return how many digests of the access log there are, and the first that does not hold."""
    count = session().scalar(select(func.count()).select_from(AccessDigest)) or 0
    held = 0
    for link in holding(digest_links()):
        if anchors.refuses(link.number, link.hash):
            return count, link.number
        held = link.number
    return count, None if held == count and held >= anchors.length else held + 1
