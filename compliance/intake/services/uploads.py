"""An uploaded file on its way: kept, checked, decided, brought in, or discarded.

The plan is made again from the kept file at each step, so that nothing stale is brought in.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import func, select

from compliance import store
from compliance.core.errors import BadFile, NotNow
from compliance.db import session, transaction
from compliance.intake.files.columns import match_columns
from compliance.intake.files.reading import read_table
from compliance.intake.files.sheets import Sheet
from compliance.intake.models import ApplicationImport
from compliance.intake.rules import Stage
from compliance.intake.services import staging
from compliance.intake.services.plan import ImportPlan, plan_import, sample_of
from compliance.intake.services.run import (
    Running,
    carry_on,
    record_of,
    stage_plan,
    take_back_all,
)
from compliance.occasions import Occasion

FOLDER = "imports"
INLINE_ROWS = 2000
MESSAGES_AT_ONCE = 2000
BEFORE_A_YES = (Stage.LOADED, Stage.CHECKED, Stage.FAILED)


def folder_in(uploads: Path) -> Path:
    """Return where files wait; they are apart from documents, because they do not stay."""
    return uploads / FOLDER


def keep_upload(folder: Path, name: str, content: BinaryIO) -> dict[str, Any]:
    """Keep an uploaded file and return what its record says of it. Writes no record."""
    stored = store.keep(folder, content)
    return {"name": name, "sha256": stored.sha256, "size": stored.size}


def sheet_of(import_id: int, folder: Path, largest: int) -> Sheet:
    """Return the table of a kept file; raises `BadFile` as `read_table` does."""
    record = record_of(import_id)
    return read_table(store.path_of(folder, record.sha256), record.name, largest)


def is_long(sheet: Sheet) -> bool:
    """Return whether the file has more rows than a page waits for."""
    return sum(1 for _ in islice(sheet.lines(), INLINE_ROWS + 1)) > INLINE_ROWS


def check_upload(
    import_id: int, sheet: Sheet, running: Running, told: Callable[[int], None] | None = None
) -> None:
    """Read a kept file through and write what it would do. A file that cannot be read says so."""
    record = record_of(import_id)
    mapping, keep = dict(record.mapping), list(record.kept)
    try:
        plan = plan_import(sheet, mapping, running.on, keep=keep, progress=told)
    except BadFile as error:
        session().rollback()
        note_failure(import_id, sheet.header, str(error), running.now())
        _note_sample(import_id, sheet, mapping)
        return
    session().rollback()
    _write_messages(import_id, plan)
    with transaction():
        staging.move(import_id, BEFORE_A_YES, Stage.CHECKED, running.now().now)
        staging.note_plan(import_id, plan, running.now().now)


def note_failure(import_id: int, header: Collection[str], error: str, on: Occasion) -> None:
    """Write why a file cannot be read; with its header the columns may still be matched."""
    with transaction():
        staging.move(import_id, BEFORE_A_YES, Stage.FAILED, on.now)
        record = record_of(import_id)
        record.error, record.header = error, list(header)


def _note_sample(import_id: int, sheet: Sheet, mapping: Mapping[str, str]) -> None:
    """Write the first rows, by which a person says which column is which."""
    with suppress(BadFile):
        sample = sample_of(sheet, match_columns(sheet.header, mapping))
        with transaction():
            record_of(import_id).sample = [list(each) for each in sample]


def _write_messages(import_id: int, plan: ImportPlan) -> None:
    with transaction():
        staging.forget_messages(import_id)
    for is_refusal, messages in ((True, plan.refused), (False, plan.problems)):
        for start in range(0, len(messages), MESSAGES_AT_ONCE):
            some = messages[start : start + MESSAGES_AT_ONCE]
            with transaction():
                staging.write_messages(import_id, some, is_refusal=is_refusal)


def match_upload(
    import_id: int, mapping: Mapping[str, str], kept: Collection[str], on: Occasion
) -> None:
    """Set which columns are which and what else is kept; the file is to be checked again."""
    on.refuse_past()
    staging.move(import_id, BEFORE_A_YES, Stage.LOADED, on.now)
    record = record_of(import_id)
    record.mapping, record.kept, record.error = dict(mapping), sorted(kept), ""
    session().flush()


def decide_upload(import_id: int, on: Occasion, *, partial: bool) -> None:
    """Say yes to a checked file. With refusals only `partial` brings anything in."""
    on.refuse_past()
    record = record_of(import_id)
    if record.counts.get("refused") and not partial:
        raise NotNow("Some rows are refused. Mend them, or bring in the good rows alone.")
    staging.move(import_id, [Stage.CHECKED], Stage.STAGING, on.now)
    record.is_partial = partial
    session().flush()


def bring_in_upload(import_id: int, sheet: Sheet, running: Running) -> None:
    """Bring in a file that was decided on, from wherever an earlier try stopped."""
    record = record_of(import_id)
    if record.stage == Stage.STAGING:
        _stage(import_id, sheet, running)
    carry_on(import_id, running)


def _stage(import_id: int, sheet: Sheet, running: Running) -> None:
    record = record_of(import_id)
    take_back_all(import_id)
    plan = plan_import(sheet, record.mapping, running.on, keep=record.kept)
    partial = record.is_partial
    session().rollback()
    if plan.refused and not partial:
        _write_messages(import_id, plan)
        with transaction():
            staging.move(import_id, [Stage.STAGING], Stage.CHECKED, running.now().now)
            staging.note_plan(import_id, plan, running.now().now)
        raise NotNow("Rows are refused that were good before. Look at the file again.")
    stage_plan(import_id, plan, running)


def discard_upload(import_id: int, on: Occasion) -> str:
    """Discard a file before anything of it was brought in; return the hash nobody needs now."""
    on.refuse_past()
    staging.move(import_id, BEFORE_A_YES, Stage.DISCARDED, on.now)
    staging.forget_messages(import_id)
    record = record_of(import_id)
    record.finished_at, record.sample = on.now, []
    session().flush()
    return unneeded_hash(record.sha256)


def unneeded_hash(sha256: str) -> str:
    """Return the hash of a kept file if no import needs it any more, else nothing."""
    others = (ApplicationImport.sha256 == sha256, ApplicationImport.stage != Stage.DISCARDED)
    query = select(func.count()).select_from(ApplicationImport).where(*others)
    return "" if session().scalar(query) else sha256
