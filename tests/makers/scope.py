"""Two MBHOs for tests, each with one of everything that a partner may see."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from compliance.accounts.models import Person
from compliance.directory.services import OrganizationValues, name_organization
from compliance.kpis.rules.entries import NewValue
from compliance.kpis.services import report_value
from compliance.meetings.queries.loading import shelf
from compliance.meetings.rules.actions import Wanted
from compliance.meetings.rules.series import MBHO, PLAN, Seat
from compliance.meetings.services.actions import add_action
from compliance.meetings.services.series import start_series
from tests.makers.applications import make_application
from tests.makers.figures import OCTOBER
from tests.makers.meetings import SETTLED
from tests.makers.people import make_person

BORN = date(1979, 3, 17)
"""The birth date of every applicant here, which no page may show by itself."""
NAMES = {"mbho": "Tern Behavioral", "harbor": "Harbor Behavioral"}


@dataclass(frozen=True)
class Side:
    """One MBHO: its partner person and that one's number, and the records shared with it."""

    key: str
    person: Person
    meeting: str
    action: str
    application: str
    figure: float
    series: int
    number: int


def make_sides(on: Any) -> tuple[Side, Side]:
    """Return two MBHOs that work with the same plan."""
    grace = make_person("Grace Okafor", on, "meetings", department="Network")
    first, second = (
        _side(key, weekday, grace, on) for key, weekday in (("mbho", 3), ("harbor", 1))
    )
    return first, second


def _side(key: str, weekday: int, grace: Person, on: Any) -> Side:
    name_organization(key, OrganizationValues("mbho", NAMES[key]), date(2026, 1, 1), on)
    who = f"{key.title()} Partner"
    person = make_person(who, on, "partner", department=key, organization=key)
    seats = (Seat(grace.id, PLAN, "chair"), Seat(person.id, MBHO))
    settled = replace(SETTLED, name=f"Meeting of {key}", weekday=weekday, seats=seats)
    number = start_series(replace(settled, organizer_id=grace.id), on)
    meeting = next(each for each in shelf(on).meetings if each.series_id == number)
    owed = Wanted(
        f"Send the {key} file", person.id, MBHO, date(2026, 12, 11), meeting_id=meeting.id
    )
    action = add_action(owed, on)
    make_application(on, destination="mbho", delegate=key, ref=f"{key.upper()}-1", birth_date=BORN)
    told = 30.0 if key == MBHO else 31.0
    report_value(NewValue("R-CR2", key, OCTOBER, told, 40), on)
    return Side(key, person, meeting.ref, action.ref, f"{key.upper()}-1", told, number, person.id)
