"""Small files: judged, kept until the yes, applied in one transaction, forgotten.

A file is judged again at each step, so that nothing stale is brought in.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from compliance import store
from compliance.core.errors import NotFound, NotNow
from compliance.db import changed_rows, session, transaction
from compliance.intake.files.given import Given
from compliance.intake.kinds import FileKind, Judged
from compliance.intake.models import SmallFile
from compliance.intake.rules import Stage
from compliance.occasions import Occasion

FOLDER = "small-files"
LONGEST_ORIGIN = 170
ELSE_SINCE = (
    "What this file would do has changed since it was shown: somebody else changed the records. "
    "Look at it again."
)


def small_folder(uploads: Path) -> Path:
    """Return where small files wait; they are apart from documents, because they do not stay."""
    return uploads / FOLDER


def judge_file(kind: FileKind, given: Given, on: Occasion) -> Judged:
    """Return what the file would do, its faulty rows among the refused. Writes nothing."""
    judged: Judged = _function(kind.judge)(given.rows, on)
    faulty = {each.row for each in given.refused}
    refused = sorted((*given.refused, *judged.refused), key=lambda each: each.row)
    return replace(judged, read=len(given.rows) + len(faulty), refused=tuple(refused))


def apply_file(
    kind: FileKind, given: Given, on: Occasion, *, partial: bool = False, seen: str = ""
) -> Judged:
    """Judge the file and write what it does; called inside a transaction.

    With refusals only `partial` writes anything. `seen` is the fingerprint of what was shown.

    Raises:
        NotNow: rows are refused, or the file would no longer do what was shown.
    """
    on.refuse_past()
    judged = judge_file(kind, given, on)
    if seen and seen != judged.fingerprint:
        raise NotNow(ELSE_SINCE)
    if judged.refused and not partial:
        raise NotNow("Some rows are refused. Mend them, or bring in the good rows alone.")
    if judged.changes:
        _function(kind.apply)(judged, given.sheet.name[-LONGEST_ORIGIN:], on)
    return judged


def _function(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def keep_small(kind: FileKind, name: str, stored: store.Stored, on: Occasion) -> int:
    """Write the record of a kept file and return its number."""
    on.refuse_past()
    row = SmallFile(
        kind=kind.name,
        stage=Stage.CHECKED,
        name=name[-255:],
        sha256=stored.sha256,
        size=stored.size,
        person_id=on.actor.person_id,
        made_at=on.now,
        touched_at=on.now,
    )
    session().add(row)
    session().flush()
    return row.id


def settle_small(number: int, stage: Stage, on: Occasion, counts: Mapping[str, int]) -> None:
    """Close a waiting file as brought in or discarded, with its counts.

    Raises:
        NotNow: somebody was quicker.
    """
    on.refuse_past()
    table = SmallFile
    values = {"stage": stage, "touched_at": on.now, "finished_at": on.now, "counts": dict(counts)}
    waiting = update(table).where(table.id == number, table.stage == Stage.CHECKED)
    if not changed_rows(session().execute(waiting.values(**values))):
        raise NotNow("This file was brought in or discarded already. Load the page again.")


def discard_small(number: int, on: Occasion) -> str:
    """Discard a waiting file; return the hash that nobody needs now, or nothing."""
    settle_small(number, Stage.DISCARDED, on, {})
    return _let_go(number)


def forget_old_small(folder: Path, before: datetime, on: Occasion) -> int:
    """Remove the kept files that nobody touched since; those that wait are discarded."""
    table = SmallFile
    query = select(table.id, table.stage).where(table.touched_at < before, table.sha256 != "")
    found = list(session().execute(query.order_by(table.id)))
    session().rollback()
    gone = 0
    for number, stage in found:
        with transaction():
            waits = stage == Stage.CHECKED
            unneeded = discard_small(number, on) if waits else _let_go(number)
        store.forget(folder, unneeded)
        gone += bool(unneeded)
    return gone


def _let_go(number: int) -> str:
    """Take the hash off a record and return it where no other record needs it."""
    row = session().get(SmallFile, number, populate_existing=True)
    if row is None:
        raise NotFound(f"There is no file {number}.")
    sha256, row.sha256 = row.sha256, ""
    session().flush()
    others = select(func.count()).select_from(SmallFile).where(SmallFile.sha256 == sha256)
    return "" if session().scalar(others) else sha256
