"""Arranging a meeting: its agenda, its day, what we say of the figures."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import uuid4

from compliance.core.errors import BadValue, NotNow
from compliance.ledger.services import Entry
from compliance.meetings.rules.agenda import (
    ADDED,
    Item,
    Meeting,
    check_minutes,
    check_nothing,
    refuse_closed,
    reordered,
    to_bring_in,
)
from compliance.meetings.rules.leads import calendar_of
from compliance.meetings.services.recording import (
    meeting_now,
    record_on_meeting,
    write_on_meeting,
)
from compliance.occasions import Occasion


@dataclass(frozen=True)
class ItemValues:
    """What is typed for an item of an agenda."""

    title: str
    minutes: int | None
    lead_id: int | None = None
    note: str = ""
    asks: str = ""


def add_item(number: int, values: ItemValues, on: Occasion) -> Meeting:
    """Add an item of this meeting alone, at the end of the agenda.

    Raises:
        BadValue: no title, or a length that cannot be.
    """
    if not values.title.strip():
        raise BadValue("Say what the item is about.", "title")
    item = Item(
        key=uuid4().hex[:8],
        title=values.title.strip(),
        minutes=check_minutes(values.minutes),
        kind=ADDED,
        lead_id=values.lead_id,
        note=values.note,
        asks=values.asks,
    )
    return record_on_meeting(number, "item_added", vars(item), on)


def change_item(number: int, key: str, values: ItemValues, on: Occasion) -> Meeting:
    """Record lead, length and words of an item; the title of a standing item stays."""
    item = meeting_now(number).item(key)
    title = values.title.strip() if item.kind == ADDED else item.title
    if not title:
        raise BadValue("Say what the item is about.", "title")
    said = {
        "key": key,
        "title": title,
        "minutes": check_minutes(values.minutes),
        "lead_id": values.lead_id,
        "note": values.note,
        "asks": values.asks,
    }
    return record_on_meeting(number, "item_changed", said, on)


def mark_nothing(number: int, key: str, is_nothing: bool, why: str, on: Occasion) -> Meeting:
    """Mark a standing item "nothing to report", or take the mark back.

    Raises:
        BadValue: a required item without a reason.
        NotNow: an added item, which is removed instead.
    """
    item = meeting_now(number).item(key)
    if item.kind == ADDED:
        raise NotNow(f"{item.title} was added. Remove it instead.")
    if is_nothing:
        check_nothing(item, why)
    said = {"key": key, "is_nothing": is_nothing, "nothing_why": why if is_nothing else ""}
    return record_on_meeting(number, "item_changed", said, on)


def remove_item(number: int, key: str, on: Occasion) -> Meeting:
    """Remove an added item.

    Raises:
        NotNow: a standing item, which is marked "nothing to report" instead.
    """
    item = meeting_now(number).item(key)
    if item.kind != ADDED:
        raise NotNow(f"{item.title} stands on every agenda. Mark it nothing to report instead.")
    return record_on_meeting(number, "item_removed", {"key": key}, on)


def move_item(number: int, key: str, up: bool, on: Occasion) -> Meeting:
    """Move an item one place up or down; at the end nothing is written."""
    meeting = meeting_now(number)
    meeting.item(key)
    order = reordered(meeting.items, key, up)
    if order == [each.key for each in meeting.items]:
        return meeting
    return record_on_meeting(number, "items_ordered", {"order": order}, on)


def bring_in(number: int, last: Meeting, on: Occasion) -> int:
    """Copy lead, length and added items from another meeting; return how many items changed."""
    meeting = meeting_now(number)
    refuse_closed(meeting)
    wanted = to_bring_in(meeting, last)
    for was in wanted:
        if was.kind == ADDED:
            fresh = replace(was, key=uuid4().hex[:8], asks="")
            record_on_meeting(number, "item_added", vars(fresh), on)
        else:
            said = {"key": was.key, "minutes": was.minutes, "lead_id": was.lead_id}
            record_on_meeting(number, "item_changed", said, on)
    return len(wanted)


@dataclass(frozen=True)
class Moved:
    """Where a meeting moves to, and why."""

    day: date
    at: time
    place: str
    why: str


def move_meeting(number: int, to: Moved, on: Occasion) -> Meeting:
    """Move a meeting to another day or time; its reference stays, an invitation grows.

    Raises:
        BadValue: a closed or past day, or no reason.
        NotNow: it was held, or is cancelled.
    """
    refuse_closed(meeting_now(number))
    if to.day < on.today:
        raise BadValue("Choose today or a day to come.", "day")
    if closed := calendar_of(on.book).why_closed(to.day):
        raise BadValue(f"That day is closed: {closed}. Choose an open day.", "day")
    _need(to.why)
    said: dict[str, Any] = {
        "day": to.day.isoformat(),
        "at": to.at.isoformat("minutes"),
        "place": to.place,
    }
    return write_on_meeting(number, Entry("meeting_moved", on.today, said, to.why), on)


def cancel_meeting(number: int, why: str, on: Occasion) -> Meeting:
    """Cancel a meeting with a reason; it still counts as scheduled."""
    refuse_closed(meeting_now(number))
    _need(why)
    return write_on_meeting(number, Entry("meeting_cancelled", on.today, why=why), on)


def restore_meeting(number: int, on: Occasion) -> Meeting:
    """Take a cancellation back.

    Raises:
        NotNow: it is not cancelled.
    """
    if not meeting_now(number).is_cancelled:
        raise NotNow("The meeting is not cancelled.")
    return write_on_meeting(number, Entry("meeting_restored", on.today), on)


def _need(why: str) -> None:
    if not why.strip():
        raise BadValue("Say why.", "why")


def comment(number: int, text: str, on: Occasion) -> Meeting:
    """Record what we say of the figures in the meeting; it is printed in the pack."""
    return record_on_meeting(number, "commented", {"text": text.strip()}, on)
