"""The table of role decisions."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Dated, Nature
from compliance.eligibility.rules.answers import Kept
from compliance.eligibility.rules.decisions import DAY, Decision, Span


class RoleDecision(Dated, Base):
    """One decision for a role on a line, in force over its days, as recorded until superseded.

    `number` is lasting: an ended decision keeps it. Source: domain notes, section 11.
    """

    __tablename__ = "role_decisions"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (Index(None, "role", "line", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0, index=True)
    role: Mapped[str] = mapped_column(String(20))
    line: Mapped[str] = mapped_column(String(40))
    billing: Mapped[str] = mapped_column(String(20))
    credentialed: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    evidence_url: Mapped[str] = mapped_column(Text, default="")
    file_sha256: Mapped[str] = mapped_column(String(64), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    wording: Mapped[str] = mapped_column(Text, default="")
    supervisor: Mapped[str] = mapped_column(Text, default="")
    claim_fields: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date | None]
    why: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    def as_kept(self) -> Kept:
        """Return the row as rules take it."""
        said = Decision(
            role=self.role,
            billing=self.billing,
            credentialed=self.credentialed,
            from_on=self.from_on,
            last_on=self.until_on - DAY if self.until_on else None,
            basis=self.basis,
            evidence=self.evidence,
            evidence_url=self.evidence_url,
            file_sha256=self.file_sha256,
            file_name=self.file_name,
            wording=self.wording,
            supervisor=self.supervisor,
            claim_fields=self.claim_fields,
            decided_by=self.decided_by,
            decided_on=self.decided_on,
        )
        return Kept(self.number, self.line, Span(self.billing, self.from_on, self.until_on), said)
