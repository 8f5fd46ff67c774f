"""Figures of meetings, counted from their records for the plan's KPIs."""

from collections.abc import Sequence

from compliance.core.measured import Counted
from compliance.core.periods import Period
from compliance.meetings.queries.loading import whole_shelf
from compliance.meetings.rules.leads import minutes_due
from compliance.meetings.rules.measures import held_in, on_time_in
from compliance.occasions import Occasion


def meetings_held(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return meetings held with minutes closed, of those scheduled: G-MEET, for both sides."""
    return meetings_held_each([period], entity, on)[0]


def meetings_held_each(
    periods: Sequence[Period],
    entity: str,  # noqa: ARG001  (both sides sit in the same meetings)
    on: Occasion,
) -> Sequence[Counted | None]:
    """Return the figure for several periods, read in one statement; None without any meeting."""
    whole = whole_shelf(on)
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
    whole = whole_shelf(on)
    if not whole.meetings:
        return [None] * len(periods)
    return [on_time_in(period, whole.actions, entity, on.day_seen) for period in periods]
