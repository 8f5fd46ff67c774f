"""Reading queued work and the runs of timed jobs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from compliance.core.errors import NotFound
from compliance.core.states import WorkState
from compliance.db import session
from compliance.work.models import JobRun, WorkItem
from compliance.work.rules import share_done


@dataclass(frozen=True)
class WorkView:
    """One piece of work as its page shows it."""

    id: int
    kind: str
    state: WorkState
    input: dict[str, Any]
    done: int
    total: int
    result: dict[str, Any]
    error: str
    person_id: int | None
    made_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def percent(self) -> int:
        """Return the progress in whole percent."""
        return 100 if self.state is WorkState.DONE else share_done(self.done, self.total)


@dataclass(frozen=True)
class JobRunView:
    """One run of a timed job."""

    name: str
    started_at: datetime
    finished_at: datetime
    result: dict[str, Any]
    error: str


_RUN = (JobRun.name, JobRun.started_at, JobRun.finished_at, JobRun.result, JobRun.error)
_WORK = (
    WorkItem.id,
    WorkItem.kind,
    WorkItem.state,
    WorkItem.input,
    WorkItem.done,
    WorkItem.total,
    WorkItem.result,
    WorkItem.error,
    WorkItem.person_id,
    WorkItem.made_at,
    WorkItem.started_at,
    WorkItem.finished_at,
)


def work_item(work_id: int) -> WorkView:
    """Return one piece of work; raises `NotFound`."""
    found = session().execute(select(*_WORK).where(WorkItem.id == work_id)).mappings().first()
    if found is None:
        raise NotFound(f"There is no work {work_id}.")
    return WorkView(**found)


def last_runs() -> list[JobRunView]:
    """Return the latest run of every job that has run, by name."""
    latest = select(func.max(JobRun.id)).group_by(JobRun.name)
    query = select(*_RUN).where(JobRun.id.in_(latest)).order_by(JobRun.name)
    return [JobRunView(**row) for row in session().execute(query).mappings()]


def last_success_query(name: str) -> ScalarSelect[datetime]:
    """Return when a job last ended without error, as part of a larger statement."""
    query = select(func.max(JobRun.finished_at)).where(JobRun.name == name, JobRun.error == "")
    return query.scalar_subquery()


def last_success(name: str) -> datetime | None:
    """Return when a job last ended without error, or None if it never has."""
    query = select(func.max(JobRun.finished_at)).where(JobRun.name == name, JobRun.error == "")
    return session().scalar(query)


def is_late(name: str, now: datetime, longest: timedelta) -> bool:
    """Return whether a daily job has not ended well for longer than that, or never has."""
    last = last_success(name)
    return last is None or now - last > longest
