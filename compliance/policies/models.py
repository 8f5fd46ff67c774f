"""Tables of duties: who holds which part of which duty, from day to day. The rest is facts."""

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.core.duties import Part
from compliance.db import Base, Dated, Nature, words

STANDING = text("superseded_at IS NULL")


class DutyOwner(Dated, Base):
    """One person's part in one duty over a span of days; a department's lead has its code here."""

    __tablename__ = "duty_owners"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (
        Index(
            "ix_duty_owners_duty",
            "duty_id",
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(
            "ix_duty_owners_person",
            "person_id",
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    part: Mapped[Part] = mapped_column(words(Part, "duty_part"))
