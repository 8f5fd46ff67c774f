"""Minutes: who was there, what was said and decided, closing, and what is added after."""

from collections.abc import Mapping

from compliance.core.errors import BadValue, NotNow
from compliance.ledger.services import Entry
from compliance.meetings.rules.agenda import Meeting, Minuted
from compliance.meetings.rules.minutes import ATTENDANCE, DECISIONS, open_points
from compliance.meetings.services.recording import (
    meeting_now,
    record_on_meeting,
    series_now,
    write_on_meeting,
)
from compliance.occasions import Occasion


def record_attendance(number: int, there: Mapping[int, str], guests: str, on: Occasion) -> Meeting:
    """Record who was there, who was not and who came besides.

    Raises:
        NotNow: the meeting has not been held yet.
        BadValue: a word that says neither.
    """
    _refuse_early(number, on)
    for word in there.values():
        if word not in ATTENDANCE:
            raise BadValue("Choose present, absent or excused.", "attendance")
    said = {str(person): word for person, word in sorted(there.items())}
    payload = {"attendance": said, "guests": guests.strip()}
    return record_on_meeting(number, "attended", payload, on)


def minute_item(number: int, key: str, said: Minuted, on: Occasion) -> Meeting:
    """Record what the minutes say of one item.

    Raises:
        BadValue: a decision without its kind.
        NotNow: the meeting has not been held yet.
    """
    _refuse_early(number, on)
    meeting_now(number).item(key)
    if said.decision.strip() and said.decision_kind not in DECISIONS:
        raise BadValue("Choose what kind of decision it is.", "decision_kind")
    return record_on_meeting(number, "item_minuted", {"key": key, **vars(said)}, on)


def close_minutes(number: int, on: Occasion) -> Meeting:
    """Close the minutes: they are read-only from then on.

    Raises:
        NotNow: something is missing; the message names it.
    """
    _refuse_early(number, on)
    meeting = meeting_now(number)
    for point in open_points(meeting, series_now(meeting.series_id)):
        raise NotNow(point)
    return record_on_meeting(number, "minutes_closed", {}, on)


def add_addendum(number: int, text: str, on: Occasion) -> Meeting:
    """Add to closed minutes; what stood in them stays.

    Raises:
        NotNow: they are open, so they are changed themselves.
        BadValue: nothing is said.
    """
    if not meeting_now(number).is_closed:
        raise NotNow("The minutes are open. Change them instead.")
    if not text.strip():
        raise BadValue("Write what is to be added or corrected.", "text")
    return write_on_meeting(number, Entry("minutes_amended", on.today, {"text": text.strip()}), on)


def _refuse_early(number: int, on: Occasion) -> None:
    if meeting_now(number).day > on.today:
        raise NotNow("The meeting has not been held yet. Move it if it was held before its day.")
