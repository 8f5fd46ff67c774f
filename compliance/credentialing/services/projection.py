"""The projection: rows for lists, worked out from facts and kept for every day.

A row that no longer holds is superseded, never removed, so that the list of any day, as known on
any day, is a question to one table.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from compliance.core.facts import Fact
from compliance.core.folding import folded
from compliance.core.rulebook import Rulebook
from compliance.core.states import ApplicationState
from compliance.credentialing.models import LONGEST_SEARCH, ApplicationRef, ApplicationRow
from compliance.credentialing.rules.clocks import Clock
from compliance.credentialing.rules.entries import Entry, class_of, delegate_of
from compliance.credentialing.rules.notices import must_leave_at
from compliance.credentialing.rules.snapshots import (
    NO_CLOCK,
    Snapshot,
    is_associate,
    snapshots_of,
)
from compliance.credentialing.rules.steps import is_running
from compliance.db import session, write_rows
from compliance.deadlines.services import SubjectDeadlines, Wanted, set_deadlines
from compliance.ledger.queries import facts_of_many
from compliance.occasions import Occasion
from compliance.outbox.services import hasten_message
from compliance.wallclock import start_of_day

SUBJECT = "application"
SLICE = 500
LONGEST_NAME = 150  # of what is searched; a longer name is kept whole in its own column
LONGEST_NPI = 20
LONGEST_LABEL = 1000  # a wrong role is kept whatever its length; a label need not be
NOT_COMPARED = frozenset({"id", "pack", "recorded_at", "superseded_at"})
COLUMNS = tuple(column.key for column in ApplicationRow.__table__.columns)


def project(ids: Sequence[int], on: Occasion, *, sweep: bool = True) -> None:
    """Write the rows and deadlines of applications anew from their facts.

    A letter that waits and may not wait any longer goes out at once.
    """
    for start in range(0, len(ids), SLICE):
        some = ids[start : start + SLICE]
        facts = facts_of_many(SUBJECT, some)
        refs = _refs(some)
        told = {each: snapshots_of(facts[each], on.book) for each in some if each in facts}
        _write_rows(told, refs, on)
        _write_deadlines(told, refs, on, sweep=sweep)
        _hasten_letters(told, on)


def _hasten_letters(told: Mapping[int, tuple[Snapshot, ...]], on: Occasion) -> None:
    """Shrink the undo windows that a moved clock leaves no room for."""
    for snapshot in (snapshots[-1] for snapshots in told.values() if snapshots):
        for each in snapshot.waiting:
            letter = on.book.letters.get(each.letter)
            leaves_at = letter and must_leave_at(letter, snapshot.clocks, start_of_day)
            if leaves_at and each.message_id:
                hasten_message(each.message_id, max(leaves_at, on.now))


def _refs(ids: Sequence[int]) -> dict[int, str]:
    query = select(ApplicationRef.id, ApplicationRef.ref).where(ApplicationRef.id.in_(ids))
    return dict(session().execute(query).all())


def _write_rows(
    told: Mapping[int, tuple[Snapshot, ...]], refs: Mapping[int, str], on: Occasion
) -> None:
    standing = _standing_rows(tuple(told))
    fresh: list[dict[str, Any]] = []
    stale: list[int] = []
    unseen: set[int] = set()
    for number, snapshots in told.items():
        wanted = [row_values(number, refs[number], each, on.book) for each in snapshots]
        held = standing.get(number, [])
        unseen |= {each["id"] for each in held if each["recorded_at"] == on.now}
        new, old = differing(held, wanted)
        fresh += new
        stale += old
    _forget(unseen.intersection(stale))
    for start in range(0, len(stale), SLICE):
        rows = ApplicationRow.id.in_(stale[start : start + SLICE])
        session().execute(update(ApplicationRow).where(rows).values(superseded_at=on.now))
    if fresh:
        stamp = {"recorded_at": on.now, "superseded_at": None}
        write_rows(ApplicationRow, [{**each, **stamp} for each in fresh])


def _forget(ids: Collection[int]) -> None:
    """Remove rows that this same moment wrote and replaced: they held at no time."""
    if ids:
        session().execute(delete(ApplicationRow).where(ApplicationRow.id.in_(ids)))


def _standing_rows(ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    query = select(ApplicationRow.__table__).where(
        ApplicationRow.application_id.in_(ids), ApplicationRow.superseded_at.is_(None)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in session().execute(query).mappings():
        found.setdefault(row["application_id"], []).append(dict(row))
    return found


def differing(
    standing: Iterable[Mapping[str, Any]], wanted: Iterable[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the wanted rows that do not stand yet, and the numbers of rows no longer wanted."""
    left = [(each["id"], _compared(each)) for each in standing]
    fresh = []
    for row in wanted:
        match = next((each for each in left if each[1] == _compared(row)), None)
        if match:
            left.remove(match)
        else:
            fresh.append(row)
    return fresh, [number for number, _ in left]


def _compared(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in NOT_COMPARED}


def row_values(number: int, ref: str, snapshot: Snapshot, book: Rulebook) -> dict[str, Any]:
    """Return the columns of one application over one span of days."""
    story, entry = snapshot.story, snapshot.story.entry
    state = ApplicationState(snapshot.state)
    return {
        "application_id": number,
        "ref": ref,
        "from_on": snapshot.from_on,
        "until_on": snapshot.until_on,
        "state": state,
        "is_open": state.is_open,
        "is_associate": is_associate(snapshot, book),
        "last_name": entry.last_name,
        "first_name": entry.first_name,
        "sort_name": entry.sort_name,
        "search_text": search_text(entry, ref),
        "npi": entry.npi,
        "role": entry.role,
        "provider_class": class_of(entry, book),
        "practice_name": entry.practice_name,
        "model": entry.model,
        "lines": list(entry.lines),
        "destination": entry.destination,
        "delegate": delegate_of(entry),
        "owner_id": story.owner_id,
        "received_on": story.received_on,
        "completed_on": story.completed_on,
        "decided_on": story.decided_on,
        **_clock_columns("notice", snapshot.notice),
        **_clock_columns("decision", snapshot.decision),
        "soonest_on": snapshot.soonest_on,
        "limit_on": snapshot.limit_on,
        "is_statutory": any(each.is_statutory for each in snapshot.clocks),
        "missing_count": len(story.missing),
        "problem_count": len(snapshot.problems),
        "step": snapshot.step,
        "last_kind": story.last_kind,
        "last_on": story.last_on or story.received_on,
        "pack": book.version,
    }


def search_text(entry: Entry, ref: str) -> str:
    """Return what a search reads and names are ordered by: names, NPI, reference, practice.

    Two spaces end each of them, so that the Ortegas come before the Ortega-Ruizes.
    """
    names = (folded(each)[:LONGEST_NAME] for each in (entry.last_name, entry.first_name))
    parts = (*names, entry.npi[:LONGEST_NPI], folded(ref), folded(entry.practice_name))
    return "  ".join(parts)[:LONGEST_SEARCH]


def _clock_columns(name: str, clock: Clock | None) -> dict[str, Any]:
    due = clock.due if clock else None
    runs = clock is not None and is_running(clock)
    return {
        f"{name}_kind": clock.kind if clock else "",
        f"{name}_started_on": due.started_on if due else None,
        f"{name}_due_on": due.due_on if due else None,
        f"{name}_legal_on": due.legal_on if due else None,
        f"{name}_act_by": due.act_by if due else None,
        f"{name}_met_on": clock.met_on if clock else None,
        f"{name}_is_void": clock.is_void if clock else False,
        f"{name}_missed_on": clock.missed_on if clock else None,
        f"{name}_sort_on": due.due_on if due and runs else NO_CLOCK,
    }


def _write_deadlines(
    told: Mapping[int, tuple[Snapshot, ...]],
    refs: Mapping[int, str],
    on: Occasion,
    *,
    sweep: bool,
) -> None:
    changes = [
        SubjectDeadlines(
            subject_kind=SUBJECT,
            subject_id=number,
            ref=refs[number],
            label=label_of(snapshots[-1]),
            owner_id=snapshots[-1].story.owner_id,
            wanted=tuple(_wanted(each) for each in snapshots[-1].clocks),
        )
        for number, snapshots in told.items()
        if snapshots
    ]
    set_deadlines(changes, on, sweep=sweep)


def label_of(snapshot: Snapshot) -> str:
    """Return how the applicant is named on lists and in alerts: 'Lucía Benavides-Park, LCSW'."""
    entry = snapshot.story.entry
    name = f"{entry.name}, {entry.role}" if entry.role else entry.name
    return name[:LONGEST_LABEL]


def _wanted(clock: Clock) -> Wanted:
    return Wanted(
        kind=clock.kind,
        due=clock.due,
        statutory=clock.is_statutory,
        met_on=clock.met_on,
        is_void=clock.is_void,
        missed_on=clock.missed_on,
    )


def replayed(
    number: int, ref: str, facts: Sequence[Fact], moments: Sequence[tuple[datetime, Rulebook]]
) -> list[dict[str, Any]]:
    """Return every row an application ever had, current and superseded, from its facts alone.

    `moments` are the instants at which something could change, each with the rulebook in force.
    """
    rows: list[dict[str, Any]] = []
    for moment, book in moments:
        known = [fact for fact in facts if fact.recorded_at <= moment]
        wanted = [row_values(number, ref, each, book) for each in snapshots_of(known, book)]
        standing = [each | {"id": at} for at, each in enumerate(rows) if not each["superseded_at"]]
        fresh, stale = differing(standing, wanted)
        for at in stale:
            rows[at]["superseded_at"] = moment
        rows += [{**each, "recorded_at": moment, "superseded_at": None} for each in fresh]
    return rows
