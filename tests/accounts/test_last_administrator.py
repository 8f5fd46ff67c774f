"""Two administrators who remove each other at once: one of them stays, on both databases."""

import threading

import pytest

from compliance.accounts.queries import people_with_role
from compliance.accounts.services import deactivate_person, reactivate_person, set_roles
from compliance.app import create_app
from compliance.config import Settings
from compliance.core.errors import NotNow
from compliance.db import db, transaction
from compliance.setup.services import upgrade
from compliance.wallclock import WallClock
from tests.conftest import occasion
from tests.makers.people import make_person


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app(request, tmp_path):
    address = f"sqlite:///{tmp_path / 'daybook.db'}"
    if request.param == "postgres":
        address = request.getfixturevalue("postgres").fresh("daybook_administrators")
    settings = Settings(tmp_path, address, "test-only", cheap_hashes=True)
    app = create_app(settings)
    with app.app_context():
        upgrade(settings, WallClock().now())
        yield app
        db.session.remove()
        db.engine.dispose()


def remove_each_other(app, pair, act):
    """Let each of the two remove the other, both begun before either ends; return the refusals."""
    together, refused = threading.Barrier(2, timeout=10), []

    def remove(other):
        with app.app_context():
            try:
                together.wait()
                with transaction():
                    act(other, occasion())
            except NotNow as error:
                refused.append(str(error))
            db.session.remove()

    threads = [threading.Thread(target=remove, args=(each,)) for each in pair]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return refused


def give_up_the_role(person_id, on):
    set_roles(person_id, frozenset({"claims"}), on)


def test_one_of_two_who_remove_each_other_stays(app):
    with transaction():
        pair = [make_person(name, occasion(), "admin").id for name in ("Ada Abbott", "Ben Boyd")]
    for act in (deactivate_person, give_up_the_role) * 2:
        (refused,) = remove_each_other(app, pair, act)
        assert "is the last administrator" in refused
        (left,) = people_with_role("admin")
        with transaction():
            bring_back(set(pair) - {left})


@pytest.mark.parametrize("act", [deactivate_person, give_up_the_role])
def test_who_never_chose_a_password_is_no_other_administrator(app, act):
    with transaction():
        ada = make_person("Ada Abbott", occasion(), "admin").id
        invited = make_person("Ivy Ingram", occasion(), "admin", password_hash=None).id
    with pytest.raises(NotNow, match="the last administrator who can sign in"), transaction():
        act(ada, occasion())
    (refused,) = remove_each_other(app, [ada, invited], act)
    assert "Ada Abbott" in refused
    assert people_with_role("admin") == [ada]


def bring_back(ids):
    for each in ids:
        reactivate_person(each, occasion())
        set_roles(each, frozenset({"admin"}), occasion())
