"""Whose application it is, and which other one belongs to it."""

from datetime import date

import pytest

from compliance.credentialing.models import ApplicationRef
from compliance.credentialing.queries.doubles import likely_doubles
from compliance.credentialing.queries.one import application
from compliance.credentialing.rules.entries import Dates, Entry
from compliance.credentialing.services.loading import Loaded
from compliance.credentialing.services.receive import Received, receive_application
from compliance.db import session
from tests.credentialing.services.desk import MONDAY, on, received, row_of
from tests.makers.applications import make_entry

pytestmark = pytest.mark.usefixtures("with_rules")


def provider_of(loaded: Loaded) -> int:
    return session().get_one(ApplicationRef, loaded.id).provider_id


@pytest.mark.parametrize(
    "same",
    [
        {"npi": "2000000036"},
        {"npi": "", "license_number": "LCSW90417", "license_state": "CA"},
        {"npi": "", "caqh_id": "12345678"},
        {"npi": "", "first_name": "Ana", "last_name": "Ruiz", "birth_date": date(1980, 2, 3)},
    ],
)
def test_a_provider_is_found_again_by_npi_license_caqh_or_name_with_birth_date(same):
    assert provider_of(received(**same)) == provider_of(received(**same))


def test_a_name_alone_makes_nobody_the_same():
    same = {"npi": "", "first_name": "Ana", "last_name": "Ruiz"}
    assert provider_of(received(**same)) != provider_of(received(**same))


def test_two_with_the_same_wrong_npi_stay_two():
    same = {"npi": "2000000011"}
    assert provider_of(received(**same)) != provider_of(received(**same))


def test_two_npis_are_two_people_even_with_one_license_number():
    same = {"license_number": "90417", "license_state": "CA"}
    assert provider_of(received(**same)) != provider_of(received(**same))


def test_two_npis_are_two_people_even_with_one_name_and_birth_date():
    same = {"first_name": "Ana", "last_name": "Ruiz", "birth_date": date(1980, 2, 3)}
    assert provider_of(received(**same)) != provider_of(received(**same))


def twin_of(loaded: Loaded) -> str | None:
    found = application(row_of(loaded).ref, on()).twin
    return found.ref if found else None


def test_the_two_files_of_a_pcbh_pair_are_linked_both_ways():
    same = {"npi": "2000000036", "role": "LCSW", "model": "pcbh"}
    plan, mbho = received(**same), received(**same, destination="mbho")
    assert twin_of(plan) == row_of(mbho).ref
    assert twin_of(mbho) == row_of(plan).ref


@pytest.mark.parametrize(
    "other",
    [
        {"destination": "plan"},
        {"destination": "mbho", "role": "PSY"},
        {"destination": "mbho", "npi": "2000000044"},
        {"destination": "mbho", "model": "cocm"},
    ],
)
def test_anything_else_is_no_twin(other):
    same = {"npi": "2000000036", "role": "LCSW", "model": "pcbh"}
    first = received(**same)
    assert twin_of(received(**{**same, **other})) is None
    assert twin_of(first) is None


def test_a_twin_is_no_double_and_a_second_file_is():
    entry = make_entry(model="pcbh")
    receive_application(Received(entry, Dates(received_on=MONDAY)), on())
    assert [ref for ref, _ in likely_doubles(entry)] == ["APP-1001"]
    to_mbho = Entry.from_payload({**entry.as_payload(), "destination": "mbho"})
    assert likely_doubles(to_mbho) == []
