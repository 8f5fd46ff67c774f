"""Judging a batch of rows: new, changed, unchanged or refused. Plan and apply judge alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from compliance.accounts.queries import people_now
from compliance.core.facts import standing
from compliance.credentialing.queries.references import Known
from compliance.credentialing.rules.entries import Entry, refusals_of
from compliance.credentialing.rules.snapshots import snapshot_on
from compliance.credentialing.services.loading import Loaded
from compliance.credentialing.services.projection import SUBJECT
from compliance.credentialing.services.receive import Received
from compliance.directory.services import birth_dates
from compliance.intake.files.rows import FileRow, Read, row_problems
from compliance.intake.kinds import RowWord
from compliance.intake.rules import (
    changed_columns,
    differing_columns,
    present_values,
)
from compliance.intake.services.changes import (
    NO_DECISION,
    Case,
    refusals_in,
    steps_of,
)
from compliance.intake.services.matching import find_known
from compliance.ledger.queries import facts_of_many
from compliance.ledger.services import Entry as FactEntry
from compliance.occasions import Occasion

CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"
LONGEST_ORIGIN = 180
EXTRA = "extra:"


@dataclass(frozen=True)
class Judged:
    """One row with what it does."""

    row: int
    outcome: str
    problems: tuple[RowWord, ...] = ()
    refused: tuple[RowWord, ...] = ()
    received: Received | None = None
    known: Known | None = None
    facts: tuple[FactEntry, ...] = ()
    imported: dict[str, Any] | None = None
    before: Entry | None = None
    birth_date: date | None = None


@dataclass(frozen=True)
class Bench:
    """What rows of one file are judged with: the file's name, the people, the occasion."""

    name: str
    on: Occasion
    ids: dict[str, int] = field(default_factory=dict)
    emails: dict[int, str] = field(default_factory=dict)

    def origin(self, row: int) -> str:
        """Return how a fact names its file and row."""
        end = f", row {row}"
        return self.name[: LONGEST_ORIGIN - len(end)] + end


def bench_for(name: str, on: Occasion) -> Bench:
    """Return what to judge with; reads the people once."""
    people = people_now()
    ids = {each.email.lower(): each.id for each in people if each.is_active}
    return Bench(name, on, ids, {each.id: each.email.lower() for each in people})


def judge(reads: Sequence[Read], bench: Bench) -> list[Judged]:
    """Return what each row does, in order. Reads the database, writes nothing."""
    good = [each.file_row for each in reads if not each.refused]
    known = find_known(good)
    born = _new_birth_dates(good, known)
    changing = (row for row in good if row.row in known and _may_change(row, known[row.row], born))
    loaded = _load([known[row.row] for row in changing], bench.on)
    return [_judged(each, known.get(each.file_row.row), loaded, bench, born) for each in reads]


def _new_birth_dates(rows: Sequence[FileRow], known: Mapping[int, Known]) -> dict[int, date]:
    """Return the birth dates that are not on record like that, by row."""
    given = {row.row: row.birth_date for row in rows if row.birth_date and row.row in known}
    held = birth_dates([known[row].provider_id for row in given])
    return {row: day for row, day in given.items() if held.get(known[row].provider_id) != day}


def _may_change(row: FileRow, known: Known, born: Mapping[int, date]) -> bool:
    is_new = changed_columns(row.given, known.imported) or _new_extra(row, known)
    return bool(is_new) or row.row in born


def _new_extra(row: FileRow, known: Known) -> tuple[tuple[str, str], ...]:
    pairs = row.extra.items()
    return tuple((name, text) for name, text in pairs if known.imported.get(EXTRA + name) != text)


def _load(known: Sequence[Known], on: Occasion) -> dict[int, Loaded]:
    facts = facts_of_many(SUBJECT, [each.id for each in known]) if known else {}
    found = {}
    for number, told in facts.items():
        snapshot = snapshot_on(standing(told), on.book, None, None)
        if snapshot:
            found[number] = Loaded(number, tuple(told), snapshot)
    return found


def _judged(
    read: Read,
    known: Known | None,
    loaded: Mapping[int, Loaded],
    bench: Bench,
    born: Mapping[int, date],
) -> Judged:
    row = read.file_row
    if read.refused:
        return Judged(row.row, REFUSED, refused=(*read.refused, *_also_refused(read, bench.on)))
    problems = (*row_problems(row, bench.on.book), *_owner_problems(row, bench))
    if known is None:
        return _new(row, problems, bench)
    if known.id not in loaded:
        return Judged(row.row, UNCHANGED, problems, known=known)
    found = _changed(row, known, loaded[known.id], bench, born.get(row.row))
    return found if found.refused else replace(found, problems=(*problems, *found.problems))


def _also_refused(read: Read, on: Occasion) -> list[RowWord]:
    """Return what else is wrong with the cells of a refused row, so that it is mended once."""
    row, named = read.file_row, {each.column for each in read.refused}
    found = refusals_of(row.entry, row.dates, on.today, on.book)
    return [
        RowWord(row.row, each.column, each.value, each.message)
        for each in found
        if each.value and each.column not in named
    ]


def _owner_problems(row: FileRow, bench: Bench) -> list[RowWord]:
    email = row.owner_email
    if not email or email in bench.ids:
        return []
    message = f"Nobody here has the address {email}, so the application has no owner yet."
    return [RowWord(row.row, "owner_email", email, message)]


def _new(row: FileRow, problems: tuple[RowWord, ...], bench: Bench) -> Judged:
    found = refusals_of(row.entry, row.dates, bench.on.today, bench.on.book)
    if found:
        refused = [RowWord(row.row, each.column, each.value, each.message) for each in found]
        return Judged(row.row, REFUSED, refused=tuple(refused))
    dates, imported = row.dates, _imported(row, bench)
    if dates.decided_on and not row.decision:
        message = RowWord(row.row, "decided_on", str(dates.decided_on), NO_DECISION)
        problems, dates = (*problems, message), replace(dates, decided_on=None)
        imported.pop("decided_on", None)
    received = Received(
        entry=row.entry,
        dates=dates,
        said=row.said,
        decision=row.decision,
        owner_id=bench.ids.get(row.owner_email),
        ref=row.ref,
        origin=bench.origin(row.row),
        birth_date=row.birth_date,
        imported=imported,
        extra=row.extra,
    )
    return Judged(row.row, CREATED, problems, received=received)


def _imported(row: FileRow, bench: Bench) -> dict[str, Any]:
    """Return what is kept of a row, to tell a changed cell by.

    An unknown owner is not: once the person is here, the same file gives the application to them.
    """
    kept = dict(row.given)
    if row.owner_email not in bench.ids:
        kept.pop("owner_email", None)
    return kept | {EXTRA + name: text for name, text in row.extra.items()}


def _changed(
    row: FileRow, known: Known, loaded: Loaded, bench: Bench, birth_date: date | None
) -> Judged:
    owner = bench.emails.get(loaded.story.owner_id or 0, "")
    differing = differing_columns(row.given, known.imported, present_values(loaded.story, owner))
    case = Case(
        loaded=loaded,
        row=row,
        changed=differing,
        origin=bench.origin(row.row),
        on=bench.on,
        owner_id=bench.ids.get(row.owner_email),
        extra=_new_extra(row, known),
        has_new_birth_date=birth_date is not None,
    )
    if refused := refusals_in(case):
        return Judged(row.row, REFUSED, refused=tuple(refused))
    steps = steps_of(case)
    facts = tuple(each for each in steps if isinstance(each, FactEntry))
    met = [each for each in steps if isinstance(each, RowWord)]
    imported = {**known.imported, **_imported(row, bench)}
    return Judged(
        row.row,
        UPDATED if facts else UNCHANGED,
        tuple(met),
        known=known,
        facts=facts,
        imported=imported if imported != known.imported else None,
        before=loaded.story.entry,
        birth_date=birth_date,
    )
