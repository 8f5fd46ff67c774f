"""Running an import: stage, apply, tidy up, and take up what was left over.

The one service that opens transactions itself, since an import is many: each is short, and what
was done stands in the same transaction as what is left to do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import select

from compliance.core.errors import BadFile, NotFound
from compliance.db import session, transaction
from compliance.deadlines.services import sweep, sweep_slices
from compliance.intake.files.cells import Cells
from compliance.intake.kinds import RowWord
from compliance.intake.models import ApplicationImport
from compliance.intake.rules import Stage
from compliance.intake.services import staging
from compliance.intake.services.applying import apply_slice
from compliance.intake.services.judging import bench_for
from compliance.intake.services.plan import ImportPlan, all_cells
from compliance.occasions import Occasion

STAGED_AT_ONCE = 1000
FIRST_SLICE, LARGEST_SLICE, SMALLEST_SLICE = 100, 400, 10
SWEPT_AT_ONCE = 5000
SLICE_SECONDS = 0.25  # what a slice is made to take; others wait at most a second for a write
LEFT_OVER_AFTER = timedelta(minutes=2)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What came of an import, in the words of contract section 2."""

    read: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: Sequence[RowWord] = ()
    refused: Sequence[RowWord] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the document that the command prints."""
        return {
            **{name: getattr(self, name) for name in ("read", "created", "updated", "unchanged")},
            "problems": [asdict(each) for each in self.problems],
            "refused": [asdict(each) for each in self.refused],
        }


@dataclass(frozen=True)
class Running:
    """How an import runs: on which occasion, by which clock, and who hears of its progress.

    `progress` is called inside each transaction with the rows done and the rows there are.
    """

    on: Occasion
    clock: Callable[[], datetime] | None = None
    progress: Progress | None = None
    slices: list[float] = field(default_factory=list)

    def now(self) -> Occasion:
        """Return the occasion at the present moment: a fact is recorded when it is recorded."""
        return replace(self.on, now=self.clock()) if self.clock else self.on

    def tell(self, done: int, total: int) -> None:
        """Tell whoever listens how far it is."""
        if self.progress:
            self.progress(done, total)


def as_planned(plan: ImportPlan) -> Outcome:
    """Return what a plan would come to, were nothing refused or the rest brought in."""
    return Outcome(
        plan.read, plan.created, plan.updated, plan.unchanged, plan.problems, plan.refused
    )


def run_import(
    plan: ImportPlan, running: Running, *, partial: bool = False, import_id: int | None = None
) -> Outcome:
    """Bring a file in and return what came of it. All or nothing, unless `partial`.

    With refusals and without `partial` nothing is written at all.
    """
    if plan.refused and not partial:
        return Outcome(plan.read, problems=plan.problems, refused=plan.refused)
    number = import_id or _opened(plan, running)
    stage_plan(number, plan, running)
    carry_on(number, running)
    return outcome_of(number, plan)


def _opened(plan: ImportPlan, running: Running) -> int:
    with transaction():
        on = running.now()
        number = staging.open_import(plan.sheet.name, on)
        staging.note_plan(number, plan, on.now)
        staging.move(number, [Stage.CHECKED], Stage.STAGING, on.now)
        staging.write_messages(number, plan.problems, is_refusal=False)
        staging.write_messages(number, plan.refused, is_refusal=True)
    return number


def stage_plan(import_id: int, plan: ImportPlan, running: Running) -> None:
    """Stage the good rows of a plan, in short transactions, and decide the import.

    The file is read between the transactions, never inside one.
    """
    good = _good_cells(plan)
    total = plan.good
    done = 0
    while batch := staging.first(good, STAGED_AT_ONCE):
        with transaction():
            done += staging.stage_rows(import_id, batch, running.now().now)
            running.tell(0, total)
    if done != total:
        raise BadFile(f"{plan.sheet.name} changed while it was being read. Bring it in again.")
    with transaction():
        staging.begin_applying(import_id, running.now().now)


def _good_cells(plan: ImportPlan) -> Iterator[Cells]:
    refused = plan.refused_rows
    rows = all_cells(plan.sheet, plan.matched, plan.keep)
    return (each for each in rows if each.row not in refused)


def carry_on(import_id: int, running: Running) -> None:
    """Apply what is staged, slice by slice, to the end; sweep, tidy up. Safe to repeat."""
    size = FIRST_SLICE
    bench = bench_for(record_of(import_id).name, running.on)
    while True:
        with transaction():
            began = monotonic()
            done = apply_slice(import_id, size, replace(bench, on=running.now()))
            record = record_of(import_id)
            running.tell(record.applied, record.staged)
        took = monotonic() - began
        running.slices.append(took)
        if not done:
            break
        size = next_size(size, took)
    _sweep(running)
    _tidy(import_id, running)


def _sweep(running: Running) -> None:
    """Write the alerts of what came in, all at once: they are sets, not rows."""
    ends = sweep_slices(running.now(), SWEPT_AT_ONCE)
    for end in ends:
        with transaction():
            sweep(running.now(), before=end)


def next_size(size: int, took: float) -> int:
    """Return how many rows the next slice takes, so that no lock is held for long."""
    wanted = int(size * SLICE_SECONDS / max(took, 0.001))
    return max(SMALLEST_SLICE, min(wanted, size * 2, LARGEST_SLICE))


def take_back_all(import_id: int) -> None:
    """Delete what is staged of an import, in short transactions."""
    while True:
        with transaction():
            if staging.take_back(import_id) == 0:
                record_of(import_id).staged = 0
                break


def _tidy(import_id: int, running: Running) -> None:
    staged = record_of(import_id).staged
    take_back_all(import_id)
    with transaction():
        record = record_of(import_id)
        if record.stage == Stage.APPLYING:
            record.stage, record.staged = Stage.DONE, staged
            record.finished_at = running.now().now


def record_of(import_id: int) -> ApplicationImport:
    """Return the record of an import as it stands now; raises `NotFound`."""
    record = session().get(ApplicationImport, import_id, populate_existing=True)
    if record is None:
        raise NotFound(f"There is no import {import_id}.")
    return record


def outcome_of(import_id: int, plan: ImportPlan) -> Outcome:
    """Return what an import came to: its own counts, with the messages of the plan."""
    counts: Mapping[str, int] = record_of(import_id).counts
    return Outcome(
        plan.read,
        counts["created"],
        counts["updated"],
        counts["unchanged"],
        plan.problems,
        plan.refused,
    )


def finish_left_over(running: Running) -> list[int]:
    """Finish the imports that a process left behind; return their numbers.

    One that was decided is carried to its end. One that was not is taken back: nothing of it was
    ever seen, and its file can be brought in again.
    """
    before = running.now().now - LEFT_OVER_AFTER
    finished = []
    for number, stage in _left_over(before):
        if stage == Stage.APPLYING:
            carry_on(number, running)
        else:
            _withdraw(number, running)
        finished.append(number)
    return finished


def _left_over(before: datetime) -> list[tuple[int, str]]:
    query = (
        select(ApplicationImport.id, ApplicationImport.stage)
        .where(
            ApplicationImport.stage.in_([Stage.STAGING, Stage.APPLYING]),
            ApplicationImport.touched_at <= before,
        )
        .order_by(ApplicationImport.id)
    )
    return [(number, stage) for number, stage in session().execute(query)]


def _withdraw(import_id: int, running: Running) -> None:
    """Take back what was staged of an import that was not decided."""
    take_back_all(import_id)
    with transaction():
        record = record_of(import_id)
        if record.stage == Stage.STAGING:
            record.stage = Stage.CHECKED if record.sha256 else Stage.DISCARDED
            record.touched_at = running.now().now
