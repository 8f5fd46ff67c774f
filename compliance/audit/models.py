"""The tables of the audit log. Rows are never changed or removed.

They point at people and facts by number alone: an entry must stand whatever becomes of the rest,
and writing one must wait for no other row.
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Nature

HASH = 64


class AuditEntry(Base):
    """One act, refusal or export. `seq` has no gaps; `hash` covers the row and the one before."""

    __tablename__ = "audit_entries"
    nature: ClassVar[Nature] = "log"
    __table_args__ = (
        Index("ix_audit_entries_recorded", "recorded_at", "seq"),
        Index("ix_audit_entries_person", "person_id", "seq"),
        Index("ix_audit_entries_subject", "subject_kind", "subject_id", "seq"),
        Index("ix_audit_entries_facts", "facts_to", "facts_from"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[datetime]
    person_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(12))
    act: Mapped[str] = mapped_column(String(120))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int | None]
    facts_from: Mapped[int | None]
    facts_to: Mapped[int | None]
    content: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(HASH))
    hash: Mapped[str] = mapped_column(String(HASH))


class AccessLook(Base):
    """That somebody was shown restricted or identifying data of one record."""

    __tablename__ = "access_log"
    nature: ClassVar[Nature] = "log"
    __table_args__ = (
        Index("ix_access_log_looked", "looked_at", "id"),
        Index("ix_access_log_subject", "subject_kind", "subject_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    looked_at: Mapped[datetime]
    person_id: Mapped[int | None]
    data_class: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text, default="")


class AccessDigest(Base):
    """The hash over a run of the access log, chained to the one before."""

    __tablename__ = "access_digests"
    nature: ClassVar[Nature] = "log"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    first_id: Mapped[int]
    last_id: Mapped[int]
    rows: Mapped[int]
    previous: Mapped[str] = mapped_column(String(HASH))
    hash: Mapped[str] = mapped_column(String(HASH))


class AuditCheck(Base):
    """One check of the whole log: how long it was, its last hash, and what is bad.

    Altered rule packs stand by name, between commas.
    """

    __tablename__ = "audit_checks"
    nature: ClassVar[Nature] = "log"

    id: Mapped[int] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime]
    entries: Mapped[int]
    first_bad: Mapped[int | None]
    digests: Mapped[int]
    first_bad_digest: Mapped[int | None]
    bad_packs: Mapped[str] = mapped_column(Text, default="", server_default="")
    head: Mapped[str] = mapped_column(String(HASH))
