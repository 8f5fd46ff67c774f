"""Forgetting kept files: what was brought in stands in the record, its file need not."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from compliance import store
from compliance.core.errors import NotNow
from compliance.db import session, transaction
from compliance.intake.models import ApplicationImport
from compliance.intake.rules import Stage
from compliance.intake.services.run import record_of
from compliance.intake.services.small_files import forget_old_small
from compliance.intake.services.uploads import BEFORE_A_YES, discard_upload, unneeded_hash
from compliance.occasions import Occasion

KEPT_KEY = "jobs.kept_upload_days"
STRAY_AFTER = timedelta(days=1)


def forget_old_uploads(folder: Path, on: Occasion) -> int:
    """Remove the files of imports that nobody worked on for long; return how many went.

    One that still waits for a yes is discarded. Halves of files that a killed process left go
    after a day. Source: `jobs.kept_upload_days`.
    """
    gone = 0
    for number, stage in _older_than(on.now - _kept(on)):
        with transaction():
            unneeded = _forget(number, stage, on)
        store.forget(folder, unneeded)
        gone += bool(unneeded)
    return gone + store.forget_strays(folder, on.now - STRAY_AFTER)


def forget_old_small_files(folder: Path, on: Occasion) -> int:
    """Remove the small files that nobody worked on for as long; return how many went."""
    gone = forget_old_small(folder, on.now - _kept(on), on)
    return gone + store.forget_strays(folder, on.now - STRAY_AFTER)


def _kept(on: Occasion) -> timedelta:
    return timedelta(days=on.book.parameter(KEPT_KEY).days_on(on.today))


def _older_than(before: datetime) -> list[tuple[int, str]]:
    table = ApplicationImport
    stages = (*BEFORE_A_YES, Stage.DONE)
    query = select(table.id, table.stage).where(
        table.touched_at < before, table.stage.in_(stages), table.sha256 != ""
    )
    found = [(number, stage) for number, stage in session().execute(query.order_by(table.id))]
    session().rollback()
    return found


def _forget(number: int, stage: str, on: Occasion) -> str:
    """Return the hash that nobody needs any more; one that was touched since stays."""
    if stage != Stage.DONE:
        try:
            return discard_upload(number, on)
        except NotNow:
            return ""
    record = record_of(number)
    sha256, record.sha256 = record.sha256, ""
    session().flush()
    return unneeded_hash(sha256)
