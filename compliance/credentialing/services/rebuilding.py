"""Rebuilding the projection from the facts alone: the same rows, current and superseded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from compliance.choices.queries import choice_moments, choices_on
from compliance.core.rulebook import Rulebook
from compliance.credentialing.models import ApplicationRef, ApplicationRow
from compliance.credentialing.services.projection import SUBJECT, project, replayed
from compliance.db import session, write_rows
from compliance.ledger.queries import facts_of_many
from compliance.occasions import Occasion
from compliance.rulebook.store import adoption_moments, book_in_force
from compliance.wallclock import local_day

SLICE = 500


@dataclass(frozen=True)
class Rebuilt:
    """How many applications and rows were worked out anew, and whether anything differed."""

    applications: int
    rows: int
    differing: int


def rebuild_applications(on: Occasion) -> Rebuilt:
    """Write the projection of every application anew from its facts; report what differed."""
    ids = list(session().scalars(select(ApplicationRef.id).order_by(ApplicationRef.id)))
    changes = sorted({*adoption_moments(), *choice_moments()})
    books: dict[datetime, Rulebook] = {}
    rows = differing = 0
    for start in range(0, len(ids), SLICE):
        told = _replay(ids[start : start + SLICE], changes, books)
        differing += _replace(ids[start : start + SLICE], told)
        rows += len(told)
    project(ids, on)
    return Rebuilt(len(ids), rows, differing)


def reproject_all(on: Occasion) -> dict[str, int]:
    """Work every application out anew under the rules now in force; keeps the rows before."""
    ids = list(session().scalars(select(ApplicationRef.id).order_by(ApplicationRef.id)))
    project(ids, on)
    return {"applications": len(ids)}


def _replay(
    ids: Sequence[int], changes: Sequence[datetime], books: dict[datetime, Rulebook]
) -> list[dict[str, Any]]:
    facts = facts_of_many(SUBJECT, ids)
    query = select(ApplicationRef.id, ApplicationRef.ref).where(ApplicationRef.id.in_(ids))
    refs = dict(session().execute(query).all())
    rows: list[dict[str, Any]] = []
    for number in ids:
        recorded = {fact.recorded_at for fact in facts[number]}
        first = min(recorded)
        later = [moment for moment in changes if moment > first]
        moments = sorted({*recorded, *later})
        pairs = [(moment, _book(moment, books)) for moment in moments]
        rows += replayed(number, refs[number], facts[number], pairs)
    return rows


def _book(moment: datetime, books: dict[datetime, Rulebook]) -> Rulebook:
    if moment not in books:
        choices = choices_on(local_day(moment), moment)
        books[moment] = replace(book_in_force(moment), choices=choices)
    return books[moment]


def _replace(ids: Sequence[int], wanted: list[dict[str, Any]]) -> int:
    """Put the wanted rows in place of those stored; return how many were not there before."""
    query = select(ApplicationRow.__table__).where(ApplicationRow.application_id.in_(ids))
    stored = [_compared(dict(row)) for row in session().execute(query).mappings()]
    missing = [row for row in wanted if _compared(row) not in stored]
    if missing or len(stored) != len(wanted):
        rows = ApplicationRow.application_id.in_(ids)
        session().execute(delete(ApplicationRow).where(rows))
        write_rows(ApplicationRow, wanted)
    return len(missing) + max(len(stored) - len(wanted), 0)


def _compared(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in {"id", "pack"}}
