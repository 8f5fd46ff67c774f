"""Minutes: what must stand in them before they are closed."""

from collections.abc import Iterator

from compliance.meetings.rules.agenda import Meeting
from compliance.meetings.rules.series import MBHO, PLAN, Series

ATTENDANCE = {"present": "Present", "absent": "Absent", "excused": "Excused"}
DECISIONS = {
    "approve": "Approve",
    "adopt": "Adopt",
    "accept": "Accept",
    "refer": "Refer",
    "reject": "Reject",
}


def has_quorum(meeting: Meeting, series: Series) -> bool:
    """Return whether chair or co-chair and somebody of each side were there."""
    there = {person for person, word in meeting.attendance.items() if word == "present"}
    seats = [each for each in series.settled.seats if each.person_id in there]
    leads = any(each.part in {"chair", "co_chair"} for each in seats)
    return leads and {PLAN, MBHO} <= {each.side for each in seats}


def open_points(meeting: Meeting, series: Series) -> Iterator[str]:
    """Yield what is missing before minutes can be closed, as sentences."""
    if not meeting.attendance:
        yield "Record who was there first."
        return
    if not has_quorum(meeting, series):
        yield (
            "No quorum is recorded: the chair or co-chair and somebody of each side. "
            "Correct who was there, or cancel the meeting with a reason."
        )
    for item in meeting.items:
        said = meeting.minuted.get(item.key)
        if item.required and not item.is_nothing and not (said and (said.note or said.decision)):
            yield f"{item.title} is required and has no note. Write what was said."
