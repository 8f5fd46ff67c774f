"""The table of facts. Every feature's history is in it; rows are never changed or removed."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.core.facts import Fact
from compliance.db import Base, Nature


class FactRow(Base):
    """One recorded event of one subject."""

    __tablename__ = "facts"
    nature: ClassVar[Nature] = "fact"
    __table_args__ = (Index(None, "subject_kind", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[str] = mapped_column(String(200), default="")
    payload: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("facts.id"), index=True)

    def as_fact(self) -> Fact:
        """Return the row as rules take it."""
        return Fact(
            kind=self.kind,
            happened_on=self.happened_on,
            recorded_at=self.recorded_at,
            payload=dict(self.payload),
            id=self.id,
            person_id=self.person_id,
            why=self.why,
            origin=self.origin,
            supersedes_id=self.supersedes_id,
            version=self.version,
        )
