"""Setting deadlines and sweeping them, on real tables."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from compliance.core.errors import NotNow
from compliance.core.states import DeadlineState
from compliance.db import session
from compliance.deadlines.models import Alert, Deadline
from compliance.deadlines.services import (
    Swept,
    look_again,
    set_deadlines,
    sweep,
    sweep_slices,
)
from tests.conftest import TODAY, occasion
from tests.makers.deadlines import (
    days,
    make_deadline,
    make_subject,
    make_wanted,
    open_alerts,
    rungs_open,
)
from tests.makers.people import make_person

WEEK = timedelta(days=7)
PAST = date(2026, 11, 12)


def closed(why: str) -> int:
    return session().scalar(select(func.count(Alert.id)).where(Alert.closed_why == why)) or 0


def test_a_breach_is_told_to_owner_supervisor_and_compliance_at_once(staff):
    theo, olivia, carla = staff
    row = make_deadline(PAST, occasion(), owner_id=theo)
    assert open_alerts() == [(row.id, "legal+7", each) for each in sorted((theo, olivia, carla))]


def test_a_warning_is_told_to_the_owner_alone(staff):
    theo, *_ = staff
    row = make_deadline(TODAY + 2 * WEEK, occasion(), owner_id=theo)
    assert open_alerts() == [(row.id, "due-14", theo)]


def test_without_an_owner_the_supervisors_are_told(staff):
    _, olivia, _ = staff
    row = make_deadline(TODAY + 2 * WEEK, occasion())
    assert open_alerts() == [(row.id, "due-14", olivia)]


def test_an_owner_who_left_is_replaced_by_the_supervisors(staff):
    _, olivia, _ = staff
    gone = make_person("Gus Gone", occasion())
    gone.active = False
    session().flush()
    row = make_deadline(TODAY + 2 * WEEK, occasion(), owner_id=gone.id)
    assert open_alerts() == [(row.id, "due-14", olivia)]


def test_somebody_in_two_parts_is_told_once(staff_on):
    theo, olivia, _ = staff_on
    both = make_person("Bo Both", occasion(), "compliance", "supervisor")
    row = make_deadline(PAST, occasion(), owner_id=both.id)
    told = [recipient for _, _, recipient in open_alerts()]
    assert len(told) == len(set(told))
    assert row.owner_id in told
    assert olivia in told
    assert theo not in told


def test_sweeping_again_the_same_day_writes_nothing(staff):
    make_deadline(PAST, occasion(), owner_id=staff[0], sweep=False)
    assert sweep(occasion()) == Swept(1, 3)
    assert sweep(occasion()) == Swept(0, 0)


def test_a_worse_rung_closes_the_milder_one(staff_on):
    due = TODAY + timedelta(days=1)
    make_deadline(due, occasion(), owner_id=staff_on[0])
    assert rungs_open() == ["due-1"]
    sweep(occasion(due))
    assert rungs_open() == ["due-0"]
    sweep(occasion(due + timedelta(days=1)))
    assert rungs_open() == ["past_legal"]
    assert closed("worse") == 4


def test_a_missed_week_ends_where_a_daily_sweep_ends(staff):
    dues = [TODAY + timedelta(days=n) for n in range(-20, 41, 3)]
    daily, patchy = range(len(dues)), range(100, 100 + len(dues))
    for numbers in (daily, patchy):
        for number, due in zip(numbers, dues, strict=True):
            legal = due + timedelta(days=number % 4)
            make_deadline(due, occasion(), number=number, owner_id=staff[0], legal_on=legal)
    for today in days(TODAY, TODAY + 6 * WEEK):
        sweep(occasion(today), subjects=("application", daily))
        if today.isocalendar().week % 2:
            sweep(occasion(today), subjects=("application", patchy))
    sweep(occasion(TODAY + 6 * WEEK), subjects=("application", patchy))
    assert told_by_subject(daily) == told_by_subject(patchy)


def told_by_subject(numbers: range) -> list[list[tuple]]:
    query = (
        select(Deadline.subject_id, Alert.rung, Alert.recipient_id)
        .join(Deadline, Deadline.id == Alert.deadline_id)
        .where(Alert.closed_at.is_(None))
        .order_by(Alert.recipient_id)
    )
    found: dict[int, list[tuple]] = {number: [] for number in numbers}
    for number, *told in session().execute(query):
        if number in found:
            found[number].append(tuple(told))
    return list(found.values())


def test_meeting_a_deadline_closes_its_alerts(staff):
    make_deadline(PAST, occasion(), owner_id=staff[0])
    make_deadline(PAST, occasion(), owner_id=staff[0], met_on=TODAY)
    assert open_alerts() == []
    assert closed("done") == 3


def test_taking_a_meeting_back_tells_them_anew(staff_on):
    make_deadline(PAST, occasion(), owner_id=staff_on[0])
    make_deadline(PAST, occasion(), owner_id=staff_on[0], met_on=TODAY)
    make_deadline(PAST, occasion(), owner_id=staff_on[0])
    assert len(open_alerts()) == 3
    assert len(open_alerts(everything=True)) == 6


def test_a_moved_date_closes_the_old_alerts_and_tells_the_new_rung(staff):
    make_deadline(PAST, occasion(), owner_id=staff[0])
    row = make_deadline(TODAY + 2 * WEEK, occasion(), owner_id=staff[0])
    assert open_alerts() == [(row.id, "due-14", staff[0])]
    assert closed("moved") == 3


def test_a_new_owner_takes_over_and_compliance_is_not_told_twice(staff_on):
    theo, olivia, carla = staff_on
    make_deadline(PAST, occasion(), owner_id=theo)
    dora = make_person("Dora Diaz", occasion(), supervisor_id=olivia)
    row = make_deadline(PAST, occasion(), owner_id=dora.id)
    assert open_alerts() == [(row.id, "legal+7", each) for each in (olivia, carla, dora.id)]
    assert len(open_alerts(everything=True)) == 4


def test_what_is_no_longer_wanted_becomes_void(staff_on):
    make_deadline(PAST, occasion(), owner_id=staff_on[0])
    set_deadlines([make_subject(owner_id=staff_on[0])], occasion())
    row = session().scalars(select(Deadline)).one()
    session().refresh(row)
    assert (row.state, row.next_alert_on, row.voided_on) == (DeadlineState.VOID, None, TODAY)
    assert closed("void") == 3


def test_setting_the_same_again_changes_nothing(staff):
    row = make_deadline(PAST, occasion(), owner_id=staff[0])
    before = (row.version, row.changed_at)
    again = make_deadline(PAST, occasion(TODAY + WEEK), owner_id=staff[0])
    assert (again.version, again.changed_at) == before


def test_a_change_counts_the_version_up(staff):
    make_deadline(PAST, occasion(), owner_id=staff[0])
    assert make_deadline(PAST, occasion(), owner_id=staff[1]).version == 2


def test_the_same_kind_may_run_again_for_a_subject(staff):
    both = make_subject(
        make_wanted(PAST, met_on=PAST), make_wanted(TODAY + WEEK, cycle=2), owner_id=staff[0]
    )
    set_deadlines([both], occasion())
    assert [rung for _, rung, _ in open_alerts()] == ["due-7"]


def test_a_kind_that_is_no_clock_goes_by_the_ladder_of_all_other_work(staff):
    row = make_deadline(
        TODAY - timedelta(days=1), occasion(), owner_id=staff[0], kind="evidence", legal_on=None
    )
    assert open_alerts() == [(row.id, "past_due", each) for each in sorted(staff[:2])]


def test_a_big_import_is_swept_later(staff):
    make_deadline(PAST, occasion(), owner_id=staff[0], sweep=False)
    assert open_alerts() == []


def test_slices_hold_every_due_deadline_once(staff_on):
    for number in range(7):
        make_deadline(PAST, occasion(), number=number, owner_id=staff_on[0], sweep=False)
    make_deadline(TODAY + 20 * WEEK, occasion(), number=7, owner_id=staff_on[0], sweep=False)
    slices = sweep_slices(occasion(), size=3)
    assert len(slices) == 3
    swept = sum((sweep(occasion(), before=place) for place in slices), Swept())
    assert swept == Swept(7, 21)


def test_nothing_is_written_while_looking_at_the_past(staff):
    on = occasion().seen_from(PAST, None)
    with pytest.raises(NotNow):
        sweep(on)
    with pytest.raises(NotNow):
        set_deadlines([], on)


def test_looking_again_is_quiet_where_nothing_changed(staff_on):
    make_deadline(PAST, occasion(), owner_id=staff_on[0])
    make_deadline(TODAY + 9 * WEEK, occasion(), number=2, owner_id=staff_on[0])
    assert look_again(occasion()) == 2
    assert sweep(occasion()).alerts_written == 0


def test_looking_again_tells_what_a_forgotten_day_missed(staff):
    row = make_deadline(PAST, occasion(), owner_id=staff[0], sweep=False)
    row.next_alert_on = None
    session().flush()
    look_again(occasion())
    assert sweep(occasion()).alerts_written == 3
