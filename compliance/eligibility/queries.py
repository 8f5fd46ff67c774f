"""Reading role decisions: one answer, the grid of a day, the history of a cell, counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from compliance.db import recorded, session
from compliance.eligibility.models import RoleDecision
from compliance.eligibility.rules.answers import (
    Answer,
    Kept,
    answer_of,
    associate_roles,
    count_decided,
    lines_in_use,
)
from compliance.occasions import Occasion


@dataclass(frozen=True)
class Decisions:
    """Every decision on record, as known on the occasion; any day is asked of it in memory."""

    kept: tuple[Kept, ...]
    on: Occasion

    def answer(self, role: str, line: str, day: date | None = None) -> Answer:
        """Return what holds for a role on a line on `day`, else on the occasion's day."""
        return answer_of(role, line, day or self.on.day_seen, self.kept, self.on.book)

    def answers(self, roles: Iterable[str], day: date | None = None) -> list[Answer]:
        """Return the answers of some roles on every line the plan offers."""
        lines = lines_in_use(self.on.book)
        return [self.answer(role, line, day) for role in roles for line in lines]

    def of_cell(self, role: str, line: str) -> list[Kept]:
        """Return the decisions of one cell, the latest first."""
        mine = [each for each in self.kept if each.said.role == role and each.line == line]
        return sorted(mine, key=lambda each: each.span.from_on, reverse=True)


def decisions_known(on: Occasion) -> Decisions:
    """Return every decision on record, past and future days included, as known on the occasion.

    What was recorded after `known_on` is left out; a decision ended later shows its old days.
    """
    query = (
        select(RoleDecision)
        .where(recorded(RoleDecision, on.known_at))
        .order_by(RoleDecision.from_on, RoleDecision.id)
    )
    return Decisions(tuple(row.as_kept() for row in session().scalars(query)), on)


def answer_for(role: str, line: str, on: Occasion) -> Answer:
    """Return what holds for a role on a line on the occasion's day."""
    return decisions_known(on).answer(role, line)


def answers_for(role: str, lines: Collection[str], on: Occasion) -> list[Answer]:
    """Return what holds for a role on each of some lines."""
    found = decisions_known(on)
    return [found.answer(role, line) for line in lines]


def decided_cells(on: Occasion) -> tuple[int, int]:
    """Return how many cells of associate roles the plan decided, and how many there are.

    Counted on the lines the plan offers; a shipped default is no decision. CRED-02 reads it.
    """
    return count_decided(decisions_known(on).answers(associate_roles(on.book)))
