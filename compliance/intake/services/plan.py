"""The plan of an import: what a file would do, told before anything is written."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from compliance.core.errors import BadFile
from compliance.core.rulebook import Rulebook
from compliance.intake.files.cells import Cells, cells_of
from compliance.intake.files.columns import REQUIRED, match_columns, refuse_unheard
from compliance.intake.files.headings import Matched, refuse_missing
from compliance.intake.files.rows import FileRow, Read, read_row
from compliance.intake.files.sheets import Line, Sheet
from compliance.intake.kinds import RowWord
from compliance.intake.services.judging import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Bench,
    Judged,
    bench_for,
    judge,
)
from compliance.intake.services.matching import keys_of
from compliance.occasions import Occasion

BATCH = 500
SAMPLE = 5


@dataclass(frozen=True)
class ImportPlan:
    """A file read through and judged. `keep` names further columns that are kept as they are."""

    sheet: Sheet
    matched: Matched
    mapping: Mapping[str, str]
    keep: frozenset[str]
    read: int
    created: int
    updated: int
    unchanged: int
    problems: tuple[RowWord, ...]
    refused: tuple[RowWord, ...]
    sample: tuple[tuple[str, ...], ...]

    @property
    def refused_rows(self) -> dict[int, list[RowWord]]:
        """Return the refusals by row."""
        found: dict[int, list[RowWord]] = {}
        for each in self.refused:
            found.setdefault(each.row, []).append(each)
        return found

    @property
    def good(self) -> int:
        """Return how many rows may be brought in."""
        return self.read - len(self.refused_rows)


@dataclass
class _Tally:
    """What is counted while a file is read."""

    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[RowWord] = field(default_factory=list)
    refused: list[RowWord] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        self.outcomes[judged.outcome] += 1
        self.problems += judged.problems
        self.refused += judged.refused


def plan_import(
    sheet: Sheet,
    mapping: Mapping[str, str],
    on: Occasion,
    *,
    keep: Collection[str] = (),
    progress: Callable[[int], None] | None = None,
) -> ImportPlan:
    """Return what the file would do. Nothing is written; `progress` hears of every batch.

    Raises:
        BadFile: the header lacks a column or has one twice, no row follows, or the file breaks off.
    """
    matched = match_columns(sheet.header, mapping)
    refuse_missing(matched, REQUIRED)
    refuse_unheard(keep, matched)
    tally, bench, repeats = _Tally(), bench_for(sheet.name, on), Repeats()
    for batch in batches(all_cells(sheet, matched, frozenset(keep)), BATCH):
        for judged in _judged(batch, bench, repeats):
            tally.add(judged)
        if progress:
            progress(tally.outcomes.total())
    if not tally.outcomes.total():
        raise BadFile(
            f"{sheet.name} has a header row and no other. Choose a file with one row or more."
        )
    return ImportPlan(
        sheet=sheet,
        matched=matched,
        mapping=dict(mapping),
        keep=frozenset(keep),
        read=tally.outcomes.total(),
        created=tally.outcomes[CREATED],
        updated=tally.outcomes[UPDATED],
        unchanged=tally.outcomes[UNCHANGED],
        problems=tuple(tally.problems),
        refused=tuple(tally.refused),
        sample=sample_of(sheet, matched),
    )


def _judged(batch: Sequence[Cells], bench: Bench, repeats: "Repeats") -> Iterator[Judged]:
    reads = [repeats.seen(each) for each in read_all(batch, bench.on.book)]
    for judged in judge(reads, bench):
        yield repeats.settled(judged)


def all_cells(sheet: Sheet, matched: Matched, keep: frozenset[str]) -> Iterator[Cells]:
    """Yield every row of a file under our column names."""
    return (cells_of(line, matched, keep) for line in sheet.lines())


def read_all(batch: Sequence[Cells], book: Rulebook) -> list[Read]:
    """Return the values of each row."""
    return [read_row(each, book) for each in batch]


def batches(rows: Iterator[Cells], size: int) -> Iterator[list[Cells]]:
    """Yield the rows in lists of `size`, holding one list at a time."""
    held: list[Cells] = []
    for each in rows:
        held.append(each)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def sample_of(sheet: Sheet, matched: Matched) -> tuple[tuple[str, ...], ...]:
    """Return the first rows, without restricted values and what looks like an SSN."""
    lines = islice(sheet.lines(), SAMPLE)
    return tuple(_sampled(line, matched) for line in lines)


def _sampled(line: Line, matched: Matched) -> tuple[str, ...]:
    wrong = cells_of(line, matched, frozenset()).wrong
    secret = {"birth_date", *(each.column for each in wrong)}
    pairs = zip(matched.names, line[1], strict=False)
    return tuple("" if name in secret else text.strip()[:60] for name, text in pairs)


class Repeats:
    """Rows that stand in one file more than once.

    A reference given twice is refused. A row without one that is the same application as an
    earlier row changes that one; it is said so, since it may be an oversight.
    """

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._given: dict[str, int] = {}
        self._again: dict[int, tuple[int, bool]] = {}

    def seen(self, read: Read) -> Read:
        """Return the row, refused if its reference stands in the file already."""
        row = read.file_row
        if read.refused:
            return read
        keys = keys_of(row)
        first = next((self._first[key] for key in keys if key in self._first), None)
        if first and row.ref:
            message = f"The reference {row.ref} stands in row {first} already. Keep one of them."
            twice = RowWord(row.row, "application_ref", row.ref, message)
            return replace(read, refused=(twice,))
        self._note(row, keys, first)
        return read

    def _note(self, row: FileRow, keys: list[str], first: int | None) -> None:
        given = hash(tuple(sorted(row.given.items())))
        for key in keys[:1]:
            if first:
                self._again[row.row] = (first, self._given.get(key) == given)
            self._first.setdefault(key, row.row)
            self._given[key] = given

    def settled(self, judged: Judged) -> Judged:
        """Return a row judged as new as the change that it will be once the first one is in."""
        again = self._again.get(judged.row)
        if again is None or judged.refused:
            return judged
        first, is_same = again
        message = (
            f"Same applicant, role, destination and day as row {first}: taken as one application."
        )
        problem = RowWord(judged.row, "", "", message)
        outcome = judged.outcome
        if outcome == CREATED:
            outcome = UNCHANGED if is_same else UPDATED
        return replace(judged, outcome=outcome, problems=(*judged.problems, problem))
