"""Staging: decided or taken back, carried to its end, never twice."""

import pytest
from sqlalchemy import select

from compliance.core.errors import NotNow
from compliance.credentialing.models import ApplicationRef
from compliance.db import session, transaction
from compliance.deadlines.models import Alert
from compliance.intake.models import ApplicationImport, ImportMessage, ImportRow
from compliance.intake.services.run import (
    LEFT_OVER_AFTER,
    Running,
    carry_on,
    finish_left_over,
    next_size,
    run_import,
    stage_plan,
)
from tests.conftest import occasion
from tests.intake.desk import how_many
from tests.makers.files import bring_in, make_row, plan_of
from tests.makers.people import make_person

pytestmark = pytest.mark.usefixtures("database")


def staged(*rows) -> int:
    on = occasion()
    plan = plan_of(on, *rows)
    session().commit()
    from compliance.intake.services.run import _opened

    number = _opened(plan, Running(on))
    stage_plan(number, plan, Running(on))
    return number


def test_staged_rows_are_not_seen_and_are_gone_in_the_end():
    number = staged(make_row(1), make_row(2))
    assert (how_many(ImportRow), how_many(ApplicationRef)) == (2, 0)
    carry_on(number, Running(occasion()))
    assert (how_many(ImportRow), how_many(ApplicationRef)) == (0, 2)
    assert session().get(ApplicationImport, number).stage == "done"


def test_carrying_on_again_doubles_nothing():
    number = staged(make_row(1))
    for _ in range(2):
        carry_on(number, Running(occasion()))
    assert how_many(ApplicationRef) == 1


def test_decided_import_that_was_left_over_is_finished_later():
    staged(make_row(1), make_row(2))
    later = occasion(now=occasion().now + LEFT_OVER_AFTER)
    finish_left_over(Running(occasion()))
    assert how_many(ApplicationRef) == 0
    finish_left_over(Running(later))
    assert how_many(ApplicationRef) == 2


def test_undecided_import_that_was_left_over_is_taken_back():
    on = occasion()
    plan = plan_of(on, make_row(1))
    session().commit()
    from compliance.intake.services import staging
    from compliance.intake.services.run import _opened

    number = _opened(plan, Running(on))
    with transaction():
        staging.stage_rows(number, [], on.now)
    finish_left_over(Running(occasion(now=on.now + LEFT_OVER_AFTER)))
    assert session().get(ApplicationImport, number).stage == "discarded"
    assert how_many(ApplicationRef) == how_many(ImportRow) == 0


def test_alerts_are_written_once_the_rows_are_in():
    theo = make_person("Theo Tran", occasion())
    session().commit()
    bring_in(occasion(), make_row(received_on="2026-10-01", owner_email=theo.email))
    assert how_many(Alert) > 0


def test_messages_are_kept_with_the_import():
    bring_in(occasion(), make_row(1, npi=""), make_row(2, received_on=""), partial=True)
    kept = session().execute(select(ImportMessage.row, ImportMessage.is_refusal)).all()
    assert sorted(kept) == [(2, False), (3, True)]


def test_import_looks_at_no_other_day():
    on = occasion()
    plan = plan_of(on, make_row())
    with pytest.raises(NotNow):
        run_import(plan, Running(on.seen_from(on.today, None)))


def test_slices_shrink_when_slow_and_grow_when_quick():
    assert next_size(400, 1.0) == 100
    assert next_size(100, 0.01) == 200
    assert next_size(100, 0.25) == 100
    assert next_size(10, 9.0) == 10
    assert next_size(400, 0.0) == 400


def test_progress_is_told_inside_each_transaction():
    told = []
    plan = plan_of(occasion(), *[make_row(each) for each in range(1, 6)])
    session().commit()
    run_import(plan, Running(occasion(), progress=lambda done, total: told.append((done, total))))
    assert told[0] == (0, 5)
    assert told[-1] == (5, 5)
