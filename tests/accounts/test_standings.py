"""What people were called and might do on a day gone by, whatever became of them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from compliance.accounts.models import PersonStanding
from compliance.accounts.queries import people_now
from compliance.accounts.services import (
    Place,
    deactivate_person,
    place_person,
    reactivate_person,
    rename_person,
    set_password,
    set_roles,
)
from compliance.accounts.standings import addresses_of, names_of, people_on, team_on
from compliance.db import session
from tests.conftest import TODAY, occasion
from tests.makers.people import make_people, make_person

BEGAN = TODAY - timedelta(days=10)
CHANGED = TODAY - timedelta(days=4)


@pytest.fixture
def made(database):
    return make_people(occasion(BEGAN))


def seen(known_on: date, as_of: date | None = None):
    return occasion().seen_from(as_of or known_on, known_on)


def row(on, person):
    return next(each for each in people_on(on) if each.id == person.id)


def test_a_person_is_called_as_on_the_day_looked_at(made):
    rename_person(made.theo.id, "Theo Tran-Ortega", occasion(CHANGED))
    then, later = seen(BEGAN), seen(CHANGED)
    assert names_of([made.theo.id, None], then.known_at) == {made.theo.id: "Theo Tran"}
    assert names_of([made.theo.id], later.known_at) == {made.theo.id: "Theo Tran-Ortega"}
    assert names_of([made.theo.id], None) == {made.theo.id: "Theo Tran-Ortega"}
    assert row(then, made.theo).name == "Theo Tran"


def test_roles_place_and_state_are_those_of_the_day(made):
    change = occasion(CHANGED)
    set_roles(made.theo.id, frozenset({"claims"}), change)
    place_person(made.theo.id, Place(CHANGED, "Claims"), change)
    deactivate_person(made.theo.id, change)
    was, became = row(seen(BEGAN), made.theo), row(seen(CHANGED), made.theo)
    assert (was.roles, was.department, was.supervisor, was.state) == (
        ("credentialing",),
        "Credentialing",
        "Olivia Ortega",
        "active",
    )
    assert (became.roles, became.department, became.state) == (("claims",), "Claims", "deactivated")
    assert team_on(made.olivia.id, seen(BEGAN)) == [made.theo.id]
    assert team_on(made.olivia.id, seen(CHANGED)) == []
    assert made.theo.id in addresses_of([made.theo.id], seen(BEGAN).known_at)
    assert not addresses_of([made.theo.id], seen(CHANGED).known_at)


def test_nobody_is_listed_before_the_account_was_made(made):
    vera = make_person("Vera Vance", occasion(CHANGED), password_hash=None)
    assert "Vera Vance" not in {each.name for each in people_on(seen(BEGAN))}
    set_password(vera.id, "hash", occasion())
    assert row(seen(CHANGED), vera).is_invited
    assert not row(seen(TODAY), vera).is_invited


def test_what_changed_later_is_told_of_the_day_it_changed(made):
    rename_person(made.nora.id, "Nora Nunez", occasion(CHANGED))
    asked = occasion().seen_from(BEGAN, None)
    assert row(asked, made.nora).name == "Nora Novak"
    assert row(occasion().seen_from(CHANGED, None), made.nora).name == "Nora Nunez"


def test_the_same_said_again_writes_nothing(made):
    def written() -> int:
        return session().scalar(select(func.count(PersonStanding.id))) or 0

    before = written()
    rename_person(made.nora.id, " Nora  Novak ", occasion())
    reactivate_person(made.nora.id, occasion())
    assert written() == before


def test_the_newest_standings_say_what_the_accounts_say(made):
    rename_person(made.nora.id, "Nora Nunez", occasion(CHANGED))
    deactivate_person(made.theo.id, occasion(CHANGED))
    now = [(each.id, each.name, each.roles, each.state) for each in people_now()]
    assert [(each.id, each.name, each.roles, each.state) for each in people_on(seen(TODAY))] == now
