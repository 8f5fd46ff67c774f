"""Calendar files: what programs need to take, move and cancel a meeting."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from compliance.documents.ics import Attendee, Invitation, invitation_text

PACIFIC = ZoneInfo("America/Los_Angeles")
INVITATION = Invitation(
    uid="meeting-1@daybook.invalid",
    sequence=0,
    starts=datetime(2026, 12, 3, 10, tzinfo=PACIFIC),
    minutes=60,
    summary="Joint operating meeting",
    description="10:00 Opening\n10:02 Figures, both sides; all",
    location="Room 4",
    organizer=Attendee("Grace Okafor", "grace@aldercreek.example"),
    attendees=[
        Attendee("Rosa Tamayo", "rosa@aldercreek.example", is_chair=True),
        Attendee("Thị Mai Nguyễn", "mai@tern.example"),
    ],
    made_at=datetime(2026, 11, 24, 8, tzinfo=UTC),
)


def read(invitation=INVITATION):
    calendar = Calendar.from_ical(invitation_text(invitation))
    return calendar, calendar.events[0]


def test_an_invitation_is_a_request_with_its_time_zone():
    calendar, event = read()
    assert (calendar["method"], calendar["prodid"]) == ("REQUEST", "-//Daybook//Meetings//EN")
    assert INVITATION.starts == event.DTSTART
    assert [str(each["tzid"]) for each in calendar.timezones] == ["America/Los_Angeles"]


@pytest.mark.parametrize("day", [date(2026, 12, 3), date(2026, 7, 2), date(2027, 3, 14)])
def test_the_hour_in_utc_follows_the_season(day):
    starts = datetime.combine(day, time(10), PACIFIC)
    _, event = read(replace(INVITATION, starts=starts))
    assert event.DTSTART.astimezone(UTC) == starts.astimezone(UTC)


def test_organizer_chair_and_attendees_are_named_in_their_own_letters():
    _, event = read()
    people = event["attendee"]
    assert str(event["organizer"]) == "mailto:grace@aldercreek.example"
    assert [each.params["ROLE"] for each in people] == ["CHAIR", "REQ-PARTICIPANT"]
    assert people[1].params["CN"] == "Thị Mai Nguyễn"


def test_a_change_keeps_the_uid_and_a_cancellation_says_so():
    _, first = read()
    calendar, later = read(replace(INVITATION, sequence=2, is_cancelled=True))
    assert (later["uid"], later["sequence"]) == (first["uid"], 2)
    assert (calendar["method"], later["status"]) == ("CANCEL", "CANCELLED")
