"""What meetings count for the plan's own figures: held as scheduled, action items on time."""

from collections.abc import Iterable
from datetime import date

from compliance.core.measured import Counted
from compliance.core.periods import Period
from compliance.core.states import ActionState
from compliance.meetings.rules.actions import Action
from compliance.meetings.rules.agenda import Meeting


def held_in(period: Period, meetings: Iterable[tuple[Meeting, date]], today: date) -> Counted:
    """Return how many meetings of a period were held with minutes closed.

    Each meeting comes with the day its minutes are due: until then an open one is not counted. A
    cancelled meeting was scheduled and not held.
    """
    due = [
        each
        for each, minutes_due in meetings
        if period.holds(each.day) and _is_counted(each, minutes_due, today)
    ]
    return Counted(sum(each.is_closed for each in due), len(due))


def _is_counted(meeting: Meeting, minutes_due: date, today: date) -> bool:
    if meeting.is_closed:
        return True
    return today >= meeting.day if meeting.is_cancelled else today > minutes_due


def on_time_in(period: Period, actions: Iterable[Action], side: str, today: date) -> Counted:
    """Return how many action items of a side, due in a period, were done by their due day.

    One that is still open counts from the day after its due day; a cancelled one never.
    """
    mine = [
        each
        for each in actions
        if each.wanted.side == side
        and period.holds(each.wanted.due_on)
        and each.state is not ActionState.CANCELLED
        and (each.done_on is not None or each.is_overdue(today))
    ]
    in_time = sum(each.done_on is not None and each.done_on <= each.wanted.due_on for each in mine)
    return Counted(in_time, len(mine))
