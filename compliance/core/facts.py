"""Facts: dated, append-only events, and which of them stand at a given moment.

A fact says what happened on a day, who recorded it and when. A correction is a fact that
supersedes another; nothing is ever changed or removed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Fact:
    """One recorded event of one subject, as rules take it."""

    kind: str
    happened_on: date
    recorded_at: datetime
    payload: dict[str, Any] = field(default_factory=dict)
    id: int = 0
    person_id: int | None = None
    why: str = ""
    origin: str = ""
    supersedes_id: int | None = None
    version: int = 1


def known_by(facts: Iterable[Fact], known_at: datetime | None) -> list[Fact]:
    """Return the facts recorded up to `known_at`; all of them for None."""
    return [each for each in facts if known_at is None or each.recorded_at <= known_at]


def standing(facts: Iterable[Fact], known_at: datetime | None = None) -> list[Fact]:
    """Return the facts that stand: known, and not superseded by another known fact.

    Order: by the day they happened, then by the moment they were recorded.
    """
    known = known_by(facts, known_at)
    superseded = {each.supersedes_id for each in known if each.supersedes_id is not None}
    kept = (each for each in known if each.id not in superseded)
    return sorted(kept, key=lambda each: (each.happened_on, each.recorded_at, each.id))


def happened_by(facts: Iterable[Fact], as_of: date | None) -> list[Fact]:
    """Return the facts that had happened by the end of `as_of`; all of them for None."""
    return [each for each in facts if as_of is None or each.happened_on <= as_of]
