"""Writing on meetings and action items: one fact, then the deadlines that follow from it."""

from datetime import date
from typing import Any

from sqlalchemy import update

from compliance.accounts.queries import organizations_of
from compliance.core.clocks import Due
from compliance.core.states import ActionState
from compliance.db import session
from compliance.deadlines.services import SubjectDeadlines, Wanted, set_deadlines
from compliance.ledger.queries import facts_of_many
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.meetings.kinds import ACTION_ITEM, MEETING_PACK, MINUTES
from compliance.meetings.models import MeetingRow
from compliance.meetings.queries.loading import ACTION, MEETING, SERIES, action_ref
from compliance.meetings.rules.actions import Action, action_from
from compliance.meetings.rules.agenda import Meeting, refuse_closed
from compliance.meetings.rules.folding import meeting_from
from compliance.meetings.rules.leads import calendar_of, minutes_due, send_by
from compliance.meetings.rules.series import Series, series_from
from compliance.occasions import Occasion


def series_now(number: int) -> Series:
    """Return a series as it stands."""
    found = series_from(number, facts_of_many(SERIES, [number])[number], None, None)
    if found is None:
        raise LookupError(f"Series {number} has no fact.")
    return found


def meeting_now(number: int) -> Meeting:
    """Return a meeting as it stands."""
    facts = facts_of_many(MEETING, [number])[number]
    found = meeting_from(number, facts[0].payload["ref"], facts, None, None)
    if found is None:
        raise LookupError(f"Meeting {number} has no fact.")
    return found


def action_now(number: int) -> Action:
    """Return an action item as it stands."""
    facts = facts_of_many(ACTION, [number])[number]
    found = action_from(number, action_ref(number), facts, None, None)
    if found is None:
        raise LookupError(f"Action item {number} has no fact.")
    return found


def record_on_meeting(number: int, kind: str, payload: dict[str, Any], on: Occasion) -> Meeting:
    """Write one fact of a meeting whose minutes are open, settle its deadlines, return it.

    Raises:
        NotNow: its minutes are closed, or it is cancelled.
    """
    refuse_closed(meeting_now(number))
    return write_on_meeting(number, Entry(kind, on.today, payload), on)


def write_on_meeting(number: int, entry: Entry, on: Occasion) -> Meeting:
    """Write one fact of a meeting as it is, settle its deadlines and return it."""
    record_fact(Subject(MEETING, number), entry, on)
    meeting = meeting_now(number)
    settle_meeting(meeting, series_now(meeting.series_id), on)
    return meeting


def settle_meeting(meeting: Meeting, series: Series, on: Occasion) -> None:
    """Set what a meeting owes: its pack before it, its minutes from its day on."""
    session().execute(
        update(MeetingRow)
        .where(MeetingRow.id == meeting.id)
        .values(
            held_on=meeting.day,
            is_cancelled=meeting.is_cancelled,
            is_closed=meeting.is_closed,
        )
    )
    wanted = [_pack_wanted(meeting, series, on)]
    if on.today >= meeting.day:
        wanted.append(_minutes_wanted(meeting, on))
    change = SubjectDeadlines(
        MEETING,
        meeting.id,
        meeting.ref,
        series.settled.name,
        series.settled.organizer_id,
        tuple(wanted),
    )
    set_deadlines([change], on)


def _pack_wanted(meeting: Meeting, series: Series, on: Occasion) -> Wanted:
    due = send_by(meeting.day, series.settled.pack_days, on.book)
    began = min(_made_on(meeting), due)
    is_missed = on.today > meeting.day and meeting.sent_on is None and not meeting.is_cancelled
    return Wanted(
        MEETING_PACK,
        Due(MEETING_PACK, began, due, None, due),
        statutory=False,
        met_on=meeting.sent_on,
        is_void=meeting.is_cancelled or is_missed,
        missed_on=meeting.day if is_missed else None,
    )


def _made_on(meeting: Meeting) -> date:
    return meeting.planned_on or meeting.day


def _minutes_wanted(meeting: Meeting, on: Occasion) -> Wanted:
    due = minutes_due(meeting.day, on.book)
    return Wanted(
        MINUTES,
        Due(MINUTES, meeting.day, due, None, due),
        statutory=False,
        met_on=meeting.closed_on,
        is_void=meeting.is_cancelled,
    )


def write_on_action(number: int, entry: Entry, on: Occasion) -> Action:
    """Write one fact of an action item, settle its deadline and return it."""
    record_fact(Subject(ACTION, number), entry, on)
    action = action_now(number)
    settle_action(action, on)
    return action


def settle_action(action: Action, on: Occasion) -> None:
    """Set the deadline of an action item: running to its due day, met when done."""
    due_on = action.wanted.due_on
    act_by = calendar_of(on.book).roll_back(due_on)
    wanted = Wanted(
        ACTION_ITEM,
        Due(ACTION_ITEM, action.made_on, due_on, None, max(act_by, action.made_on)),
        statutory=False,
        met_on=action.done_on,
        is_void=action.state is ActionState.CANCELLED,
    )
    told = _told(action)
    change = SubjectDeadlines(ACTION, action.id, action.ref, action.wanted.wording, told, (wanted,))
    set_deadlines([change], on)


def _told(action: Action) -> int | None:
    """Return whom the alerts of an action item go to: its owner, if the owner may see it.

    A partner who works for another MBHO by now may not; then it is the organizer of the series.
    """
    owner_id, meeting_id = action.wanted.owner_id, action.wanted.meeting_id
    partner = organizations_of([owner_id]).get(owner_id)
    if partner is None:
        return owner_id
    if meeting_id is None:
        return None
    settled = series_now(meeting_now(meeting_id).series_id).settled
    return owner_id if settled.organization == partner else settled.organizer_id
