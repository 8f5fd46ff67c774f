"""Applying: staged rows become applications, one slice to a transaction."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

from compliance.credentialing.queries.references import Known, provider_of
from compliance.credentialing.rules.entries import Entry
from compliance.credentialing.services.belonging import follow_values
from compliance.credentialing.services.projection import SUBJECT, project
from compliance.credentialing.services.receive import (
    hold_numbers,
    keep_imported,
    receive_applications,
)
from compliance.db import session
from compliance.directory.services import correct_birth_date
from compliance.intake.files.cells import Cells
from compliance.intake.files.rows import Read, read_row
from compliance.intake.models import ApplicationImport, ImportRow
from compliance.intake.rules import Stage
from compliance.intake.services.judging import (
    CREATED,
    REFUSED,
    UPDATED,
    Bench,
    Judged,
    judge,
)
from compliance.intake.services.matching import keys_of
from compliance.intake.services.staging import write_messages
from compliance.ledger.services import Subject, fact_values, write_facts
from compliance.occasions import Occasion


def apply_slice(import_id: int, size: int, bench: Bench) -> int:
    """Apply up to `size` staged rows and return how many that were; 0 when none is left.

    Called inside a transaction of its own. Rows that name their reference come first, so that no
    number we give out is one that the file uses. Two processes may do this at once: each waits
    for the other, and finds the rows that the other left. The caller sweeps for alerts after the
    last slice.
    """
    record = _held(import_id)
    if record is None or record.stage != Stage.APPLYING:
        return 0
    on = bench.on
    hold_numbers()
    reads = _without_repeats(_staged(import_id, size, on))
    if not reads:
        return 0
    judged = judge(reads, bench)
    numbers = _create(judged, on) | _change(judged, on)
    _keep_imported(judged)
    _note(record, judged, numbers, on)
    return len(reads)


def _held(import_id: int) -> ApplicationImport | None:
    query = select(ApplicationImport).where(ApplicationImport.id == import_id).with_for_update()
    return session().scalar(query.execution_options(populate_existing=True))


def _staged(import_id: int, size: int, on: Occasion) -> list[Read]:
    query = (
        select(ImportRow.row, ImportRow.cells, ImportRow.extra)
        .where(ImportRow.import_id == import_id, ImportRow.outcome == "")
        .order_by(ImportRow.has_ref.desc(), ImportRow.row)
        .limit(size)
    )
    rows = session().execute(query)
    return [read_row(Cells(row, cells, extra), on.book) for row, cells, extra in rows]


def _without_repeats(reads: Sequence[Read]) -> list[Read]:
    """Return the rows up to the first that is the same application as one before it."""
    seen: set[str] = set()
    kept = []
    for each in reads:
        keys = set(keys_of(each.file_row))
        if keys & seen:
            break
        seen |= keys
        kept.append(each)
    return kept


def _create(judged: Sequence[Judged], on: Occasion) -> dict[int, int]:
    new = [(each.row, each.received) for each in judged if each.received]
    if not new:
        return {}
    numbers = receive_applications([received for _, received in new], on, sweep=False)
    return dict(zip((row for row, _ in new), numbers, strict=True))


def _change(judged: Sequence[Judged], on: Occasion) -> dict[int, int]:
    pairs = [(each, each.known) for each in judged if each.known]
    facts = [
        fact_values(Subject(SUBJECT, known.id), fact, on)
        for each, known in pairs
        for fact in each.facts
    ]
    if facts:
        write_facts(facts)
        project([known.id for each, known in pairs if each.facts], on, sweep=False)
    for each, known in pairs:
        _follow(each, known, on)
    return {each.row: known.id for each, known in pairs}


def _follow(judged: Judged, known: Known, on: Occasion) -> None:
    """Carry values that the row set right into the directory."""
    values = [fact.payload["values"] for fact in judged.facts if fact.kind == "corrected"]
    if judged.before and values:
        after = Entry.from_payload({**judged.before.as_payload(), **values[0]})
        follow_values(known.id, judged.before, after, on)
    if judged.birth_date:
        correct_birth_date(provider_of(known.id), judged.birth_date, on)


def _keep_imported(judged: Sequence[Judged]) -> None:
    rows: list[dict[str, Any]] = [
        {"id": each.known.id, "imported": each.imported}
        for each in judged
        if each.known and each.imported is not None
    ]
    keep_imported(rows)


_SETTLE = (
    update(cast(Table, ImportRow.__table__))
    .where(ImportRow.import_id == bindparam("of"), ImportRow.row == bindparam("at"))
    .values(outcome=bindparam("came"), application_id=bindparam("is"))
)


def _note(
    record: ApplicationImport, judged: Sequence[Judged], numbers: dict[int, int], on: Occasion
) -> None:
    """Write the outcomes with the rows, so that neither stands without the other."""
    rows = [
        {"of": record.id, "at": each.row, "came": each.outcome, "is": numbers.get(each.row)}
        for each in judged
    ]
    session().connection().execute(_SETTLE, rows)
    outcomes = Counter(each.outcome for each in judged)
    counts = dict(record.counts)
    for outcome in (CREATED, UPDATED, "unchanged", REFUSED):
        counts[outcome] = counts.get(outcome, 0) + outcomes[outcome]
    record.counts = counts
    record.applied += len(judged)
    record.touched_at = on.now
    late = [message for each in judged for message in each.refused]
    write_messages(record.id, late, is_refusal=True)
    session().flush()
