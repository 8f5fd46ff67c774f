"""A person's alerts: open, put off and closed; the worst one of each deadline is the open one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, and_, func, or_, select

from compliance.accounts.standings import everybody
from compliance.audit.services import identifies
from compliance.core.errors import NotFound
from compliance.core.states import ClockState
from compliance.db import session
from compliance.deadlines.kinds import noun_of
from compliance.deadlines.models import Alert
from compliance.deadlines.queries.due import SoonDays
from compliance.deadlines.queries.seen import deadlines_seen, moment_seen
from compliance.deadlines.queries.unmailed import IS_BREACH
from compliance.deadlines.rules import ClockDates, clock_state
from compliance.deadlines.rules.snoozes import last_snooze_day
from compliance.deadlines.rules.words import (
    Told,
    ahead_words,
    closed_title_of,
    reason_of,
    title_of,
)
from compliance.ledger.queries import last_said
from compliance.occasions import Occasion
from compliance.wallclock import end_of_day
from compliance.web.paging import Page, Place, Total, make_page, page_statement

CLOSED_DAYS = 90
Order = tuple[ColumnElement[Any], ...]


class AlertView(StrEnum):
    """The tabs of the page."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


@dataclass(frozen=True)
class AlertLine:
    """One alert as the page lists it, in words for the day seen."""

    id: int
    deadline_id: int
    kind: str
    subject_kind: str
    subject_id: int
    ref: str
    label: str
    owner: str
    due_on: date
    legal_on: date | None
    act_by: date
    rung: str
    audience: str
    written_at: datetime
    closed_at: datetime | None
    closed_why: str
    snoozed_until: date | None
    snooze_reason: str
    state: ClockState
    title: str
    reason: str
    can_snooze: bool


@identifies()
def alert_page(view: AlertView, place: Place, on: Occasion) -> Page[AlertLine]:
    """Return one page of the person's alerts: the earliest due first, closed ones newest first."""
    rows = deadlines_seen(on)
    statement = _lines(rows, on).where(_in_view(view, on))
    if view is AlertView.CLOSED:
        order: Order = (Alert.closed_at.expression, Alert.id.expression)
        found = _read(page_statement(statement, order, place, descending=True), on)
        return make_page(found, place, lambda line: (line.closed_at or line.written_at, line.id))
    order_due: Order = (rows.c.due_on, Alert.id.expression)
    found = _read(page_statement(statement, order_due, place), on)
    return make_page(found, place, lambda line: (line.due_on, line.id))


@identifies()
def alert_rows(view: AlertView, on: Occasion) -> list[AlertLine]:
    """Return all alerts of a view, for files."""
    rows = deadlines_seen(on)
    return _read(_lines(rows, on).where(_in_view(view, on)).order_by(rows.c.due_on, Alert.id), on)


@identifies()
def recent_alerts(on: Occasion, limit: int = 4) -> list[AlertLine]:
    """Return the person's newest open alerts."""
    statement = _lines(deadlines_seen(on), on).where(_in_view(AlertView.OPEN, on))
    return _read(statement.order_by(Alert.id.desc()).limit(limit), on)


@identifies(number="subject_id")
def one_alert(alert_id: int, on: Occasion) -> AlertLine:
    """Return one of the person's alerts; raises `NotFound`."""
    statement = _lines(deadlines_seen(on), on).where(Alert.id == alert_id)
    found = _read(statement, on)
    if not found:
        raise NotFound(f"There is no alert {alert_id} for you.")
    return found[0]


def alert_counts(on: Occasion) -> dict[AlertView, Total]:
    """Return how many alerts are open and put off for the person."""
    views = (AlertView.OPEN, AlertView.SNOOZED)
    counts = (count_of(view, on) for view in views)
    found = session().execute(select(*counts)).one()
    return {view: Total(number) for view, number in zip(views, found, strict=True)}


def count_of(view: AlertView, on: Occasion) -> ScalarSelect[int]:
    """Return the count of a view as part of a larger statement, such as all rail counts."""
    query = select(func.count(Alert.id)).where(_mine(on), _in_view(view, on))
    return query.scalar_subquery()


def breach_count(on: Occasion) -> ScalarSelect[int]:
    """Return the count of open alerts past the legal limit, as part of a larger statement."""
    wanted = (_mine(on), _in_view(AlertView.OPEN, on), IS_BREACH)
    return select(func.count(Alert.id)).where(*wanted).scalar_subquery()


def _mine(on: Occasion) -> ColumnElement[bool]:
    return Alert.recipient_id == (on.actor.person_id or 0)


def _in_view(view: AlertView, on: Occasion) -> ColumnElement[bool]:
    moment = moment_seen(on)
    is_open: ColumnElement[bool] = Alert.closed_at.is_(None)
    parts: list[ColumnElement[bool]] = []
    if moment is not None:
        is_open = or_(Alert.closed_at.is_(None), Alert.closed_at > moment)
        parts = [Alert.written_on <= on.day_seen, Alert.written_at <= moment]
    if view is AlertView.CLOSED:
        since = end_of_day(on.day_seen - timedelta(days=CLOSED_DAYS))
        return and_(~is_open, Alert.closed_at >= since, *parts)
    asleep = and_(Alert.snoozed_until.is_not(None), Alert.snoozed_until > on.day_seen)
    if moment is not None:
        until, _ = _snoozed_by(moment)
        asleep = and_(until.is_not(None), until > on.day_seen.isoformat())
    return and_(is_open, asleep if view is AlertView.SNOOZED else ~asleep, *parts)


def _lines(rows: Subquery, on: Occasion) -> Select[Any]:
    people = everybody(on.known_at)
    return (
        select(
            Alert.id,
            Alert.deadline_id,
            rows.c.kind,
            rows.c.subject_kind,
            rows.c.subject_id,
            rows.c.ref,
            rows.c.label,
            people.c.name.label("owner"),
            rows.c.due_on,
            rows.c.legal_on,
            rows.c.act_by,
            rows.c.state,
            rows.c.met_on,
            rows.c.missed_on,
            Alert.rung,
            Alert.audience,
            Alert.written_at,
            Alert.written_on,
            Alert.closed_at,
            Alert.closed_why,
            *_snoozed(on),
        )
        .join(rows, rows.c.id == Alert.deadline_id)
        .outerjoin(people, people.c.id == rows.c.owner_id)
        .where(_mine(on))
    )


def _read(statement: Select[Any], on: Occasion) -> list[AlertLine]:
    soon = SoonDays(on)
    return [_line(dict(row), soon, on) for row in session().execute(statement).mappings()]


def _snoozed(on: Occasion) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the columns of until when an alert was put off and why, as of the moment seen."""
    moment = moment_seen(on)
    now = (Alert.snoozed_until, Alert.snooze_reason)
    until, why = _snoozed_by(moment) if moment else now
    return until.label("snoozed_until"), func.coalesce(why, "").label("snooze_reason")


def _snoozed_by(moment: datetime) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return until when each alert had been put off by a moment, as YYYY-MM-DD, and why."""
    return last_said(("alert", Alert.id.expression), "alert_snoozed", "until", moment)


def _line(row: dict[str, Any], soon: SoonDays, on: Occasion) -> AlertLine:
    ends = [row.pop(name) for name in ("state", "met_on", "missed_on")]
    dates = ClockDates(row["due_on"], row["legal_on"], *ends)
    told = Told(
        noun=noun_of(row["kind"], on.book),
        ref=row["ref"],
        label=row["label"],
        rung=row["rung"],
        due_on=row["due_on"],
        legal_on=row["legal_on"],
        act_by=row["act_by"],
    )
    row |= _without_later(row, on)
    day = max(on.day_seen, row.pop("written_on"))
    row |= {
        "owner": row["owner"] or "",
        "state": clock_state(dates, day, soon.of(row["kind"])),
        "title": closed_title_of(told) if row["closed_at"] else title_of(told, day),
        "reason": f"{reason_of(told, day)}{ahead_words(day, on.day_seen)}",
        "can_snooze": last_snooze_day(row["due_on"], row["legal_on"]) > on.today,
    }
    return AlertLine(**row)


def _without_later(row: dict[str, Any], on: Occasion) -> dict[str, Any]:
    """Return what to blank out of an alert: what came after the moment looked at."""
    moment = moment_seen(on)
    blank: dict[str, Any] = {}
    if isinstance(row["snoozed_until"], str):
        blank["snoozed_until"] = date.fromisoformat(row["snoozed_until"])
    if moment and row["closed_at"] and row["closed_at"] > moment:
        blank |= {"closed_at": None, "closed_why": ""}
    return blank
