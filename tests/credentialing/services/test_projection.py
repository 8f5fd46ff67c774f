"""The projection: the same rows from the same facts."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.services import upkeep
from compliance.credentialing.services.rebuilding import rebuild_applications, reproject_all
from compliance.db import session
from tests.conftest import TODAY
from tests.credentialing.services.desk import complete, on, row_of

pytestmark = pytest.mark.usefixtures("with_rules")


def test_two_acts_in_one_moment_rebuild_to_the_same_rows():
    loaded = complete()
    upkeep.note(loaded, "Both in one transaction.", on())
    session().flush()
    assert rebuild_applications(on()).differing == 0


def test_a_tampered_row_is_found_and_mended():
    loaded = complete()
    upkeep.note(loaded, "Called.", on(TODAY))
    row_of(loaded).last_name = "Somebody Else"
    session().flush()
    assert rebuild_applications(on()).differing == 1
    assert row_of(loaded).last_name == loaded.story.entry.last_name
    assert rebuild_applications(on()).differing == 0


def test_reprojecting_under_the_same_rules_changes_no_row():
    complete()
    before = session().scalar(select(func.count()).select_from(ApplicationRow))
    assert reproject_all(on(TODAY + timedelta(days=1))) == {"applications": 1}
    assert session().scalar(select(func.count()).select_from(ApplicationRow)) == before
