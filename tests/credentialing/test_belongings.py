"""Whose an application was on a day gone by, whatever a correction said later."""

from datetime import timedelta

import pytest

from compliance.core.errors import NotFound
from compliance.credentialing.models import ApplicationRef
from compliance.credentialing.queries.belongings import belonging_of
from compliance.credentialing.queries.one import application, practice_of
from compliance.credentialing.queries.others import others_of
from compliance.credentialing.services.belonging import belonging
from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.loading import Loaded, load
from compliance.db import session
from tests.conftest import TODAY
from tests.credentialing.services.desk import WHY, on, received, row_of

pytestmark = pytest.mark.usefixtures("with_rules")
TOMORROW = TODAY + timedelta(days=1)
DAY_AFTER = TODAY + timedelta(days=2)


def now_of(loaded: Loaded) -> tuple[int, int | None, int | None]:
    return belonging(session().get_one(ApplicationRef, loaded.id))


def seen(day):
    return on(DAY_AFTER).seen_from(day, day)


def correct(loaded: Loaded, day=TOMORROW, **values: str) -> None:
    later = on(day)
    correct_values(load(loaded.id, later), values, WHY, later)


def test_a_practice_set_right_later_leaves_the_day_as_it_was():
    first, second = received(practice_name="Cedar Flat"), received(practice_name="Cedar Flt")
    was = now_of(second)
    correct(second, practice_name="Cedar Flat")
    assert practice_of(row_of(second).ref, seen(TODAY))[1] == was[1]
    assert practice_of(row_of(second).ref, seen(TOMORROW))[1] == now_of(first)[1]


def test_each_of_several_corrections_has_its_days():
    loaded = received(practice_name="One")
    stood = [now_of(loaded)]
    for day, name in ((TOMORROW, "Two"), (DAY_AFTER, "Three")):
        correct(loaded, day, practice_name=name)
        stood.append(now_of(loaded))
    days = (TODAY, TOMORROW, DAY_AFTER)
    assert [belonging_of(loaded.id, seen(day).known_at) for day in days] == stood
    assert len(set(stood)) == 3


def test_an_application_that_moved_to_another_provider_is_still_beside_the_files_of_then():
    first, second = received(npi="2000000036"), received(npi="2000000036")
    correct(second, npi="2000000044")
    assert [each.ref for each in others_of(first.id, seen(TODAY))] == [row_of(second).ref]
    assert others_of(first.id, seen(TOMORROW)) == []


def test_a_pair_that_a_correction_made_was_none_before():
    plan = received(npi="2000000036", role="LCSW", model="none")
    mbho = received(npi="2000000036", role="LCSW", model="none", destination="mbho")
    correct(plan, model="pcbh")
    for loaded in (plan, mbho):
        assert application(row_of(loaded).ref, seen(TODAY)).twin is None
        assert application(row_of(loaded).ref, seen(TOMORROW)).twin is not None


def test_nothing_belongs_to_anybody_before_it_was_on_record():
    loaded = received()
    with pytest.raises(NotFound, match="not on record"):
        belonging_of(loaded.id, seen(TODAY - timedelta(days=1)).known_at)
