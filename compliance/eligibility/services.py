"""Deciding what a role may do, ending a decision, taking one back, naming the lines in use."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select

from compliance.choices.services import NewChoice, choose
from compliance.core.dates import day_full
from compliance.core.errors import BadValue, NotFound, NotNow
from compliance.db import session
from compliance.eligibility.models import RoleDecision
from compliance.eligibility.rules.answers import LINES_KEY
from compliance.eligibility.rules.decisions import (
    DAY,
    Decision,
    check_decision,
    refuse_overlap,
)
from compliance.eligibility.waiting import tell_decided
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.occasions import Occasion

SUBJECT = "role_decision"
COLUMNS = tuple(
    column.key
    for column in RoleDecision.__table__.columns
    if column.key not in {"id", "recorded_at", "superseded_at"}
)


def decide_role(
    made: Decision, lines: Sequence[str], on: Occasion, *, ends_before: bool = False
) -> list[int]:
    """Record a decision for one role on one or more lines and return their numbers.

    Each is a dated row and a fact. With `ends_before` the decision in force the day before it
    starts ends there.

    Raises:
        BadValue: something it must contain is missing, or a role or line nobody knows.
        NotNow: its days overlap those of another decision; both ranges are named.
    """
    on.refuse_past()
    _check_names(made.role, lines, on)
    check_decision(made, on.today)
    numbers = [_decide(made, line, on, ends_before=ends_before) for line in lines]
    tell_decided(made.role, on)
    return numbers


def _check_names(role: str, lines: Sequence[str], on: Occasion) -> None:
    if role not in on.book.roles:
        raise BadValue(f"{role} is not a role. Choose one of the list.", "role")
    if not lines:
        raise BadValue("Tick at least one line of business.", "lines")
    for line in lines:
        if line not in on.book.lines:
            raise BadValue(f"{line} is not a line of business. Choose one of the list.", "lines")


def _decide(made: Decision, line: str, on: Occasion, *, ends_before: bool) -> int:
    standing = _standing(made.role, line)
    if ends_before:
        for row in standing:
            if row.from_on < made.from_on and row.as_kept().span.covers(made.from_on):
                _end(row, made.from_on - DAY, f"Followed by the decision of {made.decided_on}", on)
        standing = _standing(made.role, line)
    place = f"{made.role}, {on.book.lines[line].title}"
    refuse_overlap(made, place, [row.as_kept().span for row in standing])
    values = asdict(made) | {"line": line, "until_on": made.until_on}
    row = RoleDecision(
        **{key: values[key] for key in COLUMNS if key in values},
        person_id=on.actor.person_id,
        recorded_at=on.now,
    )
    session().add(row)
    session().flush()
    row.number = row.id
    _record("role_decided", row, on)
    return row.number


def end_decision(number: int, last_on: date, why: str, on: Occasion) -> None:
    """Let a decision end on `last_on`; what it said before stays readable.

    Raises:
        BadValue: no reason, or a last day before its first one.
        NotNow: it has ended already by then.
    """
    on.refuse_past()
    row = _one(number)
    _need_why(why)
    if last_on < row.from_on:
        raise BadValue(
            f"{day_full(last_on)} lies before its first day, {day_full(row.from_on)}. Give a later "
            "day, or take the decision back.",
            "last_on",
        )
    if row.until_on and row.until_on <= last_on + DAY:
        ended = day_full(row.until_on - DAY)
        raise NotNow(f"It ends on {ended} already. Give an earlier day.")
    _end(row, last_on, why, on)
    tell_decided(row.role, on)


def take_back_decision(number: int, why: str, on: Occasion) -> None:
    """Take a decision back that was recorded by mistake: as if it had never held.

    Raises:
        BadValue: no reason.
    """
    on.refuse_past()
    row = _one(number)
    _need_why(why)
    row.superseded_at = on.now
    _record("role_decision_taken_back", row, on, why)
    session().flush()
    tell_decided(row.role, on)


def use_lines(lines: Sequence[str], on: Occasion) -> None:
    """Record which lines of business the plan offers, from today on.

    Raises:
        BadValue: none is ticked.
    """
    on.refuse_past()
    if not lines:
        raise BadValue("Tick at least one line of business.", "lines")
    kept = ";".join(line for line in on.book.lines if line in lines)
    choose(NewChoice(LINES_KEY, kept, on.today, on.actor.person_id), on.now)


def _end(row: RoleDecision, last_on: date, why: str, on: Occasion) -> None:
    row.superseded_at = on.now
    values = {key: getattr(row, key) for key in COLUMNS}
    values |= {"until_on": last_on + DAY, "why": why, "person_id": on.actor.person_id}
    ended = RoleDecision(**values, recorded_at=on.now)
    session().add(ended)
    session().flush()
    _record("role_decision_ended", ended, on, why)


def _record(kind: str, row: RoleDecision, on: Occasion, why: str = "") -> None:
    payload = {key: _plain(getattr(row, key)) for key in COLUMNS if key != "person_id"}
    record_fact(Subject(SUBJECT, row.number), Entry(kind, on.today, payload, why), on)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _need_why(why: str) -> None:
    if not why.strip():
        raise BadValue("Give the reason; it is kept with the decision.", "why")


def _one(number: int) -> RoleDecision:
    query = select(RoleDecision).where(
        RoleDecision.number == number, RoleDecision.superseded_at.is_(None)
    )
    row = session().scalar(query)
    if row is None:
        raise NotFound(f"There is no decision {number} that stands.")
    return row


def _standing(role: str, line: str) -> list[RoleDecision]:
    query = select(RoleDecision).where(
        RoleDecision.role == role,
        RoleDecision.line == line,
        RoleDecision.superseded_at.is_(None),
    )
    return list(session().scalars(query))
