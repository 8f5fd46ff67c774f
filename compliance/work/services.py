"""The verbs of queued work: queue, claim, tell progress, finish, fail, cancel; record job runs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from compliance.core.errors import Conflict, NotNow
from compliance.core.states import WorkState
from compliance.db import changed_rows, session
from compliance.occasions import Occasion
from compliance.work.models import JobRun, WorkItem
from compliance.work.rules import MOST_TRIES, STALE_AFTER

GAVE_UP = f"It stopped without an answer {MOST_TRIES} times. Tell whoever runs Daybook."


@dataclass(frozen=True)
class WorkAtHand:
    """One piece of work as its handler gets it. `done` is where to take it up again."""

    id: int
    kind: str
    input: dict[str, Any]
    done: int
    total: int
    person_id: int | None
    worker: str


@dataclass(frozen=True)
class Ran:
    """One run of a timed job, to be recorded."""

    name: str
    started_at: datetime
    finished_at: datetime
    result: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def queue_work(kind: str, asked: dict[str, Any], on: Occasion, total: int = 0) -> int:
    """Queue a piece of work and return its number. `asked` names files, it does not hold them."""
    on.refuse_past()
    row = WorkItem(
        kind=kind,
        state=WorkState.WAITING,
        input=asked,
        total=total,
        person_id=on.actor.person_id,
        made_at=on.now,
    )
    session().add(row)
    session().flush()
    return row.id


def claim_next(worker: str, now: datetime) -> WorkAtHand | None:
    """Claim the oldest work that waits or was abandoned; None when there is none.

    Abandoned work is taken up where its last told progress stands; after too many tries it fails.
    """
    query = (
        select(WorkItem)
        .where(_is_free(now))
        .order_by(WorkItem.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session().scalar(query.execution_options(populate_existing=True))
    if row is None:
        return None
    if row.tries >= MOST_TRIES:
        _end(row, WorkState.FAILED, now, error=GAVE_UP)
        return claim_next(worker, now)
    row.state, row.worker = WorkState.RUNNING, worker
    row.started_at = row.started_at or now
    row.heartbeat_at, row.tries = now, row.tries + 1
    session().flush()
    return WorkAtHand(row.id, row.kind, row.input, row.done, row.total, row.person_id, worker)


def _is_free(now: datetime) -> ColumnElement[bool]:
    is_abandoned = and_(
        WorkItem.state == WorkState.RUNNING, WorkItem.heartbeat_at <= now - STALE_AFTER
    )
    return or_(WorkItem.state == WorkState.WAITING, is_abandoned)


def report_progress(work: WorkAtHand, done: int, now: datetime, total: int | None = None) -> None:
    """Note how far the work is, in the same transaction as what was done.

    Raises:
        Conflict: it was cancelled or another worker has it; the transaction must not commit.
    """
    values: dict[str, Any] = {"done": done, "heartbeat_at": now}
    if total is not None:
        values["total"] = total
    _change_ours(work, values)


def finish(work: WorkAtHand, result: dict[str, Any], now: datetime) -> None:
    """Record what came of the work."""
    values = {"state": WorkState.DONE, "result": result, "finished_at": now, "error": ""}
    _change_ours(work, values)


def fail(work: WorkAtHand, error: str, now: datetime) -> None:
    """Record why the work came to nothing."""
    _change_ours(work, {"state": WorkState.FAILED, "error": error, "finished_at": now})


def release(work: WorkAtHand) -> None:
    """Give unfinished work back, to be taken up again at once and not counted as a try."""
    _change_ours(work, {"state": WorkState.WAITING, "worker": "", "tries": WorkItem.tries - 1})


def _change_ours(work: WorkAtHand, values: dict[str, Any]) -> None:
    statement = (
        update(WorkItem)
        .where(
            WorkItem.id == work.id,
            WorkItem.state == WorkState.RUNNING,
            WorkItem.worker == work.worker,
        )
        .values(**values)
    )
    if not changed_rows(session().execute(statement)):
        raise Conflict(f"Work {work.id} ({work.kind}) was cancelled or taken over.")


def cancel_work(work_id: int, on: Occasion) -> None:
    """Cancel work that waits or runs; a running handler stops at its next told progress."""
    on.refuse_past()
    statement = (
        update(WorkItem)
        .where(WorkItem.id == work_id, WorkItem.state.in_((WorkState.WAITING, WorkState.RUNNING)))
        .values(state=WorkState.CANCELLED, finished_at=on.now)
    )
    if not changed_rows(session().execute(statement)):
        raise NotNow(f"Work {work_id} is over already, so it cannot be cancelled.")


def _end(row: WorkItem, state: WorkState, now: datetime, error: str) -> None:
    row.state, row.finished_at, row.error = state, now, error
    session().flush()


def record_run(ran: Ran) -> None:
    """Write one finished run of a timed job, by timetable or by hand."""
    session().add(
        JobRun(
            name=ran.name,
            started_at=ran.started_at,
            finished_at=ran.finished_at,
            result=ran.result,
            error=ran.error,
        )
    )
    session().flush()
