from datetime import UTC, datetime, timedelta

import pytest

from compliance.core.errors import BadValue
from compliance.db import session, transaction
from compliance.doors import door_of
from compliance.jobs import TIMETABLE
from compliance.web.jobs import forget_post_keys
from compliance.web.models import PostKey
from compliance.web.posts import first_time, forget_old, once
from tests.conftest import StillClock

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
KEY = "a-key-of-some-length"


def test_the_second_post_is_led_where_the_first_one_went(database):
    acts = []

    def act() -> str:
        acts.append("done")
        return "/applications/1058"

    for _ in range(2):
        with transaction():
            assert once(KEY, 7, NOW, act) == "/applications/1058"
    assert acts == ["done"]


def test_another_person_may_use_the_same_key(database):
    with transaction():
        assert once(KEY, 7, NOW, lambda: "/mine") == "/mine"
        assert once(KEY, 8, NOW, lambda: "/theirs") == "/theirs"


def test_a_failed_act_frees_its_key(database):
    def fail() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction():
        once(KEY, 7, NOW, fail)
    with transaction():
        assert first_time(KEY, 7, NOW) is None


def test_a_first_post_without_a_place_leads_home(database):
    with transaction():
        assert first_time(KEY, 7, NOW) is None
        assert first_time(KEY, 7, NOW) == "/"


@pytest.mark.parametrize("key", ["", "short", "x" * 65])
def test_a_form_without_our_key_is_refused(database, key):
    with pytest.raises(BadValue, match="Open the page again"):
        first_time(key, 7, NOW)


def test_keys_are_forgotten_after_a_week(database):
    with transaction():
        first_time(KEY, 7, NOW)
        first_time(KEY, 8, NOW + timedelta(days=1))
        assert forget_old(NOW + timedelta(days=7, seconds=1)) == 1
    assert session().query(PostKey).count() == 1


def test_the_timetable_forgets_them(app, database):
    with transaction():
        first_time(KEY, 7, StillClock().now() - timedelta(days=8))
    assert forget_post_keys(door_of(app)) == {"forgotten": 1, "drafts": 0, "sign_ins": 0}
    assert "compliance.web.jobs:forget_post_keys" in {entry.place for entry in TIMETABLE}
