"""What the pages read: due items, alerts, figures, today and on another day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from compliance.core.errors import NotFound
from compliance.core.states import ClockState
from compliance.db import session
from compliance.deadlines.queries import (
    AlertView,
    alert_page,
    alert_rows,
    closed_stats,
    deadlines_of,
    due_items,
    monthly_shares,
    one_alert,
    recent_alerts,
)
from compliance.deadlines.queries.runs import Standstill, next_run_at, run_state
from compliance.deadlines.rules.snoozes import Snooze
from compliance.deadlines.services import snooze_alert, sweep
from compliance.occasions import Actor
from compliance.wallclock import moment_of
from compliance.web.paging import Place
from compliance.work.services import Ran, record_run
from tests.conftest import TODAY, occasion
from tests.makers.deadlines import make_deadline
from tests.makers.people import make_people

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture
def staff(database):
    return make_people(occasion())


def on_for(person, today: date = TODAY, **seen: date | None):
    actor = Actor(person.id, person.name, frozenset(role.name for role in person.roles))
    on = occasion(today, actor)
    return on.seen_from(seen.get("as_of"), seen.get("known_on"))


def test_my_queue_is_what_i_own_statutory_first(staff):
    make_deadline(TODAY + DAY, occasion(), number=1, owner_id=staff.theo.id, statutory=False)
    make_deadline(TODAY + WEEK, occasion(), number=2, owner_id=staff.theo.id)
    make_deadline(TODAY + DAY, occasion(), number=3, owner_id=staff.nora.id)
    assert [item.ref for item in due_items(on_for(staff.theo))] == ["APP-1002", "APP-1001"]


def test_my_team_is_what_they_and_i_and_nobody_own(staff):
    for number, person in enumerate((staff.theo, staff.olivia, staff.nora), 1):
        make_deadline(TODAY + DAY, occasion(), number=number, owner_id=person.id)
    make_deadline(TODAY + DAY, occasion(), number=4)
    found = due_items(on_for(staff.olivia), "team")
    assert [item.ref for item in found] == ["APP-1001", "APP-1002", "APP-1004"]
    assert found[0].owner == "Theo Tran"


def test_kinds_narrow_the_queue(staff):
    make_deadline(TODAY + DAY, occasion(), owner_id=staff.theo.id)
    assert due_items(on_for(staff.theo), kinds=["second_notice"]) == []


def test_an_item_says_its_state(staff):
    make_deadline(TODAY - DAY, occasion(), owner_id=staff.theo.id, legal_on=TODAY + DAY)
    assert due_items(on_for(staff.theo))[0].state is ClockState.PAST_DUE


def test_a_subject_shows_met_deadlines_too(staff):
    make_deadline(TODAY + DAY, occasion(), owner_id=staff.theo.id, met_on=TODAY)
    (item,) = deadlines_of("application", 1, on_for(staff.nora))
    assert item.state is ClockState.MET


def test_the_queue_of_another_day_is_what_it_was(staff):
    make_deadline(TODAY + WEEK, occasion(TODAY), owner_id=staff.theo.id)
    on = occasion(TODAY + 2 * DAY)
    make_deadline(TODAY + WEEK, on, owner_id=staff.theo.id, met_on=TODAY + 2 * DAY)
    later = TODAY + 9 * DAY
    assert due_items(on_for(staff.theo, later)) == []
    assert len(due_items(on_for(staff.theo, later, as_of=TODAY + DAY))) == 1
    assert due_items(on_for(staff.theo, later, as_of=TODAY + 2 * DAY)) == []


def test_what_was_not_known_yet_is_not_shown(staff):
    make_deadline(TODAY + WEEK, occasion(TODAY), owner_id=staff.theo.id)
    seen = on_for(staff.theo, TODAY + WEEK, as_of=TODAY - DAY, known_on=TODAY - DAY)
    assert due_items(seen) == []
    seen = on_for(staff.theo, TODAY + WEEK, as_of=TODAY - DAY, known_on=TODAY)
    assert len(due_items(seen)) == 1


# ---- alerts ---------------------------------------------------------------------------------


def refs(view: AlertView, on) -> list[str]:
    return [line.ref for line in alert_page(view, Place(), on).rows]


def test_my_open_alerts_earliest_due_first(staff):
    make_deadline(TODAY + WEEK, occasion(), number=1, owner_id=staff.theo.id)
    make_deadline(TODAY - WEEK, occasion(), number=2, owner_id=staff.theo.id)
    make_deadline(TODAY - WEEK, occasion(), number=3, owner_id=staff.nora.id)
    assert refs(AlertView.OPEN, on_for(staff.theo)) == ["APP-1002", "APP-1001"]


def test_an_alert_says_what_and_why(staff):
    make_deadline(TODAY - WEEK, occasion(), owner_id=staff.theo.id)
    (line,) = recent_alerts(on_for(staff.theo))
    assert line.title == "Decision past the legal limit: APP-1001, Tobias Renquist, LMFT"
    assert line.reason == "Limit was Tue 17 Nov 2026, 7 days ago."
    assert line.state is ClockState.PAST_LEGAL
    assert not line.can_snooze


def test_a_snoozed_alert_is_away_and_back_on_its_day(staff):
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff.theo.id)
    (line,) = recent_alerts(on_for(staff.theo))
    snooze_alert(line.id, Snooze(TODAY + 2 * DAY, "waiting for the board"), on_for(staff.theo))
    assert refs(AlertView.OPEN, on_for(staff.theo, TODAY + DAY)) == []
    assert refs(AlertView.SNOOZED, on_for(staff.theo, TODAY + DAY)) == ["APP-1001"]
    assert refs(AlertView.OPEN, on_for(staff.theo, TODAY + 2 * DAY)) == ["APP-1001"]
    assert run_state(on_for(staff.theo)).snoozed == 1


def test_closed_alerts_are_listed_with_the_reason(staff):
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff.theo.id)
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff.theo.id, met_on=TODAY)
    (line,) = alert_rows(AlertView.CLOSED, on_for(staff.theo))
    assert line.closed_why == "done"


def test_the_alerts_of_another_day_are_what_they_were(staff):
    make_deadline(TODAY + WEEK, occasion(TODAY), owner_id=staff.theo.id)
    before = alert_rows(AlertView.OPEN, on_for(staff.theo))
    snooze_alert(before[0].id, Snooze(TODAY + 2 * DAY, "waiting"), on_for(staff.theo, TODAY + DAY))
    last = TODAY + WEEK
    sweep(occasion(last))
    seen = on_for(staff.theo, last, as_of=TODAY, known_on=TODAY)
    assert [line.rung for line in alert_rows(AlertView.OPEN, seen)] == ["due-7"]
    found = alert_rows(AlertView.OPEN, seen)[0]
    assert (found.closed_at, found.snoozed_until) == (None, None)


def test_an_alert_put_off_twice_was_put_off_until_the_day_said_first(staff):
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff.theo.id)
    (line,) = recent_alerts(on_for(staff.theo))
    snooze_alert(line.id, Snooze(TODAY + 2 * DAY, "waiting"), on_for(staff.theo))
    again = on_for(staff.theo, TODAY + 3 * DAY)
    snooze_alert(line.id, Snooze(TODAY + 5 * DAY, "still waiting"), again)
    then = on_for(staff.theo, TODAY + WEEK, as_of=TODAY, known_on=TODAY)
    (found,) = alert_rows(AlertView.SNOOZED, then)
    assert (found.snoozed_until, found.snooze_reason) == (TODAY + 2 * DAY, "waiting")
    between = on_for(staff.theo, TODAY + WEEK, as_of=TODAY + 2 * DAY, known_on=TODAY + 2 * DAY)
    assert refs(AlertView.OPEN, between) == ["APP-1001"]


def test_somebody_elses_alert_is_not_found(staff):
    make_deadline(TODAY - WEEK, occasion(), owner_id=staff.theo.id)
    (line,) = recent_alerts(on_for(staff.theo))
    with pytest.raises(NotFound):
        one_alert(line.id, on_for(staff.nora))


# ---- figures --------------------------------------------------------------------------------


def test_open_past_a_date_counts_as_a_miss_of_that_date(staff):
    due = TODAY - WEEK
    make_deadline(due, occasion(), number=1, met_on=due)
    make_deadline(due, occasion(), number=2, legal_on=TODAY, met_on=due + DAY)
    make_deadline(due, occasion(), number=3, met_on=due + DAY)
    make_deadline(due, occasion(), number=4, legal_on=TODAY)
    make_deadline(due, occasion(), number=5)
    make_deadline(due, occasion(), number=6, is_void=True)
    stats = closed_stats(occasion())
    assert (stats.closed, stats.by_due, stats.by_legal) == (3, 1, 2)
    assert (stats.open_past_due, stats.of_legal) == (2, 4)
    assert stats.share_by_legal == 0.5


def test_work_that_no_law_asks_for_is_counted_only_by_name(staff):
    make_deadline(TODAY, occasion(), kind="second_notice", statutory=False, met_on=TODAY)
    assert closed_stats(occasion()).closed == 0
    assert closed_stats(occasion(), ["second_notice"]).closed == 1


def test_the_window_is_ninety_days(staff):
    make_deadline(TODAY, occasion(), number=1, met_on=TODAY - 89 * DAY)
    make_deadline(TODAY, occasion(), number=2, met_on=TODAY - 90 * DAY)
    assert closed_stats(occasion()).closed == 1


def test_nothing_closed_has_no_share(staff):
    assert closed_stats(occasion()).share_by_legal is None
    assert monthly_shares(occasion())[-1] == (date(2026, 11, 1), None)


def test_shares_month_by_month(staff):
    make_deadline(date(2026, 10, 9), occasion(), number=1, met_on=date(2026, 10, 9))
    make_deadline(date(2026, 10, 9), occasion(), number=2, met_on=date(2026, 10, 12))
    make_deadline(date(2026, 11, 9), occasion(), number=3, met_on=date(2026, 11, 1))
    shares = monthly_shares(occasion(), months=3)
    assert shares == [(date(2026, 9, 1), None), (date(2026, 10, 1), 0.5), (date(2026, 11, 1), 1.0)]


# ---- runs -----------------------------------------------------------------------------------


def test_the_next_run_is_at_six():
    assert next_run_at(moment_of(TODAY, 5)) == moment_of(TODAY, 6)
    assert next_run_at(moment_of(TODAY, 6)) == moment_of(TODAY + DAY, 6)


@pytest.mark.parametrize(("hour", "is_late"), [(8, False), (7, True)])
def test_a_run_longer_than_25_hours_ago_is_a_standstill(staff, hour, is_late):
    at = moment_of(TODAY - DAY, hour)
    record_run(Ran("sweep", at, at))
    session().flush()
    still = run_state(on_for(staff.theo)).standstill
    assert still == (Standstill(at, has_run=True) if is_late else None)


def test_a_run_that_failed_does_not_end_a_standstill(staff):
    good, bad = moment_of(TODAY - 2 * DAY, 6), moment_of(TODAY, 6)
    record_run(Ran("sweep", good, good))
    record_run(Ran("sweep", bad, bad, error="OperationalError: disk full"))
    session().flush()
    assert run_state(on_for(staff.theo)).standstill == Standstill(good, has_run=True)


@pytest.mark.parametrize(("hours", "is_late"), [(25, False), (26, True)])
def test_an_instance_that_never_ran_is_new_for_25_hours(staff, hours, is_late):
    later = replace(on_for(staff.theo), now=occasion().now + timedelta(hours=hours))
    still = run_state(later).standstill
    assert still == (Standstill(occasion().now, has_run=False) if is_late else None)


def test_an_alert_swept_for_a_day_to_come_says_title_and_reason_of_that_day(staff):
    make_deadline(TODAY + DAY, occasion(), owner_id=staff.theo.id, legal_on=TODAY + DAY)
    later = TODAY + WEEK
    sweep(occasion(later))
    (line,) = alert_rows(AlertView.OPEN, on_for(staff.theo))
    assert line.title.startswith("Decision past the legal limit")
    assert line.state is ClockState.PAST_LEGAL
    assert line.reason == ("Limit was Wed 25 Nov 2026, 6 days ago. As swept for Tue 1 Dec 2026.")
    (on_its_day,) = alert_rows(AlertView.OPEN, on_for(staff.theo, later))
    assert on_its_day.reason == "Limit was Wed 25 Nov 2026, 6 days ago."
