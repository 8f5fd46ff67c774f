"""Adding, changing and ending rows of financial responsibility; what stood stays readable."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from compliance.contracts.models import Responsibility
from compliance.contracts.rules.rows import DofrRow, overlap_words, overlapping
from compliance.core.errors import BadValue, NotFound
from compliance.core.responsibility import ENTITIES, PAYMENTS
from compliance.core.rulebook import Rulebook
from compliance.db import session
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.occasions import Occasion

SUBJECT = "responsibility"
T = Responsibility


@dataclass(frozen=True)
class RowValues:
    """What a row says: about which codes, line and group; who is at risk; by which contract."""

    family: str
    line: str
    entity: str
    payment: str
    citation: str
    group_key: str = ""


def add_row(values: RowValues, from_on: date, until_on: date | None, why: str, on: Occasion) -> int:
    """Record a new row and return its lasting number.

    Raises:
        BadValue: an unknown word, no citation, days that end before they begin, or a row that
            holds on the same days already; the message names both.
    """
    on.refuse_past()
    number = (session().scalar(select(func.max(T.number))) or 0) + 1
    row = DofrRow(number=number, from_on=from_on, until_on=until_on, **asdict(values))
    _check(row, on.book)
    _write(row, why, on)
    _record("decided", row, why, on)
    return number


def change_row(number: int, values: RowValues, from_on: date, why: str, on: Occasion) -> None:
    """Record other values of a row from a day on; up to that day it stands as it was.

    Raises:
        BadValue: as `add_row`, or a day before the row began to hold, or no reason.
        NotFound: no such row stands.
    """
    old = _standing(number)
    _refuse_blank(why)
    if from_on < old.from_on:
        raise BadValue("The row did not hold yet on that day. Check the day.", "from_on")
    row = DofrRow(number=number, from_on=from_on, until_on=old.until_on, **asdict(values))
    _check(row, on.book, besides=number)
    _end(old, from_on, on)
    _write(row, why, on)
    _record("changed", row, why, on)


def end_row(number: int, until_on: date, why: str, on: Occasion) -> None:
    """Record from which day on a row holds no more.

    Raises:
        BadValue: a day before it began, or no reason.
        NotFound: no such row stands.
    """
    old = _standing(number)
    _refuse_blank(why)
    if until_on < old.from_on:
        raise BadValue("The row did not hold yet on that day. Check the day.", "until_on")
    ended = old.as_row()
    _end(old, until_on, on)
    _record("ended", ended, why, on, until_on)


def _refuse_blank(why: str) -> None:
    if not why.strip():
        raise BadValue("Write the reason: it is kept with the row.", "why")


def _check(row: DofrRow, book: Rulebook, besides: int = 0) -> None:
    for field, problem in _problems(row, book):
        raise BadValue(problem, field)
    others = [each for each in _about(row) if each.number != besides]
    if other := overlapping(row, others):
        raise BadValue(overlap_words(row, other, book), "from_on")


def _problems(row: DofrRow, book: Rulebook) -> Iterator[tuple[str, str]]:
    for field, known in (
        ("family", book.families),
        ("line", book.lines),
        ("entity", ENTITIES),
        ("payment", PAYMENTS),
    ):
        if (said := getattr(row, field)) not in known:
            yield field, f"{said or 'Nothing'} is not known. Choose one from the list."
    if not row.citation.strip():
        yield "citation", "Name the contract and its clause."
    if row.until_on and row.until_on <= row.from_on:
        yield "until_on", "The row would end before it begins. Check both days."


def _about(row: DofrRow) -> list[DofrRow]:
    held = (T.family == row.family, T.line == row.line, T.superseded_at.is_(None))
    return [each.as_row() for each in session().scalars(select(T).where(*held).order_by(T.id))]


def _standing(number: int) -> Responsibility:
    """Return the present row of a number: the one that holds longest."""
    held = (T.number == number, T.superseded_at.is_(None))
    found = session().scalars(select(T).where(*held).order_by(T.from_on.desc())).first()
    if found is None:
        raise NotFound(f"There is no row {number}.")
    return found


def _end(old: Responsibility, until_on: date, on: Occasion) -> None:
    on.refuse_past()
    row = old.as_row()
    why, decided_by = old.why, old.decided_by
    old.superseded_at = on.now
    session().flush()
    if row.from_on < until_on:
        values = {**asdict(row), "until_on": until_on}
        session().add(T(**values, why=why, decided_by=decided_by, **_stamp(on)))
        session().flush()


def _write(row: DofrRow, why: str, on: Occasion) -> None:
    session().add(T(**asdict(row), why=why, decided_by=on.actor.person_id, **_stamp(on)))
    session().flush()


def _stamp(on: Occasion) -> dict[str, Any]:
    return {"recorded_at": on.now, "superseded_at": None}


def _record(kind: str, row: DofrRow, why: str, on: Occasion, until_on: date | None = None) -> None:
    until = until_on or row.until_on
    payload = {
        **asdict(row),
        "from_on": row.from_on.isoformat(),
        "until_on": until.isoformat() if until else None,
    }
    entry = Entry(kind, until_on or row.from_on, payload, why=why)
    record_fact(Subject(SUBJECT, row.number), entry, on)
