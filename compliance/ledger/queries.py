"""Reading facts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from compliance.core.facts import Fact
from compliance.db import as_stored, session
from compliance.ledger.models import FactRow
from compliance.ledger.services import Subject


def facts_of(subject: Subject) -> list[Fact]:
    """Return every fact of one subject in the order it was recorded, superseded ones included."""
    query = (
        select(FactRow)
        .where(FactRow.subject_kind == subject.kind, FactRow.subject_id == subject.id)
        .order_by(FactRow.id)
    )
    return [row.as_fact() for row in session().scalars(query)]


def facts_of_many(kind: str, ids: Collection[int]) -> dict[int, list[Fact]]:
    """Return the facts of several subjects of one kind, by subject number."""
    query = (
        select(FactRow)
        .where(FactRow.subject_kind == kind, FactRow.subject_id.in_(ids))
        .order_by(FactRow.id)
    )
    found: dict[int, list[Fact]] = defaultdict(list)
    for row in session().scalars(query):
        found[row.subject_id].append(row.as_fact())
    return found


def facts_of_kinds(kinds: Collection[str]) -> dict[tuple[str, int], list[Fact]]:
    """Return the facts of every subject of some kinds, by kind and number; for kinds with few."""
    query = select(FactRow).where(FactRow.subject_kind.in_(kinds)).order_by(FactRow.id)
    found: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for row in session().scalars(query):
        found[row.subject_kind, row.subject_id].append(row.as_fact())
    return found


def ids_with_fact(subject_kind: str, ids: Collection[int], kind: str) -> set[int]:
    """Return which of these subjects have a fact of `kind`, superseded or not."""
    query = select(FactRow.subject_id).where(
        FactRow.subject_kind == subject_kind, FactRow.subject_id.in_(ids), FactRow.kind == kind
    )
    return set(session().scalars(query))


def last_said(
    about: tuple[str, ColumnElement[int]], kind: str, key: str, at: datetime
) -> tuple[ScalarSelect[str], ScalarSelect[str]]:
    """Return what the last fact of a kind by an instant said under a key, as text, and its reason.

    Both are parts of a larger statement, NULL without such a fact. `about` is the kind of subject
    and the statement's own column of its number.
    """
    row, (subject_kind, number) = aliased(FactRow), about
    told = (row.subject_kind == subject_kind, row.subject_id == number, row.kind == kind)

    def last(column: ColumnElement[str]) -> ScalarSelect[str]:
        of = select(column).where(*told, row.recorded_at <= at).order_by(row.id.desc()).limit(1)
        return of.correlate_except(row).scalar_subquery()

    return last(row.payload[key].as_string()), last(row.why.expression)


def entered_later(day: date, after: datetime) -> list[tuple[Subject, Fact]]:
    """Return the facts dated up to `day` that were recorded after an instant, in their order."""
    query = (
        select(FactRow)
        .where(FactRow.happened_on <= day, FactRow.recorded_at > after)
        .order_by(FactRow.id)
    )
    rows = session().scalars(query)
    return [(Subject(row.subject_kind, row.subject_id), row.as_fact()) for row in rows]


def count_entered_later(day: date, after: datetime) -> ScalarSelect[int]:
    """Return the count of facts dated up to `day` and recorded after an instant.

    As part of a larger statement.
    """
    later = select(func.count(FactRow.id)).where(FactRow.happened_on <= day)
    return later.where(FactRow.recorded_at > after).scalar_subquery()


STORED = tuple(as_stored(FactRow))
STORED_RUN = (
    select(*STORED)
    .where(FactRow.id.between(bindparam("first"), bindparam("last")))
    .order_by(FactRow.id)
)
STORED_NAMES = tuple(column.name for column in FactRow.__table__.columns)
SLICE = 1000


def stored_facts(spans: Iterable[tuple[int, int]]) -> Iterator[Sequence[Any]]:
    """Yield the facts of runs of numbers just as the database keeps them, for hashing.

    Their values stand in the order of `STORED_NAMES`.
    """
    connection = session().connection()
    for first, last in spans:
        for start in range(first, last + 1, SLICE):
            run = {"first": start, "last": min(start + SLICE - 1, last)}
            yield from connection.execute(STORED_RUN, run).all()


def fact_numbers() -> Iterator[int]:
    """Yield the number of every fact, in order, read in slices."""
    query = select(FactRow.id).order_by(FactRow.id).limit(10 * SLICE)
    some = session().scalars(query).all()
    while some:
        yield from some
        some = session().scalars(query.where(FactRow.id > some[-1])).all()


def facts_numbered(
    numbers: Collection[int], *, with_replaced: bool = False
) -> dict[int, tuple[Subject, Fact]]:
    """Return facts with what each is about, by number; those they replaced too, where asked for."""
    wanted: ColumnElement[bool] = FactRow.id.in_(numbers)
    if with_replaced:
        old = select(FactRow.supersedes_id).where(wanted, FactRow.supersedes_id.is_not(None))
        wanted = or_(wanted, FactRow.id.in_(old))
    query = select(FactRow).where(wanted)
    return {
        row.id: (Subject(row.subject_kind, row.subject_id), row.as_fact())
        for row in session().scalars(query)
    }


def numbers_of(subject: Subject) -> list[int]:
    """Return the numbers of one subject's facts, in order."""
    query = (
        select(FactRow.id)
        .where(FactRow.subject_kind == subject.kind, FactRow.subject_id == subject.id)
        .order_by(FactRow.id)
    )
    return list(session().scalars(query))
