"""Reading the log: pages of entries, the facts behind them, and the last check."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, or_, select

from compliance.audit.models import AuditCheck, AuditEntry
from compliance.audit.rules import spans_of
from compliance.core.facts import Fact
from compliance.db import session
from compliance.ledger.queries import facts_numbered, numbers_of
from compliance.ledger.services import Subject
from compliance.occasions import Occasion

ENTRY_KINDS: Mapping[str, str] = {
    "act": "Act",
    "refusal": "Refusal",
    "export": "Export",
    "account": "Sign-in",
}
"""Kind of an entry -> its word."""
ORDER: tuple[ColumnElement[Any], ...] = (AuditEntry.__table__.c.seq,)
"""What pages of entries are ordered by; newest first is descending."""
SIGNED_IN = "signed in"
MOST_FACTS = 20  # of one entry that a page reads: an import has thousands


@dataclass(frozen=True)
class EntryFilter:
    """Which entries are asked for; None and empty mean all. `until` is not included.

    `record` finds the entries whose facts are about it and those that name it as their subject.
    """

    person_id: int | None = None
    kinds: frozenset[str] = frozenset()
    record: Subject | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class EntryLine:
    """One entry as lists show it."""

    seq: int
    recorded_at: datetime
    person_id: int | None
    kind: str
    act: str
    subject_kind: str
    subject_id: int | None
    content: str
    hash: str

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """Return what the entry holds: `rows` by table, `facts` (count, spans), `about`."""
        found: Mapping[str, Any] = json.loads(self.content)
        return found

    @property
    def fact_count(self) -> int:
        """Return how many facts the act recorded."""
        return int(self.told.get("facts", {}).get("count", 0))

    @property
    def fact_ids(self) -> list[int]:
        """Return the numbers of its first facts, at most `MOST_FACTS`."""
        numbers: list[int] = []
        for first, last in self.told.get("facts", {}).get("spans", []):
            numbers += range(first, min(last, first + MOST_FACTS) + 1)
            if len(numbers) >= MOST_FACTS:
                break
        return numbers[:MOST_FACTS]


@dataclass(frozen=True)
class ChainState:
    """What the last check found: how many entries, when, and the first that is bad, if any."""

    count: int
    checked_at: datetime
    first_bad: int | None
    first_bad_digest: int | None = None
    bad_packs: str = ""


_LINE = (
    AuditEntry.seq,
    AuditEntry.recorded_at,
    AuditEntry.person_id,
    AuditEntry.kind,
    AuditEntry.act,
    AuditEntry.subject_kind,
    AuditEntry.subject_id,
    AuditEntry.content,
    AuditEntry.hash,
)


def entries_select(wanted: EntryFilter, on: Occasion) -> Select[*tuple[Any, ...]]:
    """Return the statement for the entries asked for, recorded by the moment looked at.

    Unordered: give it `ORDER`, descending, as `page_statement` does.
    """
    return select(*_LINE).where(*_conditions(wanted, on))


def entries_in(statement: Select[*tuple[Any, ...]]) -> list[EntryLine]:
    """Return the entries that a statement made from `entries_select` finds."""
    return [EntryLine(*row) for row in session().execute(statement)]


def signed_in_at(person_id: int, most: int) -> list[datetime]:
    """Return when a person signed in, the latest first, `most` times at most."""
    mine = (AuditEntry.person_id == person_id, AuditEntry.act == SIGNED_IN)
    query = select(AuditEntry.recorded_at).where(*mine).order_by(AuditEntry.seq.desc())
    return list(session().scalars(query.limit(most)))


def last_sign_in(person_id: ColumnElement[int], on: Occasion) -> ScalarSelect[datetime]:
    """Return the last sign-in of a person by the moment looked at, as part of a statement."""
    mine = [AuditEntry.person_id == person_id, AuditEntry.act == SIGNED_IN]
    if on.seen_until:
        mine.append(AuditEntry.recorded_at <= on.seen_until)
    query = select(AuditEntry.recorded_at).where(*mine).order_by(AuditEntry.seq.desc())
    return query.limit(1).scalar_subquery()


def _conditions(wanted: EntryFilter, on: Occasion) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.person_id is not None:
        conditions.append(AuditEntry.person_id == wanted.person_id)
    if wanted.kinds:
        conditions.append(AuditEntry.kind.in_(sorted(wanted.kinds)))
    if wanted.record:
        conditions.append(_about(wanted.record))
    if wanted.since:
        conditions.append(AuditEntry.recorded_at >= wanted.since)
    if wanted.until:
        conditions.append(AuditEntry.recorded_at < wanted.until)
    if on.known_at:
        conditions.append(AuditEntry.recorded_at <= on.known_at)
    return conditions


def _about(record: Subject) -> ColumnElement[bool]:
    """Return the condition for the entries of one record, found by the numbers of its facts."""
    same = and_(AuditEntry.subject_kind == record.kind, AuditEntry.subject_id == record.id)
    behind = (
        and_(AuditEntry.facts_from <= last, AuditEntry.facts_to >= first)
        for first, last in spans_of(numbers_of(record))
    )
    return or_(same, *behind)


def facts_behind(entries: Sequence[EntryLine]) -> dict[int, tuple[Subject, Fact]]:
    """Return the first facts of entries and those they replaced, by number: one statement."""
    wanted = {number for entry in entries for number in entry.fact_ids}
    return facts_numbered(wanted, with_replaced=True) if wanted else {}


def facts_by_entry(
    entries: Sequence[EntryLine], found: Mapping[int, tuple[Subject, Fact]]
) -> Mapping[int, list[tuple[Subject, Fact]]]:
    """Return the first facts of each entry, by its number, among facts that were read."""
    return {
        entry.seq: [found[number] for number in entry.fact_ids if number in found]
        for entry in entries
    }


def chain_state(on: Occasion) -> ChainState | None:
    """Return what the last check found by the moment looked at; None before the first check."""
    query = select(
        AuditCheck.entries,
        AuditCheck.checked_at,
        AuditCheck.first_bad,
        AuditCheck.first_bad_digest,
        AuditCheck.bad_packs,
    )
    if on.known_at:
        query = query.where(AuditCheck.checked_at <= on.known_at)
    found = session().execute(query.order_by(AuditCheck.id.desc()).limit(1)).first()
    return ChainState(*found) if found else None


def has_acted(number: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition: this person stands in the log. One step into its index for each."""
    return exists().where(AuditEntry.person_id == number)
