from dataclasses import replace

import pytest

from compliance.core.errors import BadFile, Conflict, NotFound, NotNow
from compliance.core.states import WorkState
from compliance.db import transaction
from compliance.doors import Door, door_of
from compliance.work.jobs import Stopped, run_next, run_waiting
from compliance.work.queries import work_item
from compliance.work.rules import MOST_TRIES, STALE_AFTER, share_done
from compliance.work.services import cancel_work, claim_next, queue_work, report_progress
from tests.conftest import occasion
from tests.makers.clocks import SetClock

pytestmark = pytest.mark.usefixtures("database_on")
HANDLERS = {
    kind: f"tests.work.test_work:{kind}" for kind in ("add", "refuse", "break_down", "die", "stop")
}


def add(work, door):
    total = 0
    for number in range(work.done, len(work.input["rows"])):
        with transaction():
            total += work.input["rows"][number]
            report_progress(work, number + 1, door.clock.now(), len(work.input["rows"]))
    return {"sum": total}


def refuse(work, door):
    raise BadFile("Row 14: 2026-02-30 is not a date. Use YYYY-MM-DD.")


def break_down(work, door):
    raise ValueError("a detail that is none of the reader's business")


def die(work, door):
    raise KeyboardInterrupt


def stop(work, door):
    raise Stopped


@pytest.fixture
def door(app) -> Door:
    return replace(door_of(app), clock=SetClock(occasion().now), handlers=HANDLERS)


def queued(kind, **asked) -> int:
    with transaction():
        return queue_work(kind, asked, occasion())


def test_work_waits_until_it_is_run_and_keeps_its_result(door):
    number = queued("add", rows=[1, 2, 3])
    assert work_item(number).state is WorkState.WAITING
    assert run_waiting(door) == {"done": 1}
    found = work_item(number)
    assert (found.state, found.result, found.percent) == (WorkState.DONE, {"sum": 6}, 100)


def test_nothing_waits_nothing_is_run(door):
    assert run_waiting(door) == {}


def test_refusal_is_shown_in_its_own_words(door):
    number = queued("refuse")
    assert run_waiting(door) == {"failed": 1}
    assert work_item(number).error == "Row 14: 2026-02-30 is not a date. Use YYYY-MM-DD."


def test_error_of_our_own_is_named_and_its_detail_left_to_the_log(door):
    number = queued("break_down")
    run_waiting(door)
    assert "(ValueError)" in work_item(number).error
    assert "detail that" not in work_item(number).error


def test_unknown_kind_fails_and_does_not_stop_the_next(door):
    queued("no_such")
    queued("add", rows=[])
    assert run_waiting(door) == {"failed": 1, "done": 1}


def test_abandoned_work_is_taken_up_where_it_stood(door):
    number = queued("add", rows=[1, 2, 3])
    with transaction():
        work = claim_next("dead", door.clock.now())
        report_progress(work, 2, door.clock.now(), 3)
    assert run_next("me", door) is None
    assert work_item(number).percent == 66
    door.clock.wait(seconds=STALE_AFTER.total_seconds())
    assert run_next("me", door) == "done"
    assert work_item(number).result == {"sum": 3}


def test_work_taken_over_cannot_be_told_of_by_the_first_worker(door):
    queued("add", rows=[1])
    with transaction():
        slow = claim_next("slow", door.clock.now())
    door.clock.wait(seconds=STALE_AFTER.total_seconds())
    with transaction():
        claim_next("other", door.clock.now())
    with pytest.raises(Conflict), transaction():
        report_progress(slow, 1, door.clock.now())


def test_work_that_kills_its_worker_is_given_up_at_last(door):
    number = queued("die")
    for _ in range(MOST_TRIES):
        with pytest.raises(KeyboardInterrupt):
            run_next("me", door)
        door.clock.wait(seconds=STALE_AFTER.total_seconds())
    assert run_next("me", door) is None
    assert work_item(number).state is WorkState.FAILED


def test_stopped_work_goes_back_and_counts_no_try(door):
    number = queued("stop")
    for _ in range(MOST_TRIES + 1):
        assert run_next("me", door) == "stopped"
    assert work_item(number).state is WorkState.WAITING


def test_cancelled_work_is_not_run(door):
    number = queued("add", rows=[1])
    with transaction():
        cancel_work(number, occasion())
    assert run_waiting(door) == {}
    with pytest.raises(NotNow, match="over already"):
        cancel_work(number, occasion())


def test_cancelling_running_work_stops_its_next_step(door):
    number = queued("add", rows=[1])
    with transaction():
        work = claim_next("me", door.clock.now())
    with transaction():
        cancel_work(number, occasion())
    with pytest.raises(Conflict, match="cancelled"), transaction():
        report_progress(work, 1, door.clock.now())


def test_unknown_work_is_not_found():
    with pytest.raises(NotFound):
        work_item(7)


def test_share_is_zero_until_the_total_is_known():
    assert [share_done(5, 0), share_done(1, 3), share_done(9, 3)] == [0, 33, 100]
