"""Figures of meetings, counted from their records for the plan's KPIs."""

from collections.abc import Sequence

from compliance.core.kpis import PLAN, kind_of
from compliance.core.measured import Counted
from compliance.core.periods import Period
from compliance.meetings.queries.loading import Shelf, whole_shelf
from compliance.meetings.rules.leads import minutes_due
from compliance.meetings.rules.measures import held_in, on_time_in
from compliance.occasions import Occasion


def meetings_held(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return meetings held with minutes closed, of those scheduled: G-MEET, for both sides."""
    return meetings_held_each([period], entity, on)[0]


def meetings_held_each(
    periods: Sequence[Period],
    entity: str,
    on: Occasion,
) -> Sequence[Counted | None]:
    """Return the figure for several periods, read in one statement; None without any meeting.

    Both sides sit in the same meetings: of an MBHO count those held with it, of the plan all.
    """
    whole = _counted(entity, on)
    if not whole.meetings:
        return [None] * len(periods)
    pairs = [(each, minutes_due(each.day, on.book)) for each in whole.meetings]
    return [held_in(period, pairs, on.day_seen) for period in periods]


def actions_on_time(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return action items of one side done by their due day, of those due: G-ACT."""
    return actions_on_time_each([period], entity, on)[0]


def actions_on_time_each(
    periods: Sequence[Period], entity: str, on: Occasion
) -> Sequence[Counted | None]:
    """Return the figure for several periods, read in one statement; None without any meeting."""
    whole = _counted(entity, on)
    if not whole.meetings:
        return [None] * len(periods)
    side = kind_of(entity)
    return [on_time_in(period, whole.actions, side, on.day_seen) for period in periods]


def _counted(entity: str, on: Occasion) -> Shelf:
    whole = whole_shelf(on)
    return whole if entity == PLAN else whole.shared_with(entity)
