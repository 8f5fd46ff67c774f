"""Reading small files: one of them, and the latest of a kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from compliance.accounts.queries import people_now
from compliance.core.errors import NotFound
from compliance.core.states import Word
from compliance.db import session
from compliance.intake.models import SmallFile
from compliance.intake.rules import STAGE_WORDS, Stage

LATEST = 10


@dataclass(frozen=True)
class SmallFileView:
    """One small file as its page shows it."""

    id: int
    stage: Stage
    name: str
    sha256: str
    size: int
    counts: Mapping[str, Any]
    made_at: datetime
    finished_at: datetime | None
    person: str

    @property
    def word(self) -> Word:
        """Return how its stage is shown."""
        return STAGE_WORDS[self.stage]

    @property
    def waits(self) -> bool:
        """Return whether it waits for a yes."""
        return self.stage is Stage.CHECKED

    def count(self, name: str) -> int:
        """Return one number of what the file did; 0 before it is known."""
        return int(self.counts.get(name, 0))


def small_file(kind: str, number: int) -> SmallFileView:
    """Return one file of a kind; raises `NotFound`."""
    row = session().get(SmallFile, number, populate_existing=True)
    if row is None or row.kind != kind:
        raise NotFound(f"There is no file {number} here.")
    return _views([row])[0]


def latest_small(kind: str) -> list[SmallFileView]:
    """Return the latest files of a kind, newest first, without the discarded ones."""
    table = SmallFile
    mine = (table.kind == kind, table.stage != Stage.DISCARDED)
    query = select(table).where(*mine).order_by(table.id.desc()).limit(LATEST)
    return _views(list(session().scalars(query)))


def _views(rows: list[SmallFile]) -> list[SmallFileView]:
    names = {each.id: each.name for each in people_now()} if rows else {}
    return [_view(each, names.get(each.person_id or 0, "By command")) for each in rows]


def _view(row: SmallFile, person: str) -> SmallFileView:
    return SmallFileView(
        id=row.id,
        stage=Stage(row.stage),
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        counts=dict(row.counts),
        made_at=row.made_at,
        finished_at=row.finished_at,
        person=person,
    )
