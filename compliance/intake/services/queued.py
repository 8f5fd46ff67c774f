"""Handlers of queued imports: reading a long file through, and bringing one in."""

from typing import Any

from compliance.core.errors import BadFile
from compliance.db import session, transaction
from compliance.doors import Door
from compliance.intake.rules import Stage
from compliance.intake.services import staging
from compliance.intake.services.run import Running, finish_left_over, record_of
from compliance.intake.services.uploads import (
    bring_in_upload,
    check_upload,
    folder_in,
    note_failure,
    sheet_of,
)
from compliance.work.jobs import Stopped
from compliance.work.services import WorkAtHand, queue_work, report_progress

CHECK, BRING_IN = "applications.check", "applications.import"


def queue_check(import_id: int, on: Any) -> None:
    """Queue the reading of a long file. Called inside a transaction."""
    record_of(import_id).work_id = queue_work(CHECK, {"import_id": import_id}, on)


def queue_bring_in(import_id: int, on: Any) -> None:
    """Queue the bringing in of a long file. Called inside a transaction."""
    record = record_of(import_id)
    total = int(record.counts.get("read", 0))
    record.work_id = queue_work(BRING_IN, {"import_id": import_id}, on, total)


def check(work: WorkAtHand, door: Door) -> dict[str, Any]:
    """Read a long file through, telling progress after every batch."""
    import_id = int(work.input["import_id"])
    running = Running(door.occasion(), door.clock.now)

    def told(rows: int) -> None:
        _stop_if_asked(door)
        with transaction():
            report_progress(work, rows, door.clock.now())

    try:
        sheet = sheet_of(import_id, folder_in(door.settings.uploads), door.settings.max_upload)
    except BadFile as error:
        note_failure(import_id, (), str(error), running.now())
        return {}
    check_upload(import_id, sheet, running, told)
    return {"import_id": import_id}


def bring_in(work: WorkAtHand, door: Door) -> dict[str, Any]:
    """Bring in a long file that somebody decided on, from wherever it stands."""
    import_id = int(work.input["import_id"])

    def told(done: int, total: int) -> None:
        _stop_if_asked(door)
        report_progress(work, done, door.clock.now(), total)

    running = Running(door.occasion(), door.clock.now, told)
    _decide_again(import_id, running)
    sheet = sheet_of(import_id, folder_in(door.settings.uploads), door.settings.max_upload)
    bring_in_upload(import_id, sheet, running)
    return {"import_id": import_id, **record_of(import_id).counts}


def _decide_again(import_id: int, running: Running) -> None:
    """Take up an import that was decided and then taken back as left over."""
    stage = record_of(import_id).stage
    session().rollback()
    if stage == Stage.CHECKED:
        with transaction():
            staging.move(import_id, [Stage.CHECKED], Stage.STAGING, running.now().now)


def _stop_if_asked(door: Door) -> None:
    if door.is_stopping():
        raise Stopped


def finish_imports(door: Door) -> dict[str, int]:
    """Finish the imports that a killed process left behind; for the timetable, every minute."""
    done = finish_left_over(Running(door.occasion(), door.clock.now))
    return {"finished": len(done)}
