"""What stands on every page: rail counts, and whether the alerts have run; one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from compliance.accounts.queries import set_up_at_query
from compliance.credentialing.queries.filters import Filters, sight_of
from compliance.credentialing.queries.lists import open_count
from compliance.db import session
from compliance.deadlines.queries import AlertView, breach_count, count_of
from compliance.deadlines.queries.runs import SWEEP
from compliance.occasions import Occasion
from compliance.statements import kept
from compliance.work.queries import last_success_query


@dataclass(frozen=True)
class Header:
    """The counts of the rail, when the sweep last ran, and when the first account was made."""

    overdue: int
    due_soon: int
    alerts: int
    breaches: int
    swept_at: datetime | None
    set_up_at: datetime | None


def header_facts(on: Occasion) -> Header:
    """Return what every page's shell shows, read in one statement."""
    key = ("header", sight_of(on), on.actor.person_id)
    return Header(*session().execute(kept(key, lambda: _header_query(on))).one())


def _header_query(on: Occasion) -> Any:
    return select(
        open_count(Filters(view="overdue"), on).label("overdue"),
        open_count(Filters(view="due"), on).label("due_soon"),
        count_of(AlertView.OPEN, on).label("alerts"),
        breach_count(on).label("breaches"),
        last_success_query(SWEEP).label("swept_at"),
        set_up_at_query().label("set_up_at"),
    )
