"""The tables of what goes out: messages, and the log of every try."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.core.states import MessageState
from compliance.db import Base, Nature, words
from compliance.outbox.rules import AttemptResult

WAITING = text("state = 'waiting'")
SENDING = text("state = 'sending'")
UNHEARD = text("heard_number < result_number")


class Message(Base):
    """One message to one recipient, from being queued to what became of it.

    `result_number` grows with every new result (accepted, failed, bounced); `heard_number` is the
    last one that the feature it belongs to has taken in.
    """

    __tablename__ = "messages"
    nature: ClassVar[Nature] = "work"
    __table_args__ = (
        Index("ix_messages_due", "next_attempt_at", "id", sqlite_where=WAITING,
              postgresql_where=WAITING),
        Index("ix_messages_sending", "claimed_at", sqlite_where=SENDING, postgresql_where=SENDING),
        Index("ix_messages_unheard", "kind", "id", sqlite_where=UNHEARD, postgresql_where=UNHEARD),
        Index("ix_messages_queued", "queued_at", "id"),
        Index("ix_messages_state", "state", "queued_at", "id"),
        Index("ix_messages_subject", "subject_kind", "subject_id", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject_kind: Mapped[str] = mapped_column(String(32), default="")
    subject_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    to_address: Mapped[str] = mapped_column(String(320))
    cc_address: Mapped[str] = mapped_column(String(320), default="")
    subject: Mapped[str] = mapped_column(String(500))
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text, default="")
    calendar: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[MessageState] = mapped_column(words(MessageState, "message_state"))
    message_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    rfc822_id: Mapped[str] = mapped_column(String(64), unique=True)
    queued_at: Mapped[datetime]
    queued_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    not_before: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str] = mapped_column(String(120), default="")
    accepted_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    response: Mapped[str] = mapped_column(Text, default="")
    result_number: Mapped[int] = mapped_column(default=0)
    heard_number: Mapped[int] = mapped_column(default=0)


class Hold(Base):
    """From when nothing goes out, and why; an administrator releases it.

    `backup_made_at` is the moment that a restored instance was taken back to.
    """

    __tablename__ = "holds"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    backup_made_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class MessageAttempt(Base):
    """One try, or one thing learned or decided about a message later. Never changed."""

    __tablename__ = "message_attempts"
    nature: ClassVar[Nature] = "log"
    __table_args__ = (Index("ix_message_attempts_message", "message_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    tried_at: Mapped[datetime]
    result: Mapped[AttemptResult] = mapped_column(words(AttemptResult, "attempt_result"))
    response: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
