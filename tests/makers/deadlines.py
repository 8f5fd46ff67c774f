"""Deadlines for tests: sound ones of an invented application; a test states only what matters."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from compliance.core.clocks import Due
from compliance.db import session
from compliance.deadlines.models import Alert, Deadline
from compliance.deadlines.services import SubjectDeadlines, Wanted, set_deadlines
from compliance.occasions import Occasion

SUBJECT = "application"


def make_due(due_on: date, **matters: Any) -> Due:
    """Return the dates of a decision: started 60 days before, no law beyond our own date."""
    sound = {
        "clock": "decision",
        "started_on": due_on - timedelta(days=60),
        "legal_on": due_on,
        "act_by": due_on,
    }
    return Due(**{**sound, **matters, "due_on": due_on})


def make_wanted(due_on: date, **matters: Any) -> Wanted:
    """Return one statutory decision clock; `matters` are of the clock or of its dates."""
    dates = {
        key: matters.pop(key) for key in ("started_on", "legal_on", "act_by") if key in matters
    }
    return Wanted(
        **{"kind": "decision", "statutory": True, **matters, "due": make_due(due_on, **dates)}
    )


def make_subject(*wanted: Wanted, number: int = 1, **matters: Any) -> SubjectDeadlines:
    """Return the clocks of one application."""
    sound = {"ref": f"APP-{1000 + number}", "label": "Tobias Renquist, LMFT", "owner_id": None}
    return SubjectDeadlines(SUBJECT, number, wanted=wanted, **{**sound, **matters})


def make_deadline(due_on: date, on: Occasion, *, sweep: bool = True, **matters: Any) -> Deadline:
    """Set one deadline of one application and return its row."""
    of_subject = {
        key: matters.pop(key) for key in ("number", "owner_id", "label") if key in matters
    }
    subject = make_subject(make_wanted(due_on, **matters), **of_subject)
    set_deadlines([subject], on, sweep=sweep)
    kind = subject.wanted[0].kind
    query = select(Deadline).where(Deadline.subject_id == subject.subject_id, Deadline.kind == kind)
    return session().scalars(query.execution_options(populate_existing=True)).one()


def open_alerts(*, everything: bool = False) -> list[tuple[int, str, int]]:
    """Return (deadline, rung, recipient) of the open alerts, or of all of them."""
    query = select(Alert.deadline_id, Alert.rung, Alert.recipient_id).order_by(
        Alert.deadline_id, Alert.recipient_id, Alert.id
    )
    if not everything:
        query = query.where(Alert.closed_at.is_(None))
    return [tuple(row) for row in session().execute(query)]


def rungs_open() -> list[str]:
    """Return the rungs of the open alerts, each once, in order."""
    return sorted({rung for _, rung, _ in open_alerts()})


def days(first: date, last: date) -> Iterable[date]:
    """Yield every day from the first to the last."""
    while first <= last:
        yield first
        first += timedelta(days=1)
