"""The tables of queued work and of timed job runs."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.core.states import WorkState
from compliance.db import Base, Nature, words

OPEN = text("state IN ('waiting', 'running')")


class WorkItem(Base):
    """One piece of long work: what it was asked, how far it is, what came of it."""

    __tablename__ = "work_items"
    nature: ClassVar[Nature] = "work"
    __table_args__ = (
        Index("ix_work_items_open", "state", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[WorkState] = mapped_column(words(WorkState, "work_state"))
    input: Mapped[dict[str, Any]]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(120), default="")


class JobRun(Base):
    """One finished run of a timed job; a run that was killed leaves none."""

    __tablename__ = "job_runs"
    nature: ClassVar[Nature] = "log"
    __table_args__ = (Index("ix_job_runs_name", "name", "finished_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    result: Mapped[dict[str, Any]]
    error: Mapped[str] = mapped_column(Text, default="")
