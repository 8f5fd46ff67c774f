"""The table of financial responsibility."""

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.contracts.rules.rows import DofrRow
from compliance.db import Base, Dated, Nature


class Responsibility(Dated, Base):
    """One row of the division of financial responsibility over a span of days.

    `number` lasts: a row that is changed from a day on keeps it. An empty `group_key` means any
    medical group.
    """

    __tablename__ = "responsibilities"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (Index(None, "family", "line"), Index(None, "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    family: Mapped[str] = mapped_column(String(40))
    line: Mapped[str] = mapped_column(String(40))
    group_key: Mapped[str] = mapped_column(String(40), default="")
    entity: Mapped[str] = mapped_column(String(10))
    payment: Mapped[str] = mapped_column(String(20))
    citation: Mapped[str] = mapped_column(String(300))
    why: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    def as_row(self) -> DofrRow:
        """Return the row as rules take it."""
        return DofrRow(
            number=self.number,
            family=self.family,
            line=self.line,
            group_key=self.group_key,
            entity=self.entity,
            payment=self.payment,
            citation=self.citation,
            from_on=self.from_on,
            until_on=self.until_on,
        )
