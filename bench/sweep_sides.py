"""Four ways to tell of the same deadlines: the sweep, two loops over objects, timed jobs."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import create_engine, func, insert, select

from bench.sweep_world import OWNERS, TEAMS, TODAY
from compliance.core.states import DeadlineState
from compliance.db import prepare_engine, session, transaction
from compliance.deadlines.models import Alert, Deadline, DeadlineShape
from compliance.deadlines.queries.recipients import recipients_of
from compliance.deadlines.rules import look
from compliance.deadlines.services import sweep, sweep_slices
from compliance.occasions import Occasion


def seconds(act: Callable[[], object]) -> float:
    """Return how long one call takes, with no garbage of others to collect."""
    gc.collect()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def ours(on: Occasion) -> int:
    """Sweep as the timed job does, slice by slice."""
    written = 0
    for before in sweep_slices(on):
        with transaction():
            written += sweep(on, before=before).alerts_written
    return written


def due_deadlines(on: Occasion, sample: int):
    due = (Deadline.state == DeadlineState.RUNNING, Deadline.next_alert_on <= on.today)
    return select(Deadline).where(*due).order_by(Deadline.id).limit(sample)


def seen_by(shape: DeadlineShape, on: Occasion):
    rungs = on.book.ladders[shape.ladder].rungs_on(on.today)
    return look(rungs, shape.due_on, shape.legal_on, on.book.calendar(shape.calendar), on.today)


def new_alert(deadline: Deadline, rung: str, audience: str, person: int, on: Occasion) -> Alert:
    return Alert(
        deadline_id=deadline.id,
        due_on=deadline.due_on,
        rung=rung,
        audience=audience,
        recipient_id=person,
        written_on=on.today,
        written_at=on.now,
    )


def batched_loop(on: Occasion, sample: int) -> int:
    """Tell by objects, tuned: rule and people looked up once, a thousand deadlines a commit."""
    looks = {each.id: seen_by(each, on) for each in session().scalars(select(DeadlineShape))}
    owners = list(session().scalars(select(Deadline.owner_id).distinct()))
    people = recipients_of([each or 0 for each in owners], on.today)
    written = 0
    rows = session().scalars(due_deadlines(on, sample)).all()
    for batch in chunks(rows):
        known = told_already([each.id for each in batch])
        alerts = []
        for deadline in batch:
            found = looks[deadline.shape_id]
            for audience in found.audience:
                for person in people[deadline.owner_id][audience]:
                    key = (deadline.id, deadline.due_on, found.rung, person)
                    if key not in known:
                        known.add(key)
                        alerts.append(new_alert(deadline, found.rung, audience, person, on))
            deadline.next_alert_on = found.next_on
        session().add_all(alerts)
        session().flush()
        written += len(alerts)
    session().commit()
    return written


def chunks(rows: list, size: int = 1000) -> Iterator[list]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def told_already(ids: list[int]) -> set[tuple[int, date, str, int]]:
    query = select(Alert.deadline_id, Alert.due_on, Alert.rung, Alert.recipient_id)
    return {tuple(row) for row in session().execute(query.where(Alert.deadline_id.in_(ids)))}


def row_by_row(on: Occasion, sample: int) -> int:
    """Tell by objects as it is first written: each deadline asks for what it needs and commits."""
    written = 0
    ids = session().scalars(due_deadlines(on, sample).with_only_columns(Deadline.id)).all()
    for number in ids:
        deadline = session().get(Deadline, number)
        found = seen_by(session().get(DeadlineShape, deadline.shape_id), on)
        for audience in found.audience:
            for person in recipients_of([deadline.owner_id], on.today)[deadline.owner_id][audience]:
                told = select(func.count(Alert.id)).where(
                    Alert.deadline_id == number,
                    Alert.due_on == deadline.due_on,
                    Alert.rung == found.rung,
                    Alert.recipient_id == person,
                )
                if not session().scalar(told):
                    session().add(new_alert(deadline, found.rung, audience, person, on))
                    session().commit()
                    written += 1
        deadline.next_alert_on = found.next_on
        session().commit()
    return written


def job_per_deadline(app: Flask, jobs: int) -> float:
    """Return how long a scheduler takes that keeps one job per deadline in the same database."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    prepare_engine(engine)
    Told.engine, Told.left = engine, threading.Semaphore(0)
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        executors={"default": ThreadPoolExecutor(1)},
        timezone=UTC,
    )
    scheduler.start(paused=True)
    past = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(1, jobs + 1):
        scheduler.add_job(tell, "date", run_date=past, args=(number,), misfire_grace_time=None)
    taken = seconds(lambda: (scheduler.resume(), [Told.left.acquire() for _ in range(jobs)]))
    scheduler.shutdown()
    engine.dispose()
    return taken


class Told:
    """What the scheduler's jobs write to, and how they say that they are done."""

    engine = None
    left = None


def tell(number: int) -> None:
    now = datetime(2026, 11, 24, 14, tzinfo=UTC)
    with Told.engine.connect().execution_options(writes=True) as connection, connection.begin():
        owner, due_on = connection.execute(
            select(Deadline.owner_id, Deadline.due_on).where(Deadline.id == number)
        ).one()
        rows = [
            {
                "deadline_id": number,
                "due_on": due_on,
                "rung": "past_legal",
                "audience": audience,
                "recipient_id": person,
                "written_on": TODAY,
                "written_at": now,
            }
            for audience, person in (
                ("owner", owner),
                ("supervisor", OWNERS + 1),
                ("compliance", OWNERS + TEAMS + 1),
            )
        ]
        connection.execute(insert(Alert), rows)
    Told.left.release()
