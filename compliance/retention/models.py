"""The table of legal holds."""

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Dated, Nature


class LegalHold(Dated, Base):
    """That records are kept whatever the schedule says, until released; `number` lasts.

    `subject_kind` and `subject_ref` name one record; both are empty where words alone say what is
    held.
    """

    __tablename__ = "legal_holds"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (Index("ix_legal_holds_subject", "subject_kind", "subject_ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(index=True)
    subject_kind: Mapped[str] = mapped_column(String(20), default="")
    subject_ref: Mapped[str] = mapped_column(String(64), default="")
    scope: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    placed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    released_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    release_reason: Mapped[str] = mapped_column(Text, default="")
