"""Tables of the engine: deadlines, what they said before, their shapes, and alerts to people."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.core.states import DeadlineState
from compliance.db import Base, Dated, Nature, words

RUNNING = text("state = 'running'")
MET = text("met_on IS NOT NULL")
MISSED = text("missed_on IS NOT NULL")
OPEN = text("closed_at IS NULL")


class DeadlineShape(Base):
    """A ladder, a due day and a limit that many deadlines share; looked at once per sweep."""

    __tablename__ = "deadline_shapes"
    nature: ClassVar[Nature] = "work"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    ladder: Mapped[str] = mapped_column(String(40))
    calendar: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date]
    legal_on: Mapped[date | None]


class Deadline(Base):
    """One clock running, met or void for one subject, as its facts say now."""

    __tablename__ = "deadlines"
    nature: ClassVar[Nature] = "projection"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "kind", "cycle"),
        Index(
            "ix_deadlines_next_alert_on",
            "next_alert_on",
            "id",
            "shape_id",
            "owner_id",
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index(
            "ix_deadlines_owner_due",
            "owner_id",
            "due_on",
            "id",
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index(
            "ix_deadlines_kind_due",
            "kind",
            "due_on",
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index("ix_deadlines_met", "kind", "met_on", sqlite_where=MET, postgresql_where=MET),
        Index(
            "ix_deadlines_missed",
            "kind",
            "missed_on",
            sqlite_where=MISSED,
            postgresql_where=MISSED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    cycle: Mapped[int] = mapped_column(default=1)
    label: Mapped[str] = mapped_column(String(1100))
    ref: Mapped[str] = mapped_column(String(64))
    started_on: Mapped[date]
    due_on: Mapped[date]
    legal_on: Mapped[date | None]
    act_by: Mapped[date]
    statutory: Mapped[bool]
    state: Mapped[DeadlineState] = mapped_column(words(DeadlineState, "deadline_state"))
    met_on: Mapped[date | None]
    voided_on: Mapped[date | None]
    missed_on: Mapped[date | None]
    since_on: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    shape_id: Mapped[int] = mapped_column(ForeignKey("deadline_shapes.id"))
    next_alert_on: Mapped[date | None]
    pack: Mapped[str] = mapped_column(String(12))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class DeadlineSpan(Dated, Base):
    """What one deadline said over a span of days, the present included, so any day can be asked.

    Found by subject, kind and cycle, not by the deadline's number.
    """

    __tablename__ = "deadline_spans"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (
        Index("ix_deadline_spans_subject", "subject_kind", "subject_id", "kind", "cycle"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    cycle: Mapped[int]
    label: Mapped[str] = mapped_column(String(1100))
    ref: Mapped[str] = mapped_column(String(64))
    started_on: Mapped[date]
    due_on: Mapped[date]
    legal_on: Mapped[date | None]
    act_by: Mapped[date]
    statutory: Mapped[bool]
    state: Mapped[DeadlineState] = mapped_column(words(DeadlineState, "deadline_span_state"))
    met_on: Mapped[date | None]
    missed_on: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Alert(Base):
    """One message owed to one person about one rung of one deadline.

    At most one is open for a deadline, due day, rung and recipient; one that was closed because
    the work was done stays as it was, and a new one is written should the work be open again.
    """

    __tablename__ = "alerts"
    nature: ClassVar[Nature] = "log"
    __table_args__ = (
        Index(
            "uq_alerts_open",
            "deadline_id",
            "due_on",
            "rung",
            "recipient_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "ix_alerts_open",
            "recipient_id",
            "message_id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "ix_alerts_closed",
            "recipient_id",
            "closed_at",
            "id",
            sqlite_where=text("closed_at IS NOT NULL"),
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadlines.id"))
    due_on: Mapped[date]
    rung: Mapped[str] = mapped_column(String(20))
    audience: Mapped[str] = mapped_column(String(12))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_on: Mapped[date]
    written_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_why: Mapped[str] = mapped_column(String(12), default="", server_default="")
    snoozed_until: Mapped[date | None]
    snooze_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    snoozed_at: Mapped[datetime | None]
    snoozed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
