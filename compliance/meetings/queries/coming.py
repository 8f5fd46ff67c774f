"""The next meeting and what blocks its pack, for Today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from compliance.meetings.queries.loading import shelf
from compliance.meetings.rules.agenda import Meeting
from compliance.meetings.rules.leads import send_by
from compliance.meetings.rules.words import check_words
from compliance.occasions import Occasion


@dataclass(frozen=True)
class Coming:
    """The next meeting that this person may see: what it is, its pack's day, what blocks it."""

    meeting: Meeting
    name: str
    send_by: date
    blocks: tuple[str, ...]
    late_actions: int

    @property
    def ref(self) -> str:
        """Return its reference."""
        return self.meeting.ref


def next_meeting(on: Occasion, missing: Callable[[date, str], int] | None = None) -> Coming | None:
    """Return the soonest meeting from the day seen on, None where none is planned.

    One statement, besides those by which `missing` counts the figures that its day lacks.
    """
    whole = shelf(on)
    coming = [e for e in whole.meetings if e.day >= on.day_seen and not e.is_cancelled]
    if not coming:
        return None
    meeting = coming[0]
    series = whole.series_of(meeting)
    due = send_by(meeting.day, series.settled.pack_days, on.book)
    lacks = missing(meeting.day, series.settled.organization) if missing else None
    checks = check_words(meeting, series, due, lacks, on.day_seen)
    late = sum(each.is_overdue(on.day_seen) for each in whole.actions_for(meeting))
    blocks = tuple(each.text for each in checks if each.blocks and not each.is_done)
    return Coming(meeting, series.settled.name, due, blocks, late)
