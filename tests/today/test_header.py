"""The counts of the rail: one's own duties and action items, everybody's for compliance."""

from datetime import timedelta

import pytest

from compliance.occasions import Actor
from compliance.today.queries import Standing, header_facts
from tests.conftest import TODAY, occasion
from tests.makers.deadlines import make_deadline
from tests.makers.people import make_people

pytestmark = pytest.mark.usefixtures("database")
ONE_DAY = timedelta(days=1)


@pytest.fixture
def people():
    found = make_people(occasion())
    days = (TODAY - ONE_DAY, TODAY, TODAY + 7 * ONE_DAY, TODAY + 8 * ONE_DAY)
    for number, day in enumerate(days, start=1):
        sound = {"statutory": False, "legal_on": None, "number": number}
        make_deadline(day, occasion(), kind="duty", owner_id=found.olivia.id, **sound)
    return found


def duties_of(person_id: int, *roles: str) -> Standing:
    on = occasion(actor=Actor(person_id, "Somebody", frozenset(roles)))
    return header_facts(on).work["responsibilities"]


def test_a_day_over_is_overdue_and_a_week_ahead_is_soon(people):
    assert duties_of(people.olivia.id, "owner") == Standing(overdue=1, due_soon=2)


def test_somebody_else_counts_none_of_them(people):
    assert duties_of(people.theo.id, "owner") == Standing(overdue=0, due_soon=0)


def test_compliance_counts_everybodys(people):
    assert duties_of(people.theo.id, "compliance") == Standing(overdue=1, due_soon=2)
