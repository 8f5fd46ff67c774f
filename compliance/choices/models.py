"""The table of dated choices."""

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Dated, Nature


class Choice(Dated, Base):
    """One choice of the plan, in force from a day, as recorded until superseded."""

    __tablename__ = "choices"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (Index(None, "key", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    value: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
