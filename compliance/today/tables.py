"""Columns of Today: kind, what, due, next step; the owner where a team is shown."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import url_for

from compliance.core.dates import day_short
from compliance.credentialing.queries.waits import Wait
from compliance.credentialing.rules.steps import NOTICE_KINDS
from compliance.credentialing.views.cells import row_steps
from compliance.credentialing.views.waits import row_act
from compliance.deadlines.kinds import kind_named
from compliance.deadlines.queries import DueItem
from compliance.deadlines.views.base import next_act, record_href
from compliance.today.rules import is_past_legal
from compliance.web.cells import Act, Iconed, Identity, Person, TwoLines
from compliance.web.filters import days_left, plural, relative
from compliance.web.tables import Column, Table


def today_table(
    today: date, *, has_owner: bool, waits: Mapping[int, Wait] | None = None
) -> Table[DueItem]:
    """Return the columns of the list of what is due; `waits` are letters by application."""
    owner = (Column[DueItem]("owner", "Owner", cell=_owner, css="ow"),) if has_owner else ()
    return Table(
        "today",
        (
            Column("kind", "Kind", cell=_kind),
            Column("what", "What", cell=_what),
            Column("due", "Due", cell=_due(today)),
            *owner,
            Column("next_step", "Next step", cell=_next(today, waits or {})),
        ),
    )


def _kind(item: DueItem) -> Iconed:
    kind = kind_named(item.kind)
    return Iconed(kind.noun, kind.icon)


def _what(item: DueItem) -> Identity:
    is_counted = item.subject_kind == "application"  # other work has a date, not a clock
    counted = f", counted from {day_short(item.started_on)}" if is_counted else ""
    return Identity(item.label, f"{item.ref}{counted}", record_href(item))


def _due(today: date) -> Callable[[DueItem], TwoLines]:
    def cell(item: DueItem) -> TwoLines:
        limit = item.legal_on or item.due_on
        if is_past_legal(item, today):
            return TwoLines(days_left(limit, today), f"was {day_short(limit)}", "over")
        if today > item.due_on:
            past = plural((today - item.due_on).days, "day")
            return TwoLines(f"{past} past our date", f"limit {day_short(limit)}", "soon")
        act = f", act by {day_short(item.act_by)}" if item.act_by != item.due_on else ""
        tone = "soon" if item.state.value == "due_soon" else "ink"
        return TwoLines(days_left(item.due_on, today), f"{day_short(item.due_on)}{act}", tone)

    return cell


def _owner(item: DueItem) -> Person | TwoLines:
    return Person(item.owner) if item.owner else TwoLines("Nobody", tone="soon")


def _next(today: date, waits: Mapping[int, Wait]) -> Callable[[DueItem], Act | None]:
    def cell(item: DueItem) -> Act | None:
        wait = waits.get(item.subject_id) if item.kind in NOTICE_KINDS else None
        return row_act(wait, today) if wait else next_act(item)

    return cell


def waiting_table(today: date, waits: Mapping[int, Wait]) -> Table[Any]:
    """Return the columns of what waits on applicants; `waits` are letters by application."""
    return Table(
        "waiting",
        (
            Column("kind", "Kind", cell=_waits),
            Column("what", "What", cell=_waiting_for),
            Column("since", "Since", cell=_since(today)),
            Column("next_step", "Next step", cell=row_steps(today, waits)),
        ),
    )


def _waits(_row: Any) -> Iconed:
    return Iconed("Missing items", "hourglass-empty")


def _waiting_for(row: Any) -> Identity:
    name = f"{row.first_name} {row.last_name}".strip()
    missing = plural(row.missing_count, "item") + " missing"
    address = url_for("applications.show", ref=row.ref)
    return Identity(f"{name}, {row.role}", f"{row.ref}, {missing}", address)


def _since(today: date) -> Callable[[Any], TwoLines]:
    return lambda row: TwoLines(relative(row.last_on, today), day_short(row.last_on))
