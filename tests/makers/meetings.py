"""Meetings for tests: a monthly series with two people on each side, and what hangs on it."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from compliance.meetings.queries.loading import shelf
from compliance.meetings.rules.actions import Action, Wanted
from compliance.meetings.rules.agenda import Meeting
from compliance.meetings.rules.series import MBHO, PLAN, Seat, Settled
from compliance.meetings.services.actions import add_action
from compliance.meetings.services.series import start_series
from tests.makers.people import make_person

SETTLED = Settled(
    name="Joint operating meeting",
    cadence="monthly",
    week=1,
    weekday=3,
    from_on=date(2026, 1, 1),
    at=time(10, 0),
    minutes=60,
    place="Room 4",
    organizer_id=None,
    seats=(Seat(1, PLAN, "chair"), Seat(2, MBHO, "co_chair")),
    minutes_of={"quality": 8, "access": 8, "claims": 10, "alignment": 5, "closing": 2},
    pack_days=4,
)


@dataclass(frozen=True)
class Joint:
    """A series with its people: Grace organizes, Rosa chairs, Hal and Nia sit for the MBHO."""

    grace: Any
    rosa: Any
    hal: Any
    nia: Any
    number: int


def make_series(on: Any, **said: Any) -> Joint:
    """Return a started series; `said` changes what it settles."""
    grace = make_person("Grace Okafor", on, "meetings", department="Network")
    rosa = make_person("Rosa Tamayo", on, "claims", department="Claims")
    hal = make_person("Hal Pruitt", on, "partner", department="Tern")
    nia = make_person("Nia Castellan", on, "partner", department="Tern")
    seats = (
        Seat(rosa.id, PLAN, "chair"),
        Seat(grace.id, PLAN, "recorder"),
        Seat(nia.id, MBHO, "co_chair"),
        Seat(hal.id, MBHO),
    )
    settled = replace(SETTLED, organizer_id=grace.id, seats=seats, **said)
    return Joint(grace, rosa, hal, nia, start_series(settled, on))


def first_meeting(on: Any) -> Meeting:
    """Return the soonest meeting there is."""
    return shelf(on).meetings[0]


def make_action(joint: Joint, on: Any, **said: Any) -> Action:
    """Return an action item that Hal owes for the MBHO in ten days, unless told otherwise."""
    given = {
        "wording": "Send the October file",
        "owner_id": joint.hal.id,
        "side": MBHO,
        "due_on": date(2026, 12, 4),
        "meeting_id": first_meeting(on).id,
    }
    return add_action(Wanted(**{**given, **said}), on)
