"""Organizations and locations: dated values that stay readable."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from compliance.core.errors import BadValue, NotFound
from compliance.directory.queries import organization, organizations, practice
from compliance.directory.services import (
    Address,
    OrganizationValues,
    PracticeValues,
    add_location,
    key_of,
    leave_location,
    name_organization,
    place_practices,
)
from tests.conftest import TODAY, occasion

pytestmark = pytest.mark.usefixtures("database")
JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)
PLAN = OrganizationValues("plan", "Alder Creek Health Plan", phone="(916) 555-0140")
MILL = Address("210 Mill Street", "Auburn", "CA", "95603", "Placer")


def on(day: date = TODAY):
    return occasion(day)


def name_on(day: date) -> str:
    return organization("plan", on().seen_from(day, None)).name


def test_a_new_name_holds_from_its_day_and_the_old_one_before():
    name_organization("plan", PLAN, JANUARY, on(JANUARY))
    name_organization("plan", replace(PLAN, name="Alder Creek"), JULY, on(JULY))
    assert (name_on(date(2026, 6, 30)), name_on(JULY)) == ("Alder Creek Health Plan", "Alder Creek")


def test_a_name_for_the_same_day_takes_the_place_of_the_first():
    name_organization("plan", replace(PLAN, name="Aldr Creek"), JANUARY, on(JANUARY))
    name_organization("plan", PLAN, JANUARY, on())
    assert [each.name for each in organizations(on())] == ["Alder Creek Health Plan"]


def test_blank_values_leave_what_stands():
    name_organization("plan", PLAN, JANUARY, on(JANUARY))
    name_organization("plan", OrganizationValues("plan", "Alder Creek"), JULY, on())
    assert organization("plan", on()).phone == "(916) 555-0140"


def test_the_plan_comes_first_then_the_mbho_then_groups():
    for kind in ("medical_group", "mbho", "plan"):
        name_organization(kind, OrganizationValues(kind, kind.upper()), JANUARY, on())
    assert [each.kind for each in organizations(on())] == ["plan", "mbho", "medical_group"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "bank"}, "kind"),
        ({"name": ""}, "name"),
        ({"phone": "call us"}, "phone"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_field(wrong, field):
    with pytest.raises(BadValue) as refused:
        name_organization("plan", replace(PLAN, **wrong), JANUARY, on())
    assert refused.value.field == field


def test_a_key_is_made_of_the_name():
    assert key_of("Señor Díaz & Sons, Inc.") == "senor-diaz-sons-inc"


def cedar() -> int:
    (number,) = place_practices([PracticeValues("Cedar Flat")], on())
    assert number is not None
    return number


def test_a_practice_has_its_locations_from_day_to_day():
    number = cedar()
    add_location(number, MILL, JANUARY, on(JANUARY))
    (place,) = practice(number, on()).locations
    assert place.text == "210 Mill Street, Auburn, CA 95603"
    leave_location(place.id, JULY, on())
    assert practice(number, on()).locations == ()
    before = on().seen_from(JULY - timedelta(days=1), None)
    assert [each.city for each in practice(number, before).locations] == ["Auburn"]
    with pytest.raises(NotFound):
        leave_location(place.id, JULY, on())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"line": ""}, "line"),
        ({"city": ""}, "city"),
        ({"state": "Calif"}, "state"),
        ({"zip_code": "9560"}, "zip_code"),
        ({}, "line"),
    ],
)
def test_an_address_that_cannot_be_or_is_there_is_refused(wrong, field):
    number = cedar()
    add_location(number, MILL, JANUARY, on())
    with pytest.raises(BadValue) as refused:
        add_location(number, replace(MILL, **wrong), JANUARY, on())
    assert refused.value.field == field


def test_an_address_ends_no_earlier_than_it_began():
    number = cedar()
    add_location(number, MILL, JULY, on())
    (place,) = practice(number, on()).locations
    with pytest.raises(BadValue, match="did not hold yet"):
        leave_location(place.id, JANUARY, on())


def test_there_is_no_such_practice():
    with pytest.raises(NotFound):
        practice(4711, on())
