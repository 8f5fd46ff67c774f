"""The timetable, and the one process among many that runs it.

Every job is idempotent and also a command, so a run too many does no harm and a missed one can
be made up. A job that raises is recorded with its error and stops no other.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask, g, has_app_context
from sqlalchemy.exc import SQLAlchemyError

from compliance.db import db, session, transaction
from compliance.doors import Door, door_of, never
from compliance.wallclock import PACIFIC, WallClock, local_day
from compliance.work.leader import lock_for
from compliance.work.queries import last_success
from compliance.work.services import Ran, record_run

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0
QUIET = timedelta(minutes=15)
NOT_NEWS = frozenset({"waiting"})


@dataclass(frozen=True)
class Entry:
    """One job of the timetable. A daily one that was missed today is made up at once.

    `trigger` is what APScheduler takes: `{"hour": 6}` by the clock of California, or
    `{"seconds": 60}` over and over.
    """

    name: str
    trigger: Mapping[str, int | str]
    place: str

    @property
    def is_daily(self) -> bool:
        """Return whether it runs by the clock and not over and over."""
        return "hour" in self.trigger

    @property
    def grace_seconds(self) -> int:
        """Return how late a run may start; a later one is left to the next."""
        return 20 * 3600 if self.is_daily else 300


TIMETABLE: tuple[Entry, ...] = (
    Entry("plan_meetings", {"hour": 5}, "compliance.meetings.jobs:plan_meetings"),
    Entry("heed_roles", {"hour": 5}, "compliance.credentialing.jobs:heed_role_decisions"),
    Entry("sweep", {"hour": 6}, "compliance.deadlines.jobs:sweep"),
    Entry("refresh_duties", {"hour": 5}, "compliance.policies.jobs:refresh_duties"),
    Entry("watch_owners", {"seconds": 60}, "compliance.policies.jobs:watch_owners"),
    Entry("deliver", {"seconds": 60}, "compliance.deadlines.jobs:deliver"),
    Entry("settle_meetings", {"seconds": 60}, "compliance.meetings.jobs:settle_mail"),
    Entry("settle_notices", {"seconds": 60}, "compliance.credentialing.jobs:settle_notices"),
    Entry(
        "finish_imports",
        {"seconds": 60},
        "compliance.intake.services.queued:finish_imports",
    ),
    Entry("work", {"seconds": 5}, "compliance.work.jobs:run_waiting"),
    Entry("forget_uploads", {"hour": 3}, "compliance.intake.jobs:forget_uploads"),
    Entry("seal_looks", {"seconds": 3600}, "compliance.audit.jobs:seal_looks"),
    Entry("check_log", {"hour": 4}, "compliance.audit.jobs:check_log"),
    Entry("forget_post_keys", {"hour": 4}, "compliance.web.jobs:forget_post_keys"),
)


@dataclass
class Runner:
    """Runs entries and records each run; of a frequent job only those that say something new."""

    app: Flask
    is_stopping: Callable[[], bool] = never
    _recorded: dict[str, tuple[datetime, str]] = field(default_factory=dict)

    def __call__(self, entry: Entry) -> Ran:
        """Run one entry in an application context and return what came of it."""
        with self.app.app_context():
            g.job = entry.name
            door = door_of(self.app, self.is_stopping)
            ran = _tried(entry, door)
            if entry.is_daily or self._is_news(ran):
                with transaction():
                    record_run(ran)
                self._recorded[entry.name] = ran.finished_at, ran.error
            return ran

    def _is_news(self, ran: Ran) -> bool:
        recorded_at, error = self._recorded.get(ran.name, (None, ""))
        if recorded_at is None or ran.error != error or ran.finished_at - recorded_at >= QUIET:
            return True
        return any(count for name, count in ran.result.items() if name not in NOT_NEWS)


def _tried(entry: Entry, door: Door) -> Ran:
    started_at = door.clock.now()
    result: dict[str, Any] = {}
    error = ""
    try:
        result = dict(_function(entry.place)(door))
    except Exception as raised:  # one job's fault is recorded and must not stop the others
        logger.exception("The job %s failed.", entry.name)
        error = f"{type(raised).__name__}: {raised}"
    session().rollback()
    return Ran(entry.name, started_at, door.clock.now(), result, error)


def _function(place: str) -> Callable[[Door], Mapping[str, Any]]:
    module, _, name = place.partition(":")
    function: Callable[[Door], Mapping[str, Any]] = getattr(import_module(module), name)
    return function


def run(
    app: Flask,
    timetable: tuple[Entry, ...] = TIMETABLE,
    is_wanted: Callable[[], bool] = lambda: True,
    pause: float = PAUSE_SECONDS,
) -> None:
    """Run the timetable whenever this process leads, until told to stop or no longer wanted."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    lock = lock_for(door_of(app).settings)
    try:
        while is_wanted() and not stop.is_set():
            if lock.is_held():
                _lead(app, timetable, lambda: is_wanted() and lock.is_held(), stop, pause)
            stop.wait(pause)
    finally:
        lock.release()


def _lead(
    app: Flask,
    timetable: tuple[Entry, ...],
    is_leader: Callable[[], bool],
    stop: threading.Event,
    pause: float,
) -> None:
    """Run the timetable until told to stop or the lead is lost; jobs end at their next step."""
    over = threading.Event()
    try:
        scheduler = scheduled(Runner(app, over.is_set), timetable)
    except SQLAlchemyError:
        logger.exception("The database cannot be read, so no job runs.")
        return
    scheduler.start()
    try:
        while is_leader() and not stop.wait(pause):
            pass
    finally:
        over.set()
        scheduler.shutdown(wait=True)


def scheduled(runner: Runner, timetable: tuple[Entry, ...]) -> BackgroundScheduler:
    """Return a scheduler with every entry; frequent and missed ones start at once."""
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(max(4, len(timetable)))},
        timezone=PACIFIC,
    )
    for entry in timetable:
        at_once = not entry.is_daily or _was_missed(runner.app, entry)
        scheduler.add_job(
            runner,
            "cron" if entry.is_daily else "interval",
            args=(entry,),
            id=entry.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=entry.grace_seconds,
            **({"next_run_time": WallClock().now()} if at_once else {}),
            **entry.trigger,
        )
    return scheduler


def _was_missed(app: Flask, entry: Entry) -> bool:
    with app.app_context():
        last = last_success(entry.name)
        return last is None or local_day(last) < door_of(app).clock.today()


def start_beside(app: Flask, timetable: tuple[Entry, ...] = TIMETABLE) -> Callable[[], None]:
    """Run the timetable in a child of this process and return what stops it.

    Call it before any thread is started. The child is begun again should it die, and it ends by
    itself when this process does.
    """
    parent = os.getpid()
    _close_connections(app)
    minder = os.fork()
    if minder == 0:
        try:
            _mind(app, timetable, parent)
        finally:
            os._exit(0)
    return lambda: _stop(minder)


def _close_connections(app: Flask) -> None:
    """Leave nothing open that the child would share: a connection belongs to one process."""
    if has_app_context():
        db.session.remove()
    with app.app_context():
        db.engine.dispose()


def _mind(app: Flask, timetable: tuple[Entry, ...], parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells the whole group; serve decides
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    minder = os.getpid()
    while os.getppid() == parent:
        worker = os.fork()
        if worker == 0:
            _work(app, timetable, lambda: os.getppid() == minder)
        while os.getppid() == parent and os.waitpid(worker, os.WNOHANG) == (0, 0):
            time.sleep(0.5)
        time.sleep(0.5)


def _work(app: Flask, timetable: tuple[Entry, ...], is_wanted: Callable[[], bool]) -> None:
    try:
        run(app, timetable, is_wanted, pause=0.5)
    except Exception:
        logger.exception("The timetable stopped; it is begun again.")
    finally:
        os._exit(0)


def _stop(minder: int) -> None:
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(minder, signal.SIGTERM)
        os.waitpid(minder, 0)
