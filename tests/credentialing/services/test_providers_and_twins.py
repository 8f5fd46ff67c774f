"""Whose application it is, and which other one belongs to it."""

from datetime import date

import pytest
from sqlalchemy import select

from compliance.credentialing.models import ApplicationRef
from compliance.credentialing.queries.doubles import likely_doubles
from compliance.credentialing.queries.one import application
from compliance.credentialing.rules.entries import Dates, Entry
from compliance.credentialing.services import decisions
from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.loading import Loaded
from compliance.credentialing.services.receive import Received, receive_application
from compliance.credentialing.services.taking_back import take_back
from compliance.db import session
from compliance.directory.models import ProviderDetail
from tests.conftest import TODAY
from tests.credentialing.services.desk import MONDAY, WHY, again, on, received, row_of
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


PAIR = {"npi": "2000000036", "role": "LCSW", "model": "pcbh"}


@pytest.mark.parametrize("kind", ["withdrawn", "not_eligible", "void"])
def test_a_file_that_ended_is_nobodys_twin(kind):
    old = received(**PAIR)
    decisions.close(old, kind, TODAY, WHY, on())
    assert twin_of(received(**PAIR, destination="mbho")) is None
    assert twin_of(old) is None


def test_of_two_files_that_wait_the_oldest_is_the_twin():
    first, second = received(**PAIR), received(**PAIR, received_on=TODAY)
    mbho = received(**PAIR, destination="mbho")
    assert twin_of(mbho) == row_of(first).ref
    assert twin_of(second) is None


def detail_of(loaded: Loaded) -> ProviderDetail:
    number = provider_of(loaded)
    now = (ProviderDetail.superseded_at.is_(None), ProviderDetail.until_on.is_(None))
    query = select(ProviderDetail).where(ProviderDetail.provider_id == number, *now)
    return session().scalars(query).one()


def correct(loaded: Loaded, **values: str) -> None:
    correct_values(again(loaded), values, WHY, on())


def test_the_directory_follows_values_that_are_set_right():
    loaded = received(npi="2000000036", last_name="Ruis")
    provider = provider_of(loaded)
    correct(loaded, last_name="Ruiz", npi="2000000044")
    found = detail_of(loaded)
    assert (found.provider_id, found.last_name, found.npi) == (provider, "Ruiz", "2000000044")
    assert provider_of(received(npi="2000000044")) == provider


def test_the_directory_follows_a_correction_that_is_taken_back():
    loaded = received(last_name="Ruiz")
    correct(loaded, last_name="Ruis")
    take_back(again(loaded), again(loaded).latest_fact_id, WHY, on())
    assert detail_of(loaded).last_name == "Ruiz"


def test_an_npi_set_right_that_is_another_providers_moves_the_application_there():
    known = received(**PAIR)
    wrong = received(**{**PAIR, "npi": "2000000011"}, destination="mbho")
    assert provider_of(wrong) != provider_of(known)
    correct(wrong, npi="2000000036")
    assert provider_of(wrong) == provider_of(known)
    assert twin_of(wrong) == row_of(known).ref


def test_an_npi_set_right_leaves_the_other_files_of_its_provider_alone():
    first, second = received(npi="2000000036"), received(npi="2000000036")
    correct(second, npi="2000000044")
    assert provider_of(first) != provider_of(second)
    assert detail_of(first).npi == "2000000036"


def test_a_practice_set_right_is_another_practice():
    first, second = received(practice_name="Cedar Flat"), received(practice_name="Cedar Flt")
    correct(second, practice_name="Cedar Flat")
    numbers = {session().get_one(ApplicationRef, each.id).practice_id for each in (first, second)}
    assert len(numbers) == 1
