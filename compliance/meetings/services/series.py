"""Starting and changing a series, and planning its meetings ahead."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from compliance.accounts.queries import organizations_of
from compliance.core.agendas import StandingItem
from compliance.core.errors import BadValue, NotNow
from compliance.core.periods import months_after
from compliance.db import session
from compliance.ledger.queries import facts_of_kinds
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.meetings.models import MeetingRow, MeetingSeries
from compliance.meetings.queries.loading import MEETING, SERIES, folded_shelf
from compliance.meetings.rules.leads import calendar_of
from compliance.meetings.rules.series import (
    MBHO,
    Held,
    Series,
    Settled,
    check_series,
    days_of,
)
from compliance.meetings.services.recording import meeting_now, series_now, settle_meeting
from compliance.occasions import Occasion

STANDING = "standing"
AHEAD = "meetings.planned_ahead_months"


def standing_items(on: Occasion) -> tuple[StandingItem, ...]:
    """Return the items of the standing agenda in force."""
    return on.book.agenda(STANDING).items_on(on.today)


def start_series(settled: Settled, on: Occasion) -> int:
    """Record a series, plan its first meetings and return its number.

    Raises:
        BadValue: as `check_series`.
    """
    on.refuse_past()
    settled = _with_partner(settled)
    check_series(settled, [each.key for each in standing_items(on) if each.required])
    row = MeetingSeries(made_at=on.now)
    session().add(row)
    session().flush()
    _record(row.id, "series_started", settled.payload(), on)
    plan_series(series_now(row.id), on)
    return row.id


def change_series(number: int, settled: Settled, on: Occasion) -> None:
    """Record other settings of a series; they hold for meetings planned from now on.

    Raises:
        BadValue: as `check_series`.
    """
    settled = _with_partner(settled)
    check_series(settled, [each.key for each in standing_items(on) if each.required])
    if series_now(number).ended_on:
        raise NotNow("This series has ended. Start another.")
    _record(number, "series_changed", settled.payload(), on)
    plan_series(series_now(number), on)


def _with_partner(settled: Settled) -> Settled:
    """Return what is settled under the MBHO whose people sit in the series.

    Raises:
        BadValue: people of two MBHOs, of whom one would see what is the other's.
    """
    sitting = organizations_of([each.person_id for each in settled.side_of(MBHO)])
    partners = sorted(set(sitting.values()))
    if len(partners) > 1:
        raise BadValue(
            f"People of {' and '.join(partners)} are chosen. Start a series with each MBHO, so "
            "that neither sees what is the other's.",
            "mbho_people",
        )
    return replace(settled, organization=partners[0]) if partners else settled


def end_series(number: int, why: str, on: Occasion) -> None:
    """End a series: no further meeting is planned; those planned stay until cancelled."""
    record_fact(Subject(SERIES, number), Entry("series_ended", on.today, why=why), on)


def _record(number: int, kind: str, payload: dict[str, Any], on: Occasion) -> None:
    record_fact(Subject(SERIES, number), Entry(kind, on.today, payload), on)


def planned_until(on: Occasion) -> date:
    """Return the last day for which meetings are planned now."""
    months = on.book.parameter(AHEAD).days_on(on.today)
    return months_after(on.today, months).to_on


def plan_series(series: Series, on: Occasion) -> list[str]:
    """Plan what is missing of a series up to the horizon and return the references made."""
    if series.ended_on:
        return []
    query = select(MeetingRow.by_rule).where(MeetingRow.series_id == series.id)
    known = set(session().scalars(query))
    since = max(known, default=on.today - timedelta(days=1))
    days = days_of(series.settled, calendar_of(on.book), planned_until(on))
    return [_plan(series, held, on) for held in days if held.by_rule > since]


def _plan(series: Series, held: Held, on: Occasion) -> str:
    ref = free_ref(held.day)
    row = MeetingRow(
        series_id=series.id, ref=ref, by_rule=held.by_rule, held_on=held.day, made_at=on.now
    )
    session().add(row)
    session().flush()
    settled = series.settled
    payload = {
        "ref": ref,
        "series_id": series.id,
        "day": held.day.isoformat(),
        "at": settled.at.isoformat("minutes"),
        "minutes": settled.minutes,
        "place": settled.place,
        "items": [_item(each, settled) for each in standing_items(on)
                  if each.key in settled.minutes_of],
    }  # fmt: skip
    why = f"Moved off {held.why}." if held.why else ""
    record_fact(Subject(MEETING, row.id), Entry("meeting_planned", on.today, payload, why), on)
    settle_meeting(meeting_now(row.id), series, on)
    return ref


def _item(each: StandingItem, settled: Settled) -> dict[str, Any]:
    chair = next((seat.person_id for seat in settled.seats if seat.part == "chair"), None)
    lead = chair if each.key in {"opening", "closing", "prior_minutes", "action_items"} else None
    return {
        "key": each.key,
        "title": each.title,
        "minutes": settled.minutes_of[each.key],
        "required": each.required,
        "note": each.says,
        "lead_id": lead,
    }


def free_ref(day: date) -> str:
    """Return the reference of a meeting on a day: the day, with a number where there is one."""
    start = day.isoformat()
    query = select(MeetingRow.ref).where(MeetingRow.ref.startswith(start))
    taken = set(session().scalars(query))
    tries = (start, *(f"{start}-{number}" for number in range(2, 100)))
    return next(each for each in tries if each not in taken)


def plan_ahead(on: Occasion) -> list[str]:
    """Plan the coming meetings of every series, settle those held; return the references made."""
    on.refuse_past()
    found = folded_shelf(facts_of_kinds((SERIES, MEETING)), on)
    made = [ref for each in found.series.values() for ref in plan_series(each, on)]
    for meeting in found.meetings:
        if meeting.day <= on.today and not (meeting.is_closed or meeting.is_cancelled):
            settle_meeting(meeting, found.series_of(meeting), on)
    return made
