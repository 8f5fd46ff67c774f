"""Staging: the record of an import and its rows, put where no page or list looks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import delete, select, update

from compliance.core.errors import NotNow
from compliance.db import changed_rows, session, write_rows
from compliance.intake.files.cells import Cells
from compliance.intake.kinds import RowWord
from compliance.intake.models import ApplicationImport, ImportMessage, ImportRow
from compliance.intake.rules import Stage
from compliance.intake.services.plan import ImportPlan
from compliance.occasions import Occasion

DELETED_AT_ONCE = 5000


def open_import(name: str, on: Occasion, **known: Any) -> int:
    """Write the record of a file and return its number."""
    on.refuse_past()
    row = ApplicationImport(
        name=name[-255:],
        stage=Stage.LOADED,
        person_id=on.actor.person_id,
        made_at=on.now,
        touched_at=on.now,
        **known,
    )
    session().add(row)
    session().flush()
    return row.id


def note_plan(import_id: int, plan: ImportPlan, now: datetime) -> None:
    """Write what the plan found: the counts and the header. The import waits for a yes."""
    values = {
        "stage": Stage.CHECKED,
        "header": list(plan.matched.header),
        "mapping": dict(plan.mapping),
        "kept": sorted(plan.keep),
        "sample": [list(each) for each in plan.sample],
        "counts": counts_of(plan),
        "touched_at": now,
        "error": "",
    }
    _set(import_id, values)


def counts_of(plan: ImportPlan) -> dict[str, int]:
    """Return the numbers of a plan as the record keeps them."""
    return {
        "read": plan.read,
        "created": plan.created,
        "updated": plan.updated,
        "unchanged": plan.unchanged,
        "refused": len(plan.refused_rows),
        "problems": len(plan.problems),
        "messages": len(plan.refused) + len(plan.problems),
    }


def write_messages(import_id: int, messages: Sequence[RowWord], *, is_refusal: bool) -> None:
    """Write what is wrong in the rows of a file, to be read page by page."""
    rows = [
        {
            "import_id": import_id,
            "is_refusal": is_refusal,
            "row": each.row,
            "column": each.column[:200],
            "value": each.value[:600],
            "message": each.message,
        }
        for each in messages
    ]
    if rows:
        write_rows(ImportMessage, rows)


def move(import_id: int, before: Sequence[Stage], after: Stage, now: datetime) -> None:
    """Move an import to another stage; raises `NotNow` if it is not where it was thought to be."""
    statement = (
        update(ApplicationImport)
        .where(ApplicationImport.id == import_id, ApplicationImport.stage.in_(before))
        .values(stage=after, touched_at=now)
    )
    if not changed_rows(session().execute(statement)):
        raise NotNow("This file was brought in, changed or discarded already. Load the page again.")


def stage_rows(import_id: int, cells: Iterable[Cells], now: datetime) -> int:
    """Stage a batch of good rows and return how many rows are staged by now."""
    rows = [
        {
            "import_id": import_id,
            "row": each.row,
            "has_ref": "application_ref" in each.ours,
            "cells": each.ours,
            "extra": each.extra,
            "outcome": "",
        }
        for each in cells
    ]
    if rows:
        write_rows(ImportRow, rows)
    _set(import_id, {"staged": ApplicationImport.staged + len(rows), "touched_at": now})
    return len(rows)


def begin_applying(import_id: int, now: datetime) -> None:
    """Decide the import: from here on it is carried to its end, whatever happens."""
    move(import_id, [Stage.STAGING], Stage.APPLYING, now)
    _set(import_id, {"applied": 0, "counts": _zeroed(import_id)})


def _zeroed(import_id: int) -> dict[str, Any]:
    query = select(ApplicationImport.counts).where(ApplicationImport.id == import_id)
    counts = session().scalar(query) or {}
    return {**counts, "created": 0, "updated": 0, "unchanged": 0}


def take_back(import_id: int, size: int = DELETED_AT_ONCE) -> int:
    """Delete some staged rows and return how many; none are left when it returns 0."""
    some = select(ImportRow.row).where(ImportRow.import_id == import_id).limit(size)
    numbers = list(session().scalars(some))
    if not numbers:
        return 0
    lowest, highest = min(numbers), max(numbers)
    rows = delete(ImportRow).where(
        ImportRow.import_id == import_id, ImportRow.row.between(lowest, highest)
    )
    return changed_rows(session().execute(rows))


def forget_messages(import_id: int) -> None:
    """Delete what an earlier reading of the file found wrong."""
    session().execute(delete(ImportMessage).where(ImportMessage.import_id == import_id))


def _set(import_id: int, values: dict[str, Any]) -> None:
    statement = update(ApplicationImport).where(ApplicationImport.id == import_id)
    session().execute(statement.values(**values))


def first(rows: Iterable[Cells], size: int) -> list[Cells]:
    """Return up to `size` rows from a running reading."""
    return list(islice(rows, size))
