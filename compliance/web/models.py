"""Tables of the web floor."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Nature


class PostKey(Base):
    """One submitted form: its key, who sent it, and where the act led."""

    __tablename__ = "post_keys"
    nature: ClassVar[Nature] = "work"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    posted_at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str] = mapped_column(String(500), default="")


class EndedSession(Base):
    """A sign-in whose person has signed out: its cookie opens nothing, wherever a copy lies."""

    __tablename__ = "ended_sessions"
    nature: ClassVar[Nature] = "work"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime] = mapped_column(index=True)


class Draft(Base):
    """What a person had typed into a form when the session ended, by the page it stands on.

    `form` tells one copy of a form from the others of that page: its post key, else its address.
    """

    __tablename__ = "drafts"
    nature: ClassVar[Nature] = "work"
    __table_args__ = (UniqueConstraint("person_id", "page", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    page: Mapped[str] = mapped_column(String(500))
    form: Mapped[str] = mapped_column(String(500), default="", server_default="")
    fields: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime] = mapped_column(index=True)
