"""Inviting, placing and deactivating, with what stood before kept readable."""

from datetime import date, timedelta

import pytest

from compliance.accounts.queries import (
    has_people,
    people_now,
    people_with_role,
    person_by_email,
    person_now,
    supervisor_of,
    supervisors_above,
)
from compliance.accounts.services import (
    NewPerson,
    Place,
    deactivate_person,
    invite_person,
    keep_preferences,
    place_person,
    reactivate_person,
    rename_person,
    seed_roles,
    set_password,
    set_roles,
)
from compliance.accounts.standings import team_on
from compliance.core.errors import BadValue, NotFound, NotNow
from tests.conftest import TODAY, occasion
from tests.makers.people import make_people, make_person

LATER = TODAY + timedelta(days=1)


@pytest.fixture
def made(database):
    return make_people(occasion())


def test_an_empty_instance_has_nobody(database):
    assert not has_people()
    seed_roles()
    seed_roles()
    assert people_now() == []


def test_an_invited_person_has_no_password_yet(made):
    invite_person(
        NewPerson("Ines@Alder.example", " Ines  Ibarra ", frozenset({"owner"})), occasion()
    )
    row = person_now(person_by_email("INES@alder.example").id)
    assert (row.name, row.email, row.state) == ("Ines Ibarra", "ines@alder.example", "invited")
    assert row.role_words == ["Owner of duties"]


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [
        ("olivia@aldercreek.example", "Olivia", "email"),
        ("no address", "Olivia", "email"),
        ("x@localhost", "Olivia", "email"),
        ("new@aldercreek.example", "  ", "name"),
    ],
)
def test_an_invitation_that_cannot_be(made, email, name, field):
    with pytest.raises(BadValue) as refused:
        invite_person(NewPerson(email, name, frozenset({"owner"})), occasion())
    assert refused.value.field == field


def test_people_are_listed_by_name(made):
    assert [each.name for each in people_now()] == ["Nora Novak", "Olivia Ortega", "Theo Tran"]


def test_a_team_is_who_one_supervises(made):
    assert team_on(made.olivia.id, occasion()) == [made.theo.id]
    assert supervisor_of(made.theo.id) == made.olivia.id
    assert supervisor_of(made.nora.id) is None


def test_where_somebody_stood_stays_readable(made):
    on = occasion(today=TODAY + timedelta(days=10))
    place_person(made.theo.id, Place(LATER, "Claims", made.nora.id), on)
    assert supervisor_of(made.theo.id, TODAY) == made.olivia.id
    assert supervisor_of(made.theo.id, LATER) == made.nora.id
    assert supervisor_of(made.theo.id, LATER, occasion().now) == made.olivia.id


def test_the_same_place_again_writes_nothing(made):
    standing = Place(LATER, "Credentialing", made.olivia.id)
    place_person(made.theo.id, standing, occasion(today=LATER))
    assert supervisor_of(made.theo.id, TODAY) == made.olivia.id


def test_a_place_from_a_day_before_replaces_the_whole(made):
    place_person(made.theo.id, Place(date(2026, 1, 5), "Claims"), occasion(today=LATER))
    assert supervisor_of(made.theo.id, TODAY) is None


def test_a_place_to_come_is_refused(made):
    with pytest.raises(BadValue, match="still to come"):
        place_person(made.theo.id, Place(LATER, "Claims"), occasion())


def test_a_circle_of_three_is_refused(made):
    place_person(made.nora.id, Place(TODAY, "Claims", made.theo.id), occasion())
    assert supervisors_above(made.nora.id) == [made.theo.id, made.olivia.id]
    with pytest.raises(BadValue):
        place_person(made.olivia.id, Place(TODAY, "", made.nora.id), occasion())


def test_the_last_administrator_keeps_the_role(made):
    ada = make_person("Ada Abbott", occasion(), "admin")
    with pytest.raises(NotNow):
        set_roles(ada.id, frozenset({"owner"}), occasion())
    set_roles(made.nora.id, frozenset({"admin"}), occasion())
    set_roles(ada.id, frozenset({"owner"}), occasion())
    assert people_with_role("admin") == [made.nora.id]


def test_a_deactivated_administrator_does_not_count(made):
    ada = make_person("Ada Abbott", occasion(), "admin")
    set_roles(made.nora.id, frozenset({"admin"}), occasion())
    deactivate_person(made.nora.id, occasion())
    with pytest.raises(NotNow):
        deactivate_person(ada.id, occasion())


def test_deactivating_ends_sessions_and_keeps_the_name(made):
    key = made.theo.fs_uniquifier
    deactivate_person(made.theo.id, occasion())
    assert made.theo.fs_uniquifier != key
    assert person_now(made.theo.id).state == "deactivated"
    assert team_on(made.olivia.id, occasion()) == []
    with pytest.raises(NotNow):
        set_password(made.theo.id, "hash", occasion())
    reactivate_person(made.theo.id, occasion())
    assert team_on(made.olivia.id, occasion()) == [made.theo.id]


def test_nobody_is_written_while_looking_at_the_past(made):
    on = occasion().seen_from(date(2026, 1, 5), None)
    for act in (
        lambda: set_roles(made.theo.id, frozenset({"owner"}), on),
        lambda: deactivate_person(made.theo.id, on),
        lambda: rename_person(made.theo.id, "Theo", on),
        lambda: place_person(made.theo.id, Place(TODAY), on),
    ):
        with pytest.raises(NotNow):
            act()


def test_names_and_preferences(made):
    rename_person(made.theo.id, " Theodore  Tran ", occasion())
    keep_preferences(made.theo.id, {"theme": "dark"})
    keep_preferences(made.theo.id, {"keys": "off"})
    assert made.theo.name == "Theodore Tran"
    assert made.theo.preferences == {"theme": "dark", "keys": "off"}
    with pytest.raises(BadValue):
        rename_person(made.theo.id, " ", occasion())


def test_somebody_who_is_not_there(made):
    with pytest.raises(NotFound):
        person_now(999)
    with pytest.raises(NotFound):
        set_roles(999, frozenset({"owner"}), occasion())
