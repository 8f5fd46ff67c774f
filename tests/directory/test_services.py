"""Providers and practices are found again before new ones are made."""

from datetime import date

import pytest
from sqlalchemy import func, select

from compliance.db import session
from compliance.directory.models import PracticeDetail, Provider, ProviderRestricted
from compliance.directory.services import (
    Applicant,
    PracticeValues,
    ProviderValues,
    place_practices,
    place_providers,
    slices,
)
from tests.conftest import occasion

pytestmark = pytest.mark.usefixtures("database")
BORN = date(1980, 2, 3)


def who(name: str = "ruiz, ana", born: date | None = None, **known: str) -> Applicant:
    return Applicant(ProviderValues("Ruiz", "Ana", name, **known), born)


def place(*applicants: Applicant) -> list[int]:
    return place_providers(applicants, occasion())


def providers() -> int:
    return session().scalar(select(func.count()).select_from(Provider)) or 0


def test_one_batch_makes_each_person_once():
    ana, other = who(npi="2000000010"), who(npi="2000000028")
    assert place(ana, other, ana) == [1, 2, 1]
    assert place(other, ana) == [2, 1]
    assert providers() == 2


def test_the_strongest_key_wins():
    ana, bea = place(who(npi="2000000010"), who(npi="2000000028", caqh_id="12345678"))
    assert place(who(npi="2000000010", caqh_id="12345678")) == [ana]
    assert place(who(caqh_id="12345678")) == [bea]


def test_a_license_counts_with_its_state():
    first = place(who(license_number="PSY1", license_state="CA"))
    assert place(who(license_number="PSY1", license_state="CA")) == first
    assert place(who(license_number="PSY1", license_state="NV")) != first


def test_two_npis_in_one_batch_are_two_people_whatever_else_agrees():
    same = {"license_number": "90417", "license_state": "CA"}
    assert place(who(npi="2000000010", **same), who(npi="2000000028", **same)) == [1, 2]


def test_nothing_known_makes_everybody_new():
    assert place(who(), who()) == [1, 2]


def test_a_name_with_its_birth_date_is_one_person_and_kept_apart():
    first = place(who(born=BORN))
    assert place(who(born=BORN)) == first
    assert place(who(born=date(1980, 2, 4))) != first
    kept = session().scalars(select(ProviderRestricted.birth_date).order_by("id")).all()
    assert kept == [BORN, date(1980, 2, 4)]


def test_a_birth_date_that_was_set_right_finds_nobody_by_the_wrong_one():
    first = place(who(born=BORN))
    row = session().scalars(select(ProviderRestricted)).one()
    row.superseded_at = occasion().now
    session().flush()
    assert place(who(born=BORN)) != first


def test_a_practice_is_made_once_however_it_is_written_in_one_file():
    named = [PracticeValues("Cedar Flat"), PracticeValues(""), PracticeValues("CEDAR FLAT")]
    assert place_practices(named, occasion()) == [1, None, 1]
    assert place_practices([PracticeValues("Cedar Flat")], occasion()) == [1]
    assert place_practices([PracticeValues("CLÍNICA")], occasion()) == [2]
    assert place_practices([PracticeValues("CLÍNICA")], occasion()) == [2]
    assert len(session().scalars(select(PracticeDetail)).all()) == 2


def test_slices_leave_nothing_out():
    assert [list(each) for each in slices(range(5), 2)] == [[0, 1], [2, 3], [4]]
    assert list(slices([], 2)) == []
