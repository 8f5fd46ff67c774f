"""Setting a subject's deadlines to what its facts say: new, moved, met, void or unchanged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

from compliance.core.clocks import Due
from compliance.core.states import DeadlineState
from compliance.db import session, write_rows
from compliance.deadlines.models import Alert, Deadline
from compliance.deadlines.rules import look
from compliance.deadlines.services.shapes import Shape, shape_ids
from compliance.deadlines.services.sweeping import sweep as run_sweep
from compliance.occasions import Occasion

SLICE = 500
WATCHED = (
    "label", "ref", "started_on", "due_on", "legal_on", "act_by", "statutory", "state", "met_on",
    "owner_id", "shape_id",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """One clock that a subject should have, as its facts say."""

    kind: str
    due: Due
    statutory: bool
    cycle: int = 1
    met_on: date | None = None
    is_void: bool = False

    @property
    def state(self) -> DeadlineState:
        """Return running, met or void."""
        if self.met_on:
            return DeadlineState.MET
        return DeadlineState.VOID if self.is_void else DeadlineState.RUNNING


@dataclass(frozen=True)
class SubjectDeadlines:
    """All clocks of one subject, with the words that name it and who owns it."""

    subject_kind: str
    subject_id: int
    ref: str
    label: str
    owner_id: int | None
    wanted: tuple[Wanted, ...]


def set_deadlines(changes: Sequence[SubjectDeadlines], on: Occasion, *, sweep: bool = True) -> None:
    """Write the subjects' deadlines; what is no longer wanted becomes void.

    Alerts of what was met, moved or voided are closed, and the subjects are swept at once unless
    the caller sweeps later.
    """
    for start in range(0, len(changes), SLICE):
        _set_slice(changes[start : start + SLICE], on)
    if sweep and changes:
        kind = changes[0].subject_kind
        for start in range(0, len(changes), SLICE):
            ids = [each.subject_id for each in changes[start : start + SLICE]]
            run_sweep(on, subjects=(kind, ids))


def _set_slice(changes: Sequence[SubjectDeadlines], on: Occasion) -> None:
    existing = _existing(changes)
    wanted = list(_wanted_rows(changes, on))
    fresh, changed = [], []
    for row in wanted:
        key = (row["subject_id"], row["kind"], row["cycle"])
        old = existing.pop(key, None)
        if old is None:
            fresh.append(row)
        elif any(old[name] != row[name] for name in WATCHED):
            changed.append({**row, "id": old["id"], "was_due": old["due_on"], "was": old})
    gone = [row for row in existing.values() if row["state"] != DeadlineState.VOID]
    write_rows(Deadline, fresh)
    _update(changed)
    _void(gone, on)
    _close_alerts(changed, gone, on)


def _existing(changes: Sequence[SubjectDeadlines]) -> dict[tuple[int, str, int], dict[str, Any]]:
    ids = [each.subject_id for each in changes]
    table = Deadline.__table__
    query = select(table).where(
        Deadline.subject_kind == changes[0].subject_kind, Deadline.subject_id.in_(ids)
    )
    rows = session().execute(query).mappings()
    return {(row["subject_id"], row["kind"], row["cycle"]): dict(row) for row in rows}


def _wanted_rows(changes: Iterable[SubjectDeadlines], on: Occasion) -> Iterable[dict[str, Any]]:
    pairs = [(change, each) for change in changes for each in change.wanted]
    shapes = [_shape(each, on) for _, each in pairs]
    numbers = shape_ids(shapes)
    for (change, each), shape in zip(pairs, shapes, strict=True):
        yield {
            "kind": each.kind,
            "subject_kind": change.subject_kind,
            "subject_id": change.subject_id,
            "cycle": each.cycle,
            "label": change.label,
            "ref": change.ref,
            "started_on": each.due.started_on,
            "due_on": each.due.due_on,
            "legal_on": each.due.legal_on,
            "act_by": each.due.act_by,
            "statutory": each.statutory,
            "state": each.state,
            "met_on": each.met_on,
            "owner_id": change.owner_id,
            "shape_id": numbers[shape],
            "next_alert_on": _next_alert_on(each, on),
            "pack": on.book.version,
            "changed_at": on.now,
        }


def _shape(wanted: Wanted, on: Occasion) -> Shape:
    ladder = on.book.ladder_for(wanted.kind).id
    calendar = on.book.clock(wanted.kind).calendar
    return Shape(ladder, calendar, wanted.due.due_on, wanted.due.legal_on)


def _next_alert_on(wanted: Wanted, on: Occasion) -> date | None:
    """Return today where a rung has been reached already, else the day of the first rung."""
    if wanted.state is not DeadlineState.RUNNING:
        return None
    rungs = on.book.ladder_for(wanted.kind).rungs_on(on.today)
    calendar = on.book.calendar(on.book.clock(wanted.kind).calendar)
    seen = look(rungs, wanted.due.due_on, wanted.due.legal_on, calendar, on.today)
    return on.today if seen.rung else seen.next_on


def _update(changed: Sequence[dict[str, Any]]) -> None:
    if not changed:
        return
    names = (*WATCHED, "next_alert_on", "pack", "changed_at")
    table = cast(Table, Deadline.__table__)
    statement = (
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values({name: bindparam(f"b_{name}") for name in names})
    )
    rows = [{"b_id": row["id"], **{f"b_{name}": row[name] for name in names}} for row in changed]
    session().connection().execute(statement, rows)


def _void(gone: Sequence[dict[str, Any]], on: Occasion) -> None:
    ids = [row["id"] for row in gone]
    if ids:
        session().execute(
            update(Deadline)
            .where(Deadline.id.in_(ids))
            .values(state=DeadlineState.VOID, next_alert_on=None, met_on=None, changed_at=on.now)
        )


def _close_alerts(
    changed: Sequence[dict[str, Any]], gone: Sequence[dict[str, Any]], on: Occasion
) -> None:
    """Close the alerts of deadlines that were met, moved, voided or handed to somebody else."""
    reasons: dict[str, list[int]] = {
        "done": [row["id"] for row in changed if row["state"] == DeadlineState.MET],
        "void": [row["id"] for row in changed if row["state"] == DeadlineState.VOID]
        + [row["id"] for row in gone],
        "moved": [row["id"] for row in changed if _is_moved(row)],
    }
    for why, ids in reasons.items():
        if ids:
            session().execute(
                update(Alert)
                .where(Alert.deadline_id.in_(ids), Alert.closed_at.is_(None))
                .values(closed_at=on.now, closed_why=why)
            )


def _is_moved(row: dict[str, Any]) -> bool:
    if row["state"] != DeadlineState.RUNNING:
        return False
    was = row["was"]
    return bool(row["shape_id"] != was["shape_id"] or row["owner_id"] != was["owner_id"])
