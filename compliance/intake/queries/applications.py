"""Reading imports: the latest files, one file, what was wrong in its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from compliance.accounts.queries import people_now
from compliance.audit.services import identifies
from compliance.core.errors import NotFound
from compliance.core.states import Word
from compliance.db import session
from compliance.intake.kinds import RowWord
from compliance.intake.models import ApplicationImport, ImportMessage
from compliance.intake.rules import STAGE_WORDS, Stage
from compliance.web.paging import Page, Place, Total, make_page, page_statement
from compliance.work.queries import work_item

LATEST = 10


@dataclass(frozen=True)
class ImportView:
    """One file as its page shows it."""

    id: int
    stage: Stage
    name: str
    size: int
    sha256: str
    header: tuple[str, ...]
    mapping: dict[str, Any]
    kept: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    counts: dict[str, Any]
    is_partial: bool
    staged: int
    applied: int
    error: str
    work_id: int | None
    made_at: datetime
    finished_at: datetime | None
    person: str

    @property
    def word(self) -> Word:
        """Return how its stage is shown."""
        return STAGE_WORDS[self.stage]

    @property
    def is_under_way(self) -> bool:
        """Return whether the page has to wait."""
        return self.stage in {Stage.LOADED, Stage.STAGING, Stage.APPLYING}

    def count(self, name: str) -> int:
        """Return one number of what the file does or did; 0 before it is known."""
        return int(self.counts.get(name, 0))

    @property
    def good(self) -> int:
        """Return how many rows may be brought in."""
        return self.count("read") - self.count("refused")


@dataclass(frozen=True)
class ProblemRow:
    """One message of a file, as the table shows it."""

    id: int
    is_refusal: bool
    row: int
    column: str
    value: str
    message: str


def import_view(number: int) -> ImportView:
    """Return one file; raises `NotFound`."""
    record = session().get(ApplicationImport, number, populate_existing=True)
    if record is None:
        raise NotFound(f"There is no import {number}.")
    return _views([record])[0]


def latest_imports() -> list[ImportView]:
    """Return the latest files, newest first, without the discarded ones."""
    query = (
        select(ApplicationImport)
        .where(ApplicationImport.stage != Stage.DISCARDED)
        .order_by(ApplicationImport.id.desc())
        .limit(LATEST)
    )
    return _views(list(session().scalars(query)))


def _views(records: list[ApplicationImport]) -> list[ImportView]:
    names = {each.id: each.name for each in people_now()} if records else {}
    return [_view(each, names.get(each.person_id or 0, "By command")) for each in records]


def _view(record: ApplicationImport, person: str) -> ImportView:
    return ImportView(
        id=record.id,
        stage=Stage(record.stage),
        name=record.name,
        size=record.size,
        sha256=record.sha256,
        header=tuple(record.header),
        mapping=dict(record.mapping),
        kept=tuple(record.kept),
        sample=tuple(tuple(each) for each in record.sample),
        counts=dict(record.counts),
        is_partial=record.is_partial,
        staged=record.staged,
        applied=record.applied,
        error=record.error,
        work_id=record.work_id,
        made_at=record.made_at,
        finished_at=record.finished_at,
        person=person,
    )


@dataclass(frozen=True)
class Progress:
    """How far a file is, in rows; `error` says why its work came to nothing."""

    done: int
    total: int
    error: str = ""

    @property
    def share(self) -> int:
        """Return whole percent."""
        return min(100, self.done * 100 // self.total) if self.total else 0


def progress_of(view: ImportView) -> Progress:
    """Return how far a file under way is."""
    work = work_item(view.work_id) if view.work_id else None
    error = work.error if work else ""
    if view.stage is Stage.LOADED:
        return Progress(work.done if work else 0, 0, error)
    return Progress(view.applied, view.staged or view.count("read"), error)


_MESSAGE = (
    ImportMessage.id,
    ImportMessage.is_refusal,
    ImportMessage.row,
    ImportMessage.column,
    ImportMessage.value,
    ImportMessage.message,
)


@identifies("application")
def message_page(view: ImportView, place: Place, size: int = 50) -> Page[ProblemRow]:
    """Return a page of what is wrong in a file: refusals first, then problems."""
    order: list[ColumnElement[Any]] = [ImportMessage.id.expression]
    query = page_statement(_messages(view.id), order, place, size=size)
    rows = [ProblemRow(*row) for row in session().execute(query)]
    total = view.count("messages") or None
    return make_page(
        rows, place, lambda each: (each.id,), total=Total(total) if total else None, size=size
    )


def _messages(number: int) -> Select[int, bool, int, str, str, str]:
    return select(*_MESSAGE).where(ImportMessage.import_id == number)


@identifies("application")
def refused_rows(number: int) -> dict[int, list[RowWord]]:
    """Return the refusals of a file by row."""
    query = _messages(number).where(ImportMessage.is_refusal).order_by(ImportMessage.id)
    found: dict[int, list[RowWord]] = {}
    for each in _read(query):
        found.setdefault(each.row, []).append(
            RowWord(each.row, each.column, each.value, each.message)
        )
    return found


def _read(query: Select[int, bool, int, str, str, str]) -> Iterator[ProblemRow]:
    return (ProblemRow(*row) for row in session().execute(query))
