"""What the plan waits for from a partner, on the day seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from compliance.core.periods import Period
from compliance.directory.queries import mbho_names
from compliance.kpis.queries.figures import all_pairs, figures, month_seen
from compliance.kpis.rules import Figure
from compliance.meetings.queries.actions import ActionRow, action_rows
from compliance.meetings.queries.coming import Coming, next_meeting
from compliance.occasions import Occasion

MONTHS = 2


@dataclass(frozen=True)
class Measure:
    """One figure that the partner reports: the month asked for, and the month before."""

    before: Figure
    now: Figure

    @property
    def is_sent(self) -> bool:
        """Return whether the month asked for has been reported."""
        return self.now.is_known


@dataclass(frozen=True)
class Waiting:
    """Everything the plan waits for from this person and the organization."""

    period: Period
    measures: Sequence[Measure]
    actions: Sequence[ActionRow]
    meeting: Coming | None
    partner: str
    today: date

    @property
    def unsent(self) -> list[Measure]:
        """Return the figures still to be sent."""
        return [each for each in self.measures if not each.is_sent]

    @property
    def overdue(self) -> int:
        """Return how many action items are past their day."""
        return sum(each.action.is_overdue(self.today) for each in self.actions)

    @property
    def coming(self) -> int:
        """Return how much else the plan waits for."""
        return len(self.actions) - self.overdue + len(self.unsent)


def waiting_for(on: Occasion) -> Waiting:
    """Return what the plan waits for from the person of the occasion, a partner.

    Figures are those of the organization, action items the person's own.
    """
    period = month_seen(on)
    mine = on.actor.person_id
    owed = [e for e in action_rows(on) if e.action.wanted.owner_id == mine and e.action.is_open]
    return Waiting(
        period,
        measures_for(period, on),
        owed,
        next_meeting(on),
        partner_name(on),
        on.day_seen,
    )


def measures_for(period: Period, on: Occasion) -> list[Measure]:
    """Return every figure that the person's MBHO reports by hand, with the month before."""
    mine = on.actor.bound_to or ""
    pairs = [pair for pair in all_pairs(on, mine) if pair[1] == mine]
    found = figures(pairs, period, on, MONTHS)
    return [Measure(told[0], told[-1]) for told in found.values() if told[-1].origin != "counted"]


def own_figures(on: Occasion) -> list[Figure]:
    """Return the figures of the person's MBHO over the last months, the newest month first."""
    mine = on.actor.bound_to or ""
    pairs = [pair for pair in all_pairs(on, mine) if pair[1] == mine]
    told = figures(pairs, month_seen(on), on)
    found = [each for series in told.values() for each in series]
    return sorted(found, key=lambda each: each.period.from_on, reverse=True)


def partner_name(on: Occasion) -> str:
    """Return the name of the person's MBHO, empty before it is named."""
    return mbho_names(on).get(on.actor.bound_to or "", "")
