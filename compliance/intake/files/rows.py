"""Rows of an application file: cells to the values of one application, and what is refused.

Only what one row shows by itself stands here; order of dates and required values are judged by
`rules.entries` once it is known whether the row is new or changes an application.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from compliance.core.dates import BadDay, parse_file_day
from compliance.core.rulebook import Rulebook
from compliance.credentialing.rules.entries import (
    DECISIONS,
    SAYS,
    Dates,
    Entry,
    Problem,
    problems_of,
)
from compliance.intake.files.cells import LONGEST, Cells, cut, plain, too_long
from compliance.intake.files.columns import COLUMNS
from compliance.intake.kinds import RowWord

LONGEST_REF = 64
RESTRICTED_VALUE = "(restricted)"
DAYS = ("received_on", "completed_on", "notice_sent_on", "decided_on", "withdrawn_on")
WORDS = {"notice_said": SAYS, "decision": DECISIONS}
LOWER = frozenset({"model", "destination", "delegate", "provider_class", "notice_said", "decision"})
RESTRICTED = frozenset({"birth_date"})


@dataclass(frozen=True)
class FileRow:
    """One row read. `given` holds every cell that is not blank, written one way."""

    row: int
    entry: Entry
    dates: Dates
    given: dict[str, str]
    ref: str = ""
    said: str = ""
    decision: str = ""
    owner_email: str = ""
    birth_date: date | None = None
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """What came of one row: its values, or why it is refused."""

    file_row: FileRow
    refused: tuple[RowWord, ...] = ()


def read_row(cells: Cells, book: Rulebook) -> Read:
    """Return the values of a row, with every reason why it is refused."""
    given = {column: _written(column, text, book) for column, text in cells.ours.items()}
    refused = [*cells.wrong, *_too_long(cells), *_unknown_words(cells.row, given)]
    days: dict[str, date] = {}
    for column in (*DAYS, "birth_date"):
        if column in given:
            day, wrong = _day(cells.row, column, given[column])
            if day:
                days[column], given[column] = day, day.isoformat()
            refused += [wrong] if wrong else []
    return Read(_file_row(cells, given, days), tuple(refused))


def _file_row(cells: Cells, given: dict[str, str], days: dict[str, date]) -> FileRow:
    return FileRow(
        row=cells.row,
        entry=entry_of(given),
        dates=Dates(**{column: days.get(column) for column in DAYS}),
        given={column: text for column, text in given.items() if column not in RESTRICTED},
        ref=given.get("application_ref", ""),
        said=given.get("notice_said", ""),
        decision=given.get("decision", ""),
        owner_email=given.get("owner_email", ""),
        birth_date=days.get("birth_date"),
        extra=cells.extra,
    )


ENTRY_COLUMNS = tuple(name for name in COLUMNS if name in Entry.__dataclass_fields__)


def entry_of(given: Mapping[str, str]) -> Entry:
    """Return the entry that written cells give; columns without a cell keep their defaults."""
    values: dict[str, object] = {
        name: given[name] for name in ENTRY_COLUMNS if name in given and name != "lines"
    }
    if "lines" in given:
        values["lines"] = tuple(given["lines"].split(";"))
    return Entry(**{"last_name": "", **values})  # type: ignore[arg-type]


def _written(column: str, text: str, book: Rulebook) -> str:
    """Return the text of a cell written the one way we compare and keep."""
    if column == "role":
        return text.upper() if text.upper() in book.roles else text
    if column in LOWER:
        return text.lower().replace("-", "_") if column == "provider_class" else text.lower()
    if column == "lines":
        return ";".join(dict.fromkeys(_line(each, book) for each in text.split(";") if plain(each)))
    if column == "license_state":
        return text.upper()
    return text.lower() if column == "owner_email" else text


def _line(text: str, book: Rulebook) -> str:
    code = text.strip().lower()
    aliased = (each for each, line in book.lines.items() if code in line.aliases)
    return code if code in book.lines else next(aliased, text.strip())


def _too_long(cells: Cells) -> Iterator[RowWord]:
    for column, text in (*cells.ours.items(), *cells.extra.items()):
        most = LONGEST_REF if column == "application_ref" else LONGEST
        if wrong := too_long(cells.row, column, text, most):
            yield replace(wrong, value=shown(column, text))


def _unknown_words(row: int, given: Mapping[str, str]) -> Iterator[RowWord]:
    for column, known in WORDS.items():
        word = given.get(column)
        if word and word not in known:
            message = f"{shown(column, word)} is not known here. Use {' or '.join(known)}."
            yield RowWord(row, column, shown(column, word), message)


def _day(row: int, column: str, text: str) -> tuple[date | None, RowWord | None]:
    try:
        return parse_file_day(text), None
    except BadDay as error:
        said = str(error)
        if column in RESTRICTED:
            said = "The birth date is not a date. Use YYYY-MM-DD."
        return None, RowWord(row, column, shown(column, text), said)


def shown(column: str, text: str) -> str:
    """Return a value as messages repeat it: cut short, and never a restricted one."""
    if column in RESTRICTED:
        return RESTRICTED_VALUE
    return cut(text)


def row_problems(file_row: FileRow, book: Rulebook) -> list[RowWord]:
    """Return what is wrong with a row that is kept all the same."""
    found = [_message(file_row.row, each) for each in problems_of(file_row.entry, book)]
    return found + list(_further_problems(file_row))


def _message(row: int, problem: Problem) -> RowWord:
    value = shown(problem.column, problem.value)
    said = problem.message.replace(problem.value, value) if problem.value else problem.message
    return RowWord(row, problem.column, value, said)


def _further_problems(file_row: FileRow) -> Iterator[RowWord]:
    if file_row.said and file_row.dates.notice_sent_on is None:
        message = "No day was given for the notice, so none was recorded. Add notice_sent_on."
        yield RowWord(file_row.row, "notice_said", file_row.said, message)
    if file_row.decision and file_row.dates.decided_on is None:
        message = "No day was given for the decision, so none was recorded. Add decided_on."
        yield RowWord(file_row.row, "decision", file_row.decision, message)
