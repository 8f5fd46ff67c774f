"""A new key for sessions: the old one falls back, or everything ends with it."""

import pytest

from compliance.accounts.links import INVITE, password_token, person_of_link
from compliance.accounts.models import Person
from compliance.config import from_environment
from compliance.core.errors import NotFound, NotNow
from compliance.db import session, transaction
from compliance.setup.vault.keys import rotate_sessions
from tests.conftest import occasion
from tests.makers.people import make_person


def settings_of(folder, **environment):
    return from_environment(environment, folder)


@pytest.fixture
def olivia(database) -> Person:
    with transaction():
        return make_person("Olivia Ortega", occasion())


def test_a_link_made_before_is_good_once_more(tmp_path, olivia):
    token = password_token(olivia, INVITE, 0, settings_of(tmp_path))
    rotate_sessions(settings_of(tmp_path), end=False)
    assert person_of_link(token, INVITE, settings_of(tmp_path)).id == olivia.id
    rotate_sessions(settings_of(tmp_path), end=False)
    with pytest.raises(NotFound):
        person_of_link(token, INVITE, settings_of(tmp_path))


def test_ended_sessions_are_good_under_no_key(tmp_path, olivia):
    before, was = settings_of(tmp_path), olivia.fs_uniquifier
    rotate_sessions(before, end=True)
    after = settings_of(tmp_path)
    assert after.secret_key != before.secret_key
    assert after.secret_key_previous == ""
    session().refresh(olivia)
    assert olivia.fs_uniquifier != was


def test_a_key_of_the_environment_is_changed_there(tmp_path, database):
    settings_of(tmp_path)
    with pytest.raises(NotNow, match="DAYBOOK_SECRET_KEY_PREVIOUS"):
        rotate_sessions(settings_of(tmp_path, DAYBOOK_SECRET_KEY="given"), end=False)
