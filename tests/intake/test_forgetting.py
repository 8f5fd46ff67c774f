"""Kept files are forgotten when nobody worked on them for long; what was brought in stays."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from compliance import store
from compliance.credentialing.models import ApplicationRef
from compliance.db import session, transaction
from compliance.intake.models import ApplicationImport
from compliance.intake.services.forgetting import forget_old_uploads
from compliance.intake.services.run import Running
from compliance.intake.services.staging import open_import
from compliance.intake.services.uploads import (
    bring_in_upload,
    check_upload,
    decide_upload,
    keep_upload,
    sheet_of,
)
from compliance.jobs import TIMETABLE
from tests.conftest import TODAY, occasion
from tests.intake.desk import how_many
from tests.makers.files import csv_of, make_row

pytestmark = pytest.mark.usefixtures("database")
LARGEST = 10_000_000
LATER = occasion(TODAY + timedelta(days=31))


def checked(folder, *rows) -> int:
    with transaction():
        known = keep_upload(folder, "a.csv", csv_of(rows))
        number = open_import(on=occasion(), **known)
    check_upload(number, sheet_of(number, folder, LARGEST), Running(occasion()))
    return number


def done(folder, *rows) -> int:
    number = checked(folder, *rows)
    with transaction():
        decide_upload(number, occasion(), partial=False)
    bring_in_upload(number, sheet_of(number, folder, LARGEST), Running(occasion()))
    return number


def record(number: int) -> ApplicationImport:
    session().rollback()
    return session().scalars(select(ApplicationImport).where(ApplicationImport.id == number)).one()


def files(folder) -> int:
    return sum(1 for each in folder.rglob("*") if each.is_file())


def test_a_file_brought_in_is_forgotten_after_its_days_and_its_applications_stay(tmp_path):
    number = done(tmp_path, make_row())
    assert forget_old_uploads(tmp_path, occasion(TODAY + timedelta(days=29))) == 0
    assert forget_old_uploads(tmp_path, LATER) == 1
    assert (files(tmp_path), record(number).stage, record(number).sha256) == (0, "done", "")
    assert how_many(ApplicationRef) == 1
    assert forget_old_uploads(tmp_path, LATER) == 0


def test_a_file_that_still_waits_for_a_yes_is_discarded(tmp_path):
    number = checked(tmp_path, make_row())
    assert forget_old_uploads(tmp_path, LATER) == 1
    assert (files(tmp_path), record(number).stage) == (0, "discarded")


def test_a_file_that_another_import_needs_stays(tmp_path):
    done(tmp_path, make_row())
    with transaction():
        known = keep_upload(tmp_path, "b.csv", csv_of([make_row()]))
        open_import(on=LATER, **known)
    assert forget_old_uploads(tmp_path, LATER) == 0
    assert files(tmp_path) == 1


def test_half_a_file_goes_after_a_day(tmp_path):
    (tmp_path / f"{store.INCOMING}x").write_text("half")
    old = (LATER.now - timedelta(days=2)).timestamp()
    os.utime(tmp_path / f"{store.INCOMING}x", (old, old))
    (tmp_path / f"{store.INCOMING}y").write_text("being written")
    fresh = LATER.now.timestamp()
    os.utime(tmp_path / f"{store.INCOMING}y", (fresh, fresh))
    assert forget_old_uploads(tmp_path, LATER) == 1
    assert [each.name for each in tmp_path.iterdir()] == [f"{store.INCOMING}y"]


def test_the_timetable_forgets_them_daily():
    (entry,) = (each for each in TIMETABLE if each.name == "forget_uploads")
    assert entry.is_daily
