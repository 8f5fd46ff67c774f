"""Setting a subject's deadlines to what its facts say: new, moved, met, void or unchanged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select

from compliance.core.clocks import Due
from compliance.core.states import DeadlineState
from compliance.db import session
from compliance.deadlines.models import Deadline
from compliance.deadlines.rules import Look, look
from compliance.deadlines.services.changing import KEY, Change, write_changes
from compliance.deadlines.services.shapes import Shape, ladder_and_calendar, shape_ids
from compliance.deadlines.services.sweeping import sweep as run_sweep
from compliance.occasions import Occasion

SLICE = 500
WATCHED = (
    "label", "ref", "started_on", "due_on", "legal_on", "act_by", "statutory", "state", "met_on",
    "missed_on", "owner_id", "shape_id",
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
    missed_on: date | None = None

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
    the caller sweeps later. Nothing is written for what has not changed.
    """
    on.refuse_past()
    by_kind = sorted(changes, key=lambda each: each.subject_kind)
    for kind, some in groupby(by_kind, key=lambda each: each.subject_kind):
        alike = list(some)
        for start in range(0, len(alike), SLICE):
            _set_slice(kind, alike[start : start + SLICE], on, sweep=sweep)


def _set_slice(
    kind: str, changes: Sequence[SubjectDeadlines], on: Occasion, *, sweep: bool
) -> None:
    ids = [each.subject_id for each in changes]
    existing = _existing(kind, ids)
    made = []
    for row in _wanted_rows(changes, on):
        was = existing.pop(tuple(row[name] for name in KEY), None)
        if was is None or any(was[name] != row[name] for name in WATCHED):
            made.append(Change(was, row))
    made += [
        Change(was, _voided(was)) for was in existing.values() if was["state"] != DeadlineState.VOID
    ]
    write_changes(made, on)
    if sweep and made:
        run_sweep(on, subjects=(kind, ids))


def _existing(kind: str, ids: Sequence[int]) -> dict[tuple[Any, ...], dict[str, Any]]:
    query = select(Deadline.__table__).where(
        Deadline.subject_kind == kind, Deadline.subject_id.in_(ids)
    )
    rows = session().execute(query).mappings()
    return {tuple(row[name] for name in KEY): dict(row) for row in rows}


def _voided(was: dict[str, Any]) -> dict[str, Any]:
    ends = {"met_on": None, "missed_on": None}
    return {**was, **ends, "state": DeadlineState.VOID, "next_alert_on": None}


def _wanted_rows(changes: Iterable[SubjectDeadlines], on: Occasion) -> Iterable[dict[str, Any]]:
    pairs = [(change, each) for change in changes for each in change.wanted]
    shapes = [_shape(each, on) for _, each in pairs]
    numbers = shape_ids(shapes)
    looks = {shape: _look(shape, on) for shape in numbers}
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
            "missed_on": each.missed_on,
            "owner_id": change.owner_id,
            "shape_id": numbers[shape],
            "next_alert_on": _next_alert_on(each.state, looks[shape], on.today),
        }


def _shape(wanted: Wanted, on: Occasion) -> Shape:
    ladder, calendar = ladder_and_calendar(wanted.kind, on.book)
    return Shape(ladder, calendar, wanted.due.due_on, wanted.due.legal_on)


def _look(shape: Shape, on: Occasion) -> Look:
    rungs = on.book.ladders[shape.ladder].rungs_on(on.today)
    return look(rungs, shape.due_on, shape.legal_on, on.book.calendar(shape.calendar), on.today)


def _next_alert_on(state: DeadlineState, seen: Look, today: date) -> date | None:
    """Return today where a rung has been reached already, else the day of the first rung."""
    if state is not DeadlineState.RUNNING:
        return None
    return today if seen.rung else seen.next_on
