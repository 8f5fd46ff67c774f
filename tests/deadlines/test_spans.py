"""What a deadline said before: its spans."""

from datetime import timedelta

from sqlalchemy import select

from compliance.core.states import DeadlineState
from compliance.db import session
from compliance.deadlines.models import DeadlineSpan
from tests.conftest import TODAY, occasion
from tests.makers.deadlines import make_deadline

WEEK = timedelta(days=7)


def spans(*, standing: bool = True) -> list[tuple]:
    query = select(
        DeadlineSpan.from_on, DeadlineSpan.until_on, DeadlineSpan.state, DeadlineSpan.owner_id
    ).order_by(DeadlineSpan.from_on, DeadlineSpan.id)
    if standing:
        query = query.where(DeadlineSpan.superseded_at.is_(None))
    return [tuple(row) for row in session().execute(query)]


def test_a_running_deadline_has_one_span_from_its_start(staff):
    row = make_deadline(TODAY + WEEK, occasion(), owner_id=staff[0])
    assert spans() == [(row.started_on, None, DeadlineState.RUNNING, staff[0])]


def test_a_met_deadline_ran_up_to_the_day_it_was_met(staff):
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff[0])
    row = make_deadline(TODAY + WEEK, occasion(), owner_id=staff[0], met_on=TODAY)
    assert spans() == [
        (row.started_on, TODAY, DeadlineState.RUNNING, staff[0]),
        (TODAY, None, DeadlineState.MET, staff[0]),
    ]


def test_a_new_owner_holds_from_the_day_of_the_change(staff_on):
    theo, olivia, _ = staff_on
    row = make_deadline(TODAY + 8 * WEEK, occasion(), owner_id=theo)
    make_deadline(TODAY + 8 * WEEK, occasion(TODAY + WEEK), owner_id=olivia)
    assert spans() == [
        (row.started_on, TODAY + WEEK, DeadlineState.RUNNING, theo),
        (TODAY + WEEK, None, DeadlineState.RUNNING, olivia),
    ]


def test_a_corrected_date_says_that_the_past_was_otherwise(staff):
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff[0])
    row = make_deadline(TODAY + 2 * WEEK, occasion(), owner_id=staff[0])
    assert spans() == [(row.started_on, None, DeadlineState.RUNNING, staff[0])]
    assert len(spans(standing=False)) == 2


def test_met_on_a_day_before_the_last_change_is_written_from_the_start(staff):
    theo, olivia, _ = staff
    make_deadline(TODAY + 8 * WEEK, occasion(), owner_id=theo)
    make_deadline(TODAY + 8 * WEEK, occasion(TODAY + WEEK), owner_id=olivia)
    on = occasion(TODAY + WEEK)
    row = make_deadline(TODAY + 8 * WEEK, on, owner_id=olivia, met_on=TODAY)
    assert spans() == [
        (row.started_on, TODAY, DeadlineState.RUNNING, olivia),
        (TODAY, None, DeadlineState.MET, olivia),
    ]
