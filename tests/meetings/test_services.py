"""Meetings on real tables: planning, arranging, minuting, acting, and what the past says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from compliance.core.errors import BadValue, NotNow
from compliance.core.states import ActionState, DeadlineState
from compliance.db import session
from compliance.deadlines.models import Alert, Deadline
from compliance.deadlines.services import sweep
from compliance.meetings.queries.loading import shelf
from compliance.meetings.rules.agenda import Minuted
from compliance.meetings.services.actions import change_action, extend_action
from compliance.meetings.services.agenda import (
    ItemValues,
    Moved,
    add_item,
    bring_in,
    cancel_meeting,
    mark_nothing,
    move_item,
    move_meeting,
    remove_item,
    restore_meeting,
)
from compliance.meetings.services.minutes import (
    add_addendum,
    close_minutes,
    minute_item,
    record_attendance,
)
from compliance.meetings.services.recording import meeting_now
from compliance.meetings.services.series import plan_ahead
from compliance.occasions import Actor
from tests.conftest import TODAY, occasion
from tests.makers.meetings import first_meeting, make_action, make_series

DAY = date(2026, 12, 3)
pytestmark = pytest.mark.usefixtures("with_rules")


def as_of(person, today=TODAY, *roles):
    roles = frozenset(roles or ("meetings",))
    return occasion(today, Actor(person.id, person.name, roles, person.organization))


def deadline(kind):
    asked = select(Deadline).where(Deadline.kind == kind).order_by(Deadline.id)
    return session().scalars(asked).first()


def test_a_series_plans_its_meetings_a_quarter_ahead_and_none_twice():
    on = occasion()
    make_series(on)
    assert [each.ref for each in shelf(on).meetings] == ["2026-12-03", "2027-01-07", "2027-02-04"]
    assert plan_ahead(on) == []
    assert plan_ahead(occasion(date(2026, 12, 1))) == ["2027-03-04"]


def test_two_meetings_on_one_day_have_two_references():
    on = occasion()
    joint = make_series(on)
    make_again = replace(shelf(on).series[joint.number].settled, name="Second")
    from compliance.meetings.services.series import start_series

    start_series(make_again, on)
    assert "2026-12-03-2" in [each.ref for each in shelf(on).meetings]


def test_the_pack_is_owed_by_the_organizer_and_the_minutes_from_the_day_on():
    joint = make_series(occasion())
    pack = deadline("meeting_pack")
    assert (pack.due_on, pack.owner_id) == (date(2026, 11, 25), joint.grace.id)
    assert deadline("meeting_minutes") is None
    plan_ahead(occasion(DAY))
    assert deadline("meeting_minutes").due_on == date(2026, 12, 10)


def test_a_pack_that_was_never_sent_counts_as_missed_once_the_meeting_is_over():
    make_series(occasion())
    plan_ahead(occasion(DAY + timedelta(days=1)))
    pack = session().scalars(select(Deadline).where(Deadline.ref == "2026-12-03")).first()
    assert (pack.state, pack.missed_on) == (DeadlineState.VOID, DAY)


def test_items_move_and_the_ends_stay():
    on = occasion()
    make_series(on)
    meeting = first_meeting(on)
    assert [each.key for each in meeting.items][:2] == ["quality", "access"]
    moved = move_item(meeting.id, "access", True, on)
    assert [each.key for each in moved.items][:2] == ["access", "quality"]
    same = move_item(meeting.id, "access", True, on)
    assert same.latest_fact_id == moved.latest_fact_id


def test_starts_are_worked_out_and_the_total_counts_nothing_to_report_as_none():
    on = occasion()
    make_series(on)
    meeting = first_meeting(on)
    assert [f"{each:%H:%M}" for each in meeting.starts][:3] == ["10:00", "10:08", "10:16"]
    marked = mark_nothing(meeting.id, "closing", True, "", on)
    assert meeting.total - marked.total == 2


def test_a_required_item_needs_a_reason_and_a_standing_one_stays():
    on = occasion()
    make_series(on)
    number = first_meeting(on).id
    with pytest.raises(BadValue):
        mark_nothing(number, "quality", True, " ", on)
    assert mark_nothing(number, "quality", True, "No file came.", on).item("quality").is_nothing
    with pytest.raises(NotNow):
        remove_item(number, "quality", on)


def test_an_added_item_is_removed_and_brought_in_by_the_next_meeting():
    on = occasion()
    make_series(on)
    first, second = shelf(on).meetings[:2]
    added = add_item(first.id, ItemValues("Contract", 5), on)
    assert bring_in(second.id, added, on) == 1
    assert bring_in(second.id, added, on) == 0
    assert meeting_now(second.id).items[-1].title == "Contract"
    gone = remove_item(first.id, added.items[-1].key, on)
    assert "Contract" not in [each.title for each in gone.items]


def test_a_moved_meeting_keeps_its_reference_and_its_pack_moves_with_it():
    on = occasion()
    make_series(on)
    meeting = first_meeting(on)
    to = Moved(date(2026, 12, 10), meeting.at, meeting.place, "Chair away.")
    moved = move_meeting(meeting.id, to, on)
    assert (moved.ref, moved.day, moved.sequence) == ("2026-12-03", date(2026, 12, 10), 1)
    assert deadline("meeting_pack").due_on == date(2026, 12, 4)
    with pytest.raises(BadValue):
        move_meeting(meeting.id, replace(to, day=date(2026, 12, 25)), on)


def test_a_cancelled_meeting_owes_nothing_until_it_is_held_after_all():
    on = occasion()
    make_series(on)
    number = first_meeting(on).id
    cancel_meeting(number, "Storm.", on)
    assert deadline("meeting_pack").state is DeadlineState.VOID
    with pytest.raises(NotNow):
        add_item(number, ItemValues("More", 5), on)
    restore_meeting(number, on)
    session().expire_all()
    assert deadline("meeting_pack").state is DeadlineState.RUNNING


def close(joint, on):
    meeting = first_meeting(on)
    record_attendance(meeting.id, {joint.rosa.id: "present", joint.hal.id: "present"}, "", on)
    for item in meeting.items:
        if item.required:
            minute_item(meeting.id, item.key, Minuted("Said."), on)
    return close_minutes(meeting.id, on)


def test_minutes_close_once_each_required_item_has_a_note_and_are_added_to_after():
    joint = make_series(occasion())
    on = as_of(joint.grace, DAY)
    number = first_meeting(on).id
    with pytest.raises(NotNow, match="who was there"):
        close_minutes(number, on)
    closed = close(joint, on)
    assert (closed.closed_on, closed.closed_by) == (DAY, joint.grace.id)
    with pytest.raises(NotNow, match="addendum"):
        minute_item(number, "quality", Minuted("Other."), on)
    assert add_addendum(number, "Nia was late.", on).addenda[0].text == "Nia was late."


def test_minutes_without_a_quorum_stay_open():
    joint = make_series(occasion())
    on = as_of(joint.grace, DAY)
    record_attendance(first_meeting(on).id, {joint.rosa.id: "present"}, "", on)
    with pytest.raises(NotNow, match="quorum"):
        close_minutes(first_meeting(on).id, on)


def test_minutes_are_not_written_before_the_day():
    joint = make_series(occasion())
    with pytest.raises(NotNow, match="not been held"):
        record_attendance(first_meeting(occasion()).id, {}, "", as_of(joint.grace))


def test_an_action_is_due_done_verified_and_its_deadline_met():
    on = occasion()
    joint = make_series(on)
    action = make_action(joint, on)
    assert deadline("action_item").owner_id == joint.hal.id
    change_action(action.id, ActionState.DONE, "", as_of(joint.hal, TODAY, "partner"))
    session().expire_all()
    assert deadline("action_item").met_on == TODAY
    verified = change_action(action.id, ActionState.VERIFIED, "", as_of(joint.grace))
    assert verified.verified_by == joint.grace.id


def test_an_extension_moves_the_deadline_and_keeps_the_old_day():
    on = occasion()
    action = make_action(make_series(on), on)
    longer = extend_action(action.id, date(2026, 12, 18), "Vendor.", on)
    assert [each.was_on for each in longer.extensions] == [date(2026, 12, 4)]
    assert deadline("action_item").due_on == date(2026, 12, 18)


@pytest.mark.parametrize(("days", "rung"), [(1, "past_due"), (15, "due+15"), (30, "due+30")])
def test_a_partner_is_alerted_and_overdue_work_climbs(days, rung):
    on = occasion()
    joint = make_series(on)
    action = make_action(joint, on)
    sweep(occasion(action.wanted.due_on + timedelta(days=days)))
    told = session().scalars(select(Alert).where(Alert.rung == rung)).all()
    assert joint.hal.id in {each.recipient_id for each in told}


def test_yesterday_says_what_was_known_then():
    on = occasion()
    action = make_action(make_series(on), on)
    later = occasion(TODAY + timedelta(days=3))
    extend_action(action.id, date(2026, 12, 18), "Vendor.", later)
    back = later.seen_from(TODAY, TODAY)
    assert shelf(back).actions[0].wanted.due_on == date(2026, 12, 4)
    assert shelf(later).actions[0].wanted.due_on == date(2026, 12, 18)


def test_a_partner_sees_the_series_of_the_own_mbho_alone():
    on = occasion()
    joint = make_series(on)
    make_action(joint, on, owner_id=joint.rosa.id, side="plan")
    stranger = occasion(TODAY, Actor(999, "Other", frozenset({"partner"}), "harbor"))
    assert shelf(stranger).meetings == ()
    assert shelf(stranger).actions == ()
    mine = shelf(as_of(joint.hal, TODAY, "partner"))
    assert (len(mine.meetings), len(mine.actions)) == (3, 1)
