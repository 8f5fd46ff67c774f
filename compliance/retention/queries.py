"""Reading retention: each kind of record with its count, and the legal holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Table, cast, func, literal, null, select, union_all
from sqlalchemy.types import String

from compliance.accounts.standings import everybody
from compliance.core.retention import Retention
from compliance.db import Base, UtcDateTime, seen, session
from compliance.occasions import Occasion
from compliance.retention.models import LegalHold
from compliance.retention.rules import kept_words


@dataclass(frozen=True)
class Kept:
    """One kind of record: how long it is kept, how many there are, since when."""

    rule: Retention
    kept: str
    count: int
    oldest_on: date | None


@dataclass(frozen=True)
class Hold:
    """One legal hold as pages show it."""

    number: int
    subject_kind: str
    subject_ref: str
    scope: str
    reason: str
    from_on: date
    until_on: date | None
    placed_by: str
    release_reason: str

    @property
    def is_standing(self) -> bool:
        """Return whether it has not been released."""
        return self.until_on is None


def kept_kinds(on: Occasion) -> list[Kept]:
    """Return every kind of the schedule with the rows of its tables, read in one statement."""
    told = {name: (count, oldest) for name, count, oldest in session().execute(_counts())}
    return [_kept(rule, told, on) for rule in on.book.retention.values()]


def _counts() -> Any:
    return union_all(*(_count(table) for table in Base.metadata.sorted_tables))


def _count(table: Table) -> Any:
    """Return the statement for one table: its name, its rows, its oldest instant as text."""
    moments = [each for each in table.columns if isinstance(each.type, UtcDateTime)]
    oldest = cast(func.min(moments[0]), String(40)) if moments else cast(null(), String(40))
    return select(literal(table.name), func.count(), oldest).select_from(table)


def _kept(rule: Retention, told: dict[str, tuple[int, str | None]], on: Occasion) -> Kept:
    found = [told[name] for name in rule.tables if name in told]
    days = [datetime.fromisoformat(oldest).date() for _, oldest in found if oldest]
    years = rule.years_on(on.today)
    return Kept(rule, kept_words(years), sum(count for count, _ in found), min(days, default=None))


def legal_holds(on: Occasion) -> list[Hold]:
    """Return every legal hold as it stands, those in force first, the newest first."""
    rows = session().execute(_holds(on).where(LegalHold.superseded_at.is_(None)))
    found = [_hold(row) for row in rows]
    found.sort(key=lambda each: (each.is_standing, each.number), reverse=True)
    return [each for each in found if each.from_on <= on.today]


def holds_on(subject_kind: str, subject_ref: str, on: Occasion) -> list[Hold]:
    """Return the legal holds in force on one record on the day seen."""
    named = (LegalHold.subject_kind == subject_kind, LegalHold.subject_ref == subject_ref)
    query = _holds(on).where(*named, seen(LegalHold, on.as_of, on.known_at))
    return [_hold(row) for row in session().execute(query.order_by(LegalHold.number))]


def _holds(on: Occasion) -> Any:
    table, people = LegalHold, everybody(on.known_at)
    columns = (
        table.number, table.subject_kind, table.subject_ref, table.scope, table.reason,
        table.from_on, table.until_on, people.c.name, table.release_reason,
    )  # fmt: skip
    return select(*columns).outerjoin(people, people.c.id == table.placed_by)


def _hold(row: Row[Any]) -> Hold:
    return Hold(
        number=row.number,
        subject_kind=row.subject_kind,
        subject_ref=row.subject_ref,
        scope=row.scope,
        reason=row.reason,
        from_on=row.from_on,
        until_on=row.until_on,
        placed_by=row.name or "Daybook",
        release_reason=row.release_reason,
    )
