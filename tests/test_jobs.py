from dataclasses import replace
from datetime import timedelta

import pytest

from compliance.db import session, transaction
from compliance.jobs import TIMETABLE, Entry, Runner, scheduled
from compliance.work.queries import is_late, last_runs, last_success
from compliance.work.services import Ran, record_run
from tests.conftest import occasion
from tests.makers.clocks import SetClock
from tests.makers.people import make_person

DAILY = Entry("sweep", {"hour": 6}, "tests.test_jobs:nothing")
OFTEN = Entry("often", {"seconds": 60}, "tests.test_jobs:nothing")


def nothing(door):
    return {"sent": 0, "waiting": 7}


def something(door):
    return {"sent": 1}


def broken(door):
    raise ValueError("no such file")


@pytest.fixture
def clock(app, database):
    parts = app.extensions["daybook"]
    real, parts["clock"] = parts["clock"], SetClock(occasion().now)
    yield parts["clock"]
    parts["clock"] = real


def runs() -> list[str]:
    return [each.name for each in last_runs()]


def test_daily_run_is_recorded_with_its_result(app, clock):
    Runner(app)(DAILY)
    (found,) = last_runs()
    assert (found.name, found.result, found.error) == ("sweep", {"sent": 0, "waiting": 7}, "")
    assert last_success("sweep") == clock.now()


def test_job_that_raises_is_recorded_with_its_error(app, clock):
    ran = Runner(app)(replace(DAILY, place="tests.test_jobs:broken"))
    assert ran.error == "ValueError: no such file"
    assert last_runs()[0].error == "ValueError: no such file"
    assert last_success("sweep") is None


def test_job_that_is_not_there_is_recorded_too(app, clock):
    assert "ModuleNotFoundError" in Runner(app)(replace(DAILY, place="no.such:job")).error


def test_frequent_job_is_recorded_only_when_it_has_something_to_say(app, clock):
    runner = Runner(app)
    recorded = []
    for place, minutes in (
        ("nothing", 0),
        ("nothing", 1),
        ("something", 1),
        ("nothing", 1),
        ("broken", 1),
        ("broken", 1),
        ("nothing", 1),
        ("nothing", 16),
    ):
        clock.wait(minutes=minutes)
        runner(replace(OFTEN, place=f"tests.test_jobs:{place}"))
        recorded.append(last_runs()[0].finished_at == clock.now())
        session().rollback()
    assert recorded == [True, False, True, False, True, False, True, True]


def test_daily_job_is_late_after_25_hours(clock):
    now, longest = clock.now(), timedelta(hours=25)
    assert is_late("sweep", now, longest)
    with transaction():
        record_run(Ran("sweep", now, now))
    assert not is_late("sweep", now + longest, longest)
    assert is_late("sweep", now + timedelta(hours=25, seconds=1), longest)


def first_runs(app) -> dict:
    """Return when each job would run first."""
    scheduler = scheduled(Runner(app), (DAILY, OFTEN))
    scheduler.start(paused=True)
    jobs = {job.id: job.next_run_time for job in scheduler.get_jobs()}
    scheduler.shutdown()
    return jobs


def test_missed_morning_is_made_up_at_once(app, clock):
    jobs = first_runs(app)
    assert jobs["sweep"] - jobs["often"] < timedelta(seconds=1)


def test_morning_already_swept_waits_for_the_next(app, clock):
    with transaction():
        record_run(Ran("sweep", clock.now(), clock.now()))
    jobs = first_runs(app)
    assert jobs["sweep"] - jobs["often"] > timedelta(seconds=1)
    assert (jobs["sweep"].hour, jobs["sweep"].tzinfo.key) == (6, "America/Los_Angeles")


def test_no_job_runs_while_clocks_change():
    assert not [each for each in TIMETABLE if each.trigger.get("hour") in {1, 2}]


def test_every_job_has_a_name_of_its_own():
    assert len({each.name for each in TIMETABLE}) == len(TIMETABLE)


@pytest.mark.parametrize("entry", TIMETABLE, ids=lambda entry: entry.name)
def test_every_entry_of_the_timetable_runs_and_is_recorded(entry, app, clock, with_rules):
    with transaction():
        make_person("Ada Abbott", occasion(), "admin")  # records and no log would be a finding
    assert Runner(app)(entry).error == ""
