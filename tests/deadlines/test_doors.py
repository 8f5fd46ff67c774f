"""The doors: the timed jobs and `daybook deadlines`, and how many statements a sweep takes."""

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import event

from compliance.core.errors import NotNow
from compliance.db import db, session
from compliance.deadlines.cli import deadlines
from compliance.deadlines.jobs import deliver, sweep, sweep_day
from compliance.deadlines.services import Swept
from compliance.doors import door_of
from compliance.outbox.queries import LogFilter, delivery_log
from compliance.work.queries import last_success
from tests.conftest import TODAY, StillClock, occasion
from tests.makers.deadlines import make_deadline
from tests.makers.people import make_people

WEEK = timedelta(days=7)
FRAME = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture
def door(app, with_rules, tmp_path):
    """A door whose mail is written into a folder of the test."""
    found = door_of(app)
    return replace(found, settings=replace(found.settings, instance=tmp_path))


@pytest.fixture
def theo(door):
    person = make_people(occasion()).theo
    session().commit()
    return person


def late(theo, *numbers: int, sweep: bool = False) -> None:
    for number in numbers:
        make_deadline(TODAY - WEEK, occasion(), number=number, owner_id=theo.id, sweep=sweep)
    session().commit()


def test_the_daily_job_sweeps_and_writes_the_mail(door, theo):
    late(theo, 1)
    assert sweep(door) == {"looked_at": 1, "alerts_written": 2}
    assert {line.kind for line in delivery_log(LogFilter())} == {"breach"}


def test_the_frequent_job_tells_breaches_at_once_and_sends(door, theo):
    late(theo, 1, sweep=True)
    make_deadline(TODAY + WEEK, occasion(), number=2, owner_id=theo.id)
    session().commit()
    counts = deliver(door)
    assert (counts["written"], counts["waiting"]) == (2, 0)
    assert deliver(door)["written"] == 0


def test_a_job_asked_to_stop_leaves_the_rest_to_the_next(door, theo):
    late(theo, 1)
    assert sweep_day(occasion(), replace(door, is_stopping=lambda: True)) == Swept()
    assert sweep(door)["looked_at"] == 1


class Root:
    json = True
    clock = StillClock()

    def __init__(self, door, *, is_story=False):
        parts = {"daybook": {"settings": door.settings, "clock": door.clock}}
        self.app = SimpleNamespace(extensions=parts, app_context=nullcontext)
        self.is_story = is_story

    def writing(self, today=None):
        return occasion(today or TODAY)

    def emit(self, document, lines):
        print(json.dumps(document))  # noqa: T201


def run(root, *words):
    given = {"obj": root, "standalone_mode": False, "catch_exceptions": False}
    return CliRunner().invoke(deadlines, words, **given)


def test_sweep_prints_what_was_looked_at_and_written(door, theo):
    late(theo, 1, 2)
    answer = run(Root(door), "sweep")
    assert json.loads(answer.stdout) == {"looked_at": 2, "alerts_written": 4}
    assert last_success("sweep") is not None


def test_any_day_up_to_today_can_be_swept_and_is_no_run_of_today(door, theo):
    late(theo, 1)
    answer = run(Root(door), "sweep", "--on", str(TODAY - timedelta(days=1)))
    assert json.loads(answer.stdout)["looked_at"] == 0
    assert last_success("sweep") is None


def test_a_day_to_come_is_refused(door):
    with pytest.raises(NotNow, match="has not come"):
        run(Root(door), "sweep", "--on", str(TODAY + timedelta(days=1)))


def test_a_story_may_sweep_a_day_to_come(door, theo):
    late(theo, 1)
    answer = run(Root(door, is_story=True), "sweep", "--on", str(TODAY + WEEK))
    assert json.loads(answer.stdout)["looked_at"] == 1


def test_a_day_that_is_none_is_wrong_usage(door):
    answer = CliRunner().invoke(deadlines, ["sweep", "--on", "2026-02-30"], obj=Root(door))
    assert answer.exit_code == 2
    assert "is not a date" in answer.output


def test_deliver_prints_the_counts(door, theo):
    late(theo, 1, sweep=True)
    counts = json.loads(run(Root(door), "deliver").stdout)
    assert {"sent", "failed", "waiting", "unknown"} <= counts.keys()


# ---- gates: counts are not noisy ------------------------------------------------------------


@pytest.fixture
def asked(database):
    """Yield the statements that the database is asked."""
    found: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.lstrip().upper().startswith(FRAME):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


def statements_of_a_sweep(count: int, theo, asked: list[str]) -> int:
    late(theo, *range(count))
    asked.clear()
    assert sweep_day(occasion(), SimpleNamespace(is_stopping=lambda: True)) == Swept()
    asked.clear()
    from compliance.deadlines.services import sweep as sweep_some

    assert sweep_some(occasion()).looked_at == count
    found = len(asked)
    session().rollback()
    return found


def test_a_sweep_takes_as_many_statements_for_a_thousand_as_for_one(theo, asked):
    one = statements_of_a_sweep(1, theo, asked)
    assert statements_of_a_sweep(400, theo, asked) == one
    assert one <= 20


def test_a_second_sweep_of_the_day_asks_once(theo, asked):
    late(theo, *range(50), sweep=True)
    from compliance.deadlines.services import sweep as sweep_some

    asked.clear()
    assert sweep_some(occasion()) == Swept()
    assert len(asked) == 1


@pytest.mark.sqlite(reason="reads SQLite's plan of a query")
def test_due_deadlines_are_found_by_their_index(theo):
    from sqlalchemy import text

    plan = session().execute(
        text(
            "EXPLAIN QUERY PLAN SELECT DISTINCT shape_id FROM deadlines "
            "WHERE state = 'running' AND next_alert_on <= '2026-11-24'"
        )
    )
    assert "ix_deadlines_next_alert_on" in str(plan.all())
