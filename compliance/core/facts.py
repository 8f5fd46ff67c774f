"""Facts: dated, append-only events, and which of them stand at a given moment.

A fact says what happened on a day, who recorded it and when. A correction is a fact that
supersedes another; nothing is ever changed or removed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Fact:
    """One recorded event of one subject, as rules take it.

    `replaced` holds the numbers of the facts whose place it took, newest first; `entered_at` is
    the moment the first of them was recorded. Both are set by `standing`.
    """

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
    replaced: tuple[int, ...] = ()
    entered_at: datetime | None = None

    @property
    def place(self) -> tuple[datetime, int]:
        """Return the fact's place among those of one day: a correction keeps the old one's."""
        first = self.replaced[-1] if self.replaced else self.id
        return self.entered_at or self.recorded_at, first


def known_by(facts: Iterable[Fact], known_at: datetime | None) -> list[Fact]:
    """Return the facts recorded up to `known_at`; all of them for None."""
    return [each for each in facts if known_at is None or each.recorded_at <= known_at]


def standing(facts: Iterable[Fact], known_at: datetime | None = None) -> list[Fact]:
    """Return the facts that stand: known, and not superseded by another known fact.

    Order: by the day they happened, then by the moment they were recorded. A correction stands
    where the fact stood that it supersedes.
    """
    known = known_by(facts, known_at)
    superseded = {each.supersedes_id for each in known if each.supersedes_id is not None}
    kept = [each for each in known if each.id not in superseded]
    if superseded:
        numbered = {each.id: each for each in known}
        kept = [_in_place(each, numbered) for each in kept]
    return sorted(kept, key=lambda each: (each.happened_on, *each.place))


def _in_place(fact: Fact, numbered: Mapping[int, Fact]) -> Fact:
    """Return the fact with the place of the oldest one that it stands for."""
    replaced: list[Fact] = []
    old = numbered.get(fact.supersedes_id or 0)
    while old is not None:
        replaced.append(old)
        old = numbered.get(old.supersedes_id or 0)
    if not replaced:
        return fact
    numbers = tuple(each.id for each in replaced)
    return replace(fact, replaced=numbers, entered_at=replaced[-1].recorded_at)


def happened_by(facts: Iterable[Fact], as_of: date | None) -> list[Fact]:
    """Return the facts that had happened by the end of `as_of`; all of them for None."""
    return [each for each in facts if as_of is None or each.happened_on <= as_of]
