"""Writing facts: one function, so that no fact lacks who, when and on which subject."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compliance.core.facts import Fact
from compliance.db import session, write_rows
from compliance.ledger.models import FactRow
from compliance.occasions import Occasion


@dataclass(frozen=True)
class Subject:
    """What a fact is about: kind of record and its lasting number."""

    kind: str
    id: int


@dataclass(frozen=True)
class Entry:
    """What is to be recorded: kind, day it happened, payload, reason, document or file row."""

    kind: str
    happened_on: date
    payload: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    origin: str = ""
    supersedes_id: int | None = None


def record_fact(subject: Subject, entry: Entry, on: Occasion) -> Fact:
    """Write one fact and return it. Refused while the occasion looks at the past."""
    on.refuse_past()
    row = FactRow(**fact_values(subject, entry, on))
    session().add(row)
    session().flush()
    return row.as_fact()


def fact_values(subject: Subject, entry: Entry, on: Occasion) -> dict[str, Any]:
    """Return the column values of a fact, for one row or for a batch."""
    return {
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "kind": entry.kind,
        "happened_on": entry.happened_on,
        "recorded_at": on.now,
        "person_id": on.actor.person_id,
        "why": entry.why,
        "origin": entry.origin,
        "payload": entry.payload,
        "version": 1,
        "supersedes_id": entry.supersedes_id,
    }


def write_facts(batch: Sequence[dict[str, Any]]) -> None:
    """Write the facts of a batch at once, each as `fact_values` returned it."""
    write_rows(FactRow, batch)
