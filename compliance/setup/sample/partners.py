"""A second MBHO of the story, small: one person, a series of meetings, two applications, figures.

What Tern's people see holds nothing of it, and the other way round.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import partial

from compliance.core.periods import months_after
from compliance.credentialing.rules.entries import Dates, Entry
from compliance.credentialing.services.receive import Received, receive_applications
from compliance.directory.services import OrganizationValues, name_organization
from compliance.kpis.rules.entries import NewValue
from compliance.kpis.services import report_value
from compliance.meetings.queries.loading import shelf
from compliance.meetings.rules.actions import Wanted
from compliance.meetings.rules.series import MBHO, PLAN, Seat, Settled
from compliance.meetings.services.actions import add_action
from compliance.meetings.services.series import start_series
from compliance.occasions import Occasion
from compliance.setup.sample.chapters import Cast, Scene
from compliance.setup.sample.script import invented_npi

HARBOR = "harbor-counseling"
NAME, SHORT_NAME = "Harbor Counseling", "Harbor"
STARTED = date(2026, 10, 12)
REPORTED = date(2026, 11, 6)
MINUTES_OF = {"action_items": 5, "quality": 10, "access": 10, "alignment": 5, "credentialing": 10,
              "claims": 10, "closing": 5}  # fmt: skip
FILES = (
    ("HAR-1", "Ottilie", "Brandvold", "LCSW", date(2026, 10, 14), date(2026, 10, 16), None),
    ("HAR-2", "Cyrus", "Mehrabi", "LMFT", date(2026, 10, 13), date(2026, 10, 15),
     date(2026, 11, 10)),
)  # fmt: skip
FIGURES = (("R-CR3", 11, 12), ("R-CR5", 9, 11))


def scenes(shift: timedelta) -> Iterable[Scene]:
    """Return the acts of the chapter, moved by `shift`."""
    return (
        Scene(STARTED + shift, "admin", partial(_name, STARTED + shift)),
        Scene(date(2026, 11, 11) + shift, "dana", partial(_send, shift)),
        Scene(REPORTED + shift, "una", _report),
        Scene(date(2026, 11, 24) + shift, "grace", partial(_meet, shift)),
    )


def _name(day: date, _cast: Cast, on: Occasion) -> None:
    name_organization(HARBOR, OrganizationValues(MBHO, NAME, SHORT_NAME), day, on)


def _meet(shift: timedelta, cast: Cast, on: Occasion) -> None:
    people = cast.people
    seats = (
        Seat(people["rosa"], PLAN, "chair"),
        Seat(people["grace"], PLAN, "recorder"),
        Seat(people["una"], MBHO, "co_chair"),
    )
    settled = Settled(
        name="Harbor quarterly",
        cadence="quarterly",
        week=2,
        weekday=1,
        from_on=date(2026, 12, 1) + shift,
        at=time(14, 0),
        minutes=60,
        place="meet.example/alder-creek-harbor",
        organizer_id=people["grace"],
        seats=seats,
        minutes_of=MINUTES_OF,
        pack_days=4,
        groups="Alder Creek network and credentialing with Harbor Counseling",
    )
    number = start_series(settled, on)
    meeting = next(each for each in shelf(on).meetings if each.series_id == number)
    due_on = date(2026, 12, 4) + shift
    wording = "Name a contact for credentialing files"
    add_action(Wanted(wording, people["una"], MBHO, due_on, meeting_id=meeting.id), on)


def _send(shift: timedelta, cast: Cast, on: Occasion) -> None:
    """Receive what Harbor credentials for the plan, with the dates it gave."""
    batch = [
        Received(
            Entry(
                last_name=last,
                first_name=first,
                npi=invented_npi(first + last),
                role=role,
                practice_name="Marsh Street Clinic",
                lines=("commercial_dmhc",),
                destination=MBHO,
                delegate=HARBOR,
            ),
            Dates(
                received_on=received + shift,
                completed_on=complete + shift,
                notice_sent_on=complete + shift,
                decided_on=decided + shift if decided else None,
            ),
            said="complete",
            decision="approved" if decided else "",
            owner_id=cast.people["dana"],
            ref=ref,
            origin="Harbor's list of 11 November",
        )
        for ref, first, last, role, received, complete, decided in FILES
    ]
    receive_applications(batch, on)


def _report(_cast: Cast, on: Occasion) -> None:
    period = months_after(on.today, -1)
    for kpi_id, numerator, denominator in FIGURES:
        value = NewValue(kpi_id, HARBOR, period, numerator, denominator, data_as_of=on.today)
        report_value(value, on)
