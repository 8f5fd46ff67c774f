"""What tells how long the chains were: checks, entries that name a digest, heads kept outside."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from compliance.audit.files import NAME, Head, add_head, kept_heads
from compliance.audit.models import AuditCheck
from compliance.audit.rules import INSTANT
from compliance.audit.services.digests import last_digest
from compliance.audit.services.entries import chain_head
from compliance.db import session

logger = logging.getLogger(__name__)
UNREAD = "{} cannot be read, so the log was not compared with it: {}."
UNKEPT = "The head of the log could not be kept in {}: {}. Daybook must be able to write there."


@dataclass
class Anchors:
    """Hashes that a chain must still have, by the number of their row."""

    hashes: dict[int, set[str]] = field(default_factory=dict)

    def add(self, number: int, hashed: str | None = None) -> None:
        """Note that a row of this number stood in the chain, and its hash where it is known."""
        if number:
            self.hashes.setdefault(number, set()).update({hashed} if hashed else ())

    def refuses(self, number: int, hashed: str) -> bool:
        """Return whether the row of this number was another one."""
        return not self.hashes.get(number, set()) <= {hashed}

    @property
    def length(self) -> int:
        """Return how long the chain was at least."""
        return max(self.hashes, default=0)


@dataclass(frozen=True)
class Outside:
    """How many heads are kept outside the database, since when, and why they cannot be read."""

    heads: int = 0
    since: str = ""
    problem: str = ""


NOTHING = Outside()


def known_anchors(folder: Path | None) -> tuple[Anchors, Anchors, Outside]:
    """Return what entries and digests must still have, and what the file of `folder` gave."""
    entries, digests = Anchors(), Anchors()
    for held, head, held_digests in _sound_checks():
        entries.add(held, head)
        digests.add(held_digests)
    heads, problem = _outside(folder)
    for each in heads:
        entries.add(each.entries, each.hash)
        digests.add(each.digests, each.digest_hash)
    return entries, digests, Outside(len(heads), heads[0].at if heads else "", problem)


def _sound_checks() -> Iterable[tuple[int, str, int]]:
    """Yield how long both chains were whenever they were found sound, and the last hash then."""
    query = select(AuditCheck.entries, AuditCheck.head, AuditCheck.digests).where(
        AuditCheck.first_bad.is_(None), AuditCheck.first_bad_digest.is_(None)
    )
    for row in session().execute(query):
        yield row[0], row[1], row[2]


def _outside(folder: Path | None) -> tuple[list[Head], str]:
    if folder is None:
        return [], ""
    try:
        return kept_heads(folder), ""
    except OSError as error:
        return [], UNREAD.format(folder / NAME, error.strerror)


def keep_heads(folder: Path, now: datetime, *, begins: bool = False) -> str:
    """Keep where both chains stand in the file of `folder` and in the log of the process.

    Nothing is added where they stand as in the last line. Returns what is wrong where the file
    cannot be written; the act under way must not fail for it.
    """
    (entries, hashed), (digests, _, digest_hash) = chain_head(), last_digest()
    head = Head(now.strftime(INSTANT), entries, hashed, digests, digest_hash, begins)
    try:
        kept = kept_heads(folder)
        if begins or not kept or not kept[-1].is_same(head):
            add_head(folder, head)
            logger.info("The audit log stands at entry %s, %s.", entries, hashed)
    except OSError as error:
        said = UNKEPT.format(folder / NAME, error.strerror)
        logger.warning(said)
        return said
    return ""


def digests_told(told: dict[str, dict[str, str | int]]) -> Iterator[tuple[int, str]]:
    """Yield number and hash of the digest that an entry names, if it does."""
    if found := told.get("digest"):
        yield int(found["id"]), str(found["hash"])
