"""Calendar files: an invitation to one meeting, as mail programs take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

PRODUCT = "-//Daybook//Meetings//EN"
REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Attendee:
    """Somebody who is asked to come."""

    name: str
    email: str
    is_chair: bool = False


@dataclass(frozen=True)
class Invitation:
    """One meeting to put on calendars.

    `uid` stays the same for good; `sequence` grows with every change, by which calendars tell the
    newer one. `starts` has a zone, which is written into the file with its rules.
    """

    uid: str
    sequence: int
    starts: datetime
    minutes: int
    summary: str
    description: str
    location: str
    organizer: Attendee
    attendees: Sequence[Attendee]
    made_at: datetime
    is_cancelled: bool = False


def invitation_text(invitation: Invitation) -> str:
    """Return the iCalendar object: METHOD, the time zone's rules, the event with its people."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", CANCEL if invitation.is_cancelled else REQUEST)
    calendar.add_component(_event(invitation))
    first, last = (date(invitation.starts.year + each, 1, 1) for each in (-1, 2))
    calendar.add_missing_timezones(first_date=first, last_date=last)
    return str(calendar.to_ical().decode("utf-8"))


def _event(invitation: Invitation) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.made_at)
    event.add("dtstart", invitation.starts)
    event.add("dtend", invitation.starts + timedelta(minutes=invitation.minutes))
    event.add("summary", invitation.summary)
    event.add("description", invitation.description)
    if invitation.location:
        event.add("location", invitation.location)
    event.add("status", "CANCELLED" if invitation.is_cancelled else "CONFIRMED")
    event.add("organizer", _address(invitation.organizer, {}))
    for each in invitation.attendees:
        role = "CHAIR" if each.is_chair else "REQ-PARTICIPANT"
        asked = {"ROLE": role, "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
        event.add("attendee", _address(each, asked))
    return event


def _address(person: Attendee, more: dict[str, str]) -> "vCalAddress":
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{person.email}")
    address.params.update({"CN": person.name, **more})
    return address
