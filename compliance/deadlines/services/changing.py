"""Writing changed deadlines: the rows, what they said before, and the alerts that end with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, update

from compliance.core.states import DeadlineState
from compliance.db import session, write_rows
from compliance.deadlines.models import Alert, Deadline, DeadlineSpan
from compliance.deadlines.queries.recipients import AUDIENCES, NOBODY, recipients_of
from compliance.deadlines.rules.history import Rewriting, first_spans, next_spans
from compliance.occasions import Occasion

KEY = ("subject_kind", "subject_id", "kind", "cycle")
NOT_UPDATED = frozenset({"id", *KEY})
SLICE = 500
ENDED = {DeadlineState.MET: "done", DeadlineState.VOID: "void"}


@dataclass(frozen=True)
class Change:
    """One deadline's row as it stands (None for a new one) and as it is to be."""

    was: dict[str, Any] | None
    row: dict[str, Any]

    @property
    def is_ending(self) -> bool:
        """Return whether the deadline no longer runs."""
        return bool(self.row["state"] != DeadlineState.RUNNING)


def write_changes(changes: Sequence[Change], on: Occasion) -> None:
    """Write new and changed deadlines with their spans, and close alerts they make untrue."""
    made = [_dated(change, on) for change in changes]
    fresh = [row for change, row, _ in made if change.was is None]
    write_rows(Deadline, [{**row, "version": 1} for row in fresh])
    _update([(change.was, row) for change, row, _ in made if change.was is not None])
    _write_spans([(row, spans) for _, row, spans in made], on)
    _close_alerts([change for change in changes if change.was is not None], on)


def _dated(change: Change, on: Occasion) -> tuple[Change, dict[str, Any], Rewriting]:
    was, row = change.was, dict(change.row)
    row["voided_on"] = None
    if row["state"] == DeadlineState.VOID:
        row["voided_on"] = (was and was["voided_on"]) or on.today
    spans = next_spans(was, row, on.today) if was else first_spans(row)
    row |= {"since_on": spans.since_on, "pack": on.book.version, "changed_at": on.now}
    return change, row, spans


def _update(changed: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    if not changed:
        return
    names = changed[0][1].keys() - NOT_UPDATED - {"version"}
    table = cast(Table, Deadline.__table__)
    statement = (
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values({name: bindparam(f"b_{name}") for name in names} | {"version": table.c.version + 1})
    )
    rows = [{"b_id": was["id"], **{f"b_{k}": row[k] for k in names}} for was, row in changed]
    session().connection().execute(statement, rows)


def _write_spans(made: Iterable[tuple[dict[str, Any], Rewriting]], on: Occasion) -> None:
    """Supersede the spans that give way and write the new ones."""
    giving_way = []
    fresh = []
    for row, spans in made:
        if spans.replaces_from:
            key = {f"b_{name}": row[name] for name in KEY}
            giving_way.append({**key, "b_from": spans.replaces_from})
        fresh += [{**each, "recorded_at": on.now, "superseded_at": None} for each in spans.spans]
    if giving_way:
        table = cast(Table, DeadlineSpan.__table__)
        standing = [table.c[name] == bindparam(f"b_{name}") for name in KEY]
        statement = update(table).where(
            *standing, table.c.superseded_at.is_(None), table.c.from_on >= bindparam("b_from")
        )
        session().connection().execute(statement.values(superseded_at=on.now), giving_way)
    write_rows(DeadlineSpan, fresh)


def _close_alerts(changes: Sequence[Change], on: Occasion) -> None:
    """Close the alerts of deadlines that were met, voided, moved or handed to somebody else."""
    reasons: dict[str, list[int]] = {"done": [], "void": [], "moved": []}
    handed: dict[int | None, list[int]] = {}
    for change in changes:
        was = change.was or {}
        if change.is_ending:
            reasons[ENDED[change.row["state"]]].append(was["id"])
        elif change.row["shape_id"] != was["shape_id"]:
            reasons["moved"].append(was["id"])
        elif change.row["owner_id"] != was["owner_id"]:
            handed.setdefault(change.row["owner_id"], []).append(was["id"])
    for why, ids in reasons.items():
        _close(ids, why, (), on)
    if handed:
        told = recipients_of([owner or NOBODY for owner in handed], on.today)
        for owner, ids in handed.items():
            people = told[owner or NOBODY]
            _close(ids, "moved", {each for name in AUDIENCES for each in people[name]}, on)


def _close(ids: Sequence[int], why: str, but_for: Iterable[int], on: Occasion) -> None:
    for start in range(0, len(ids), SLICE):
        session().execute(
            update(Alert)
            .where(
                Alert.deadline_id.in_(ids[start : start + SLICE]),
                Alert.closed_at.is_(None),
                Alert.recipient_id.not_in(but_for),
            )
            .values(closed_at=on.now, closed_why=why)
            .execution_options(synchronize_session=False)
        )
