"""G-POL: how many of the duties that are due have current evidence; the plan alone has them."""

from collections.abc import Sequence
from dataclasses import replace

from compliance.core.kpis import PLAN
from compliance.core.measured import Counted
from compliance.core.periods import Period
from compliance.ledger.queries import facts_of_many
from compliance.occasions import Occasion
from compliance.policies.queries.register import DUTY, DutyLine, lines_of


def current_evidence(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return how many duties due by the end of a period were attested and fresh that day.

    A duty is due once it was attested, or its first day has passed. The day looked at takes the
    place of an end that lies ahead. None for the MBHO, which has no register here.
    """
    return current_evidence_each([period], entity, on)[0]


def current_evidence_each(
    periods: Sequence[Period], entity: str, on: Occasion
) -> list[Counted | None]:
    """Return `current_evidence` of several periods, read in one statement."""
    if entity != PLAN:
        return [None] * len(periods)
    duties = on.book.duties()
    facts = facts_of_many(DUTY, list(duties))
    found: list[Counted | None] = []
    for period in periods:
        day = min(period.to_on, on.day_seen)
        lines = lines_of(duties, facts, {}, replace(on, as_of=day))
        due = [each for each in lines if _is_due(each)]
        found.append(Counted(sum(each.standing.is_current for each in due), len(due)))
    return found


def _is_due(line: DutyLine) -> bool:
    standing = line.standing
    if standing.story.last is not None:
        return True
    return standing.due_on is not None and standing.due_on < standing.day
