"""What stands on every page: rail counts, and whether the alerts have run; one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from compliance.accounts.queries import set_up_at_query
from compliance.credentialing.queries.filters import Filters, sight_of
from compliance.credentialing.queries.lists import open_count
from compliance.db import session
from compliance.deadlines.queries import AlertView, breach_count, count_of, running_counts
from compliance.deadlines.queries.due import Scope
from compliance.deadlines.queries.runs import SWEEP
from compliance.occasions import Occasion
from compliance.outbox.holds import held_since_query
from compliance.statements import kept
from compliance.today.rules import WINDOW_DAYS
from compliance.work.queries import last_success_query

WORK: Mapping[str, tuple[str, ...]] = {
    "responsibilities": ("duty", "duty_vacancy"),
    "meetings": ("action_item", "meeting_pack", "meeting_minutes"),
}
"""Rail item -> the kinds of deadline it counts."""


@dataclass(frozen=True)
class Standing:
    """How many pieces of one sort of work are overdue, and how many more are due soon."""

    overdue: int
    due_soon: int


@dataclass(frozen=True)
class Header:
    """The counts of the rail, when the sweep last ran, and when the first account was made.

    `held_at` is since when nothing goes out; None where messages go.
    """

    applications: Standing
    alerts: int
    breaches: int
    swept_at: datetime | None
    set_up_at: datetime | None
    held_at: datetime | None
    work: Mapping[str, Standing]


def header_facts(on: Occasion) -> Header:
    """Return what every page's shell shows, read in one statement."""
    key = ("header", sight_of(on), on.actor.person_id, whose(on))
    overdue, soon, alerts, breaches, swept_at, set_up_at, held_at, *counts = (
        session().execute(kept(key, lambda: _header_query(on))).one()
    )
    pairs = zip(WORK, zip(counts[::2], counts[1::2], strict=True), strict=True)
    work = {name: Standing(*pair) for name, pair in pairs}
    standing = Standing(overdue, soon)
    return Header(standing, alerts, breaches, swept_at, set_up_at, held_at, work)


def whose(on: Occasion) -> Scope:
    """Return whose duties and action items a person counts: compliance everybody's."""
    return "all" if "compliance" in on.actor.roles else "mine"


def _header_query(on: Occasion) -> Any:
    until = on.day_seen + timedelta(days=WINDOW_DAYS)
    work = [running_counts(on, kinds, whose(on), until) for kinds in WORK.values()]
    return select(
        open_count(Filters(view="overdue"), on).label("overdue"),
        open_count(Filters(view="due"), on).label("due_soon"),
        count_of(AlertView.OPEN, on).label("alerts"),
        breach_count(on).label("breaches"),
        last_success_query(SWEEP).label("swept_at"),
        set_up_at_query().label("set_up_at"),
        held_since_query().label("held_at"),
        *(count for pair in work for count in pair),
    )
