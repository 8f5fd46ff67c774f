"""Tables of intake: imports, their staged rows, what was said of them, and small files."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Nature


class ApplicationImport(Base):
    """One file of applications: what it is, how far it is, what came of it.

    `stage` is one of `rules.imports.Stage`. `counts` holds read, created, updated and unchanged.
    """

    __tablename__ = "application_imports"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(String(12), index=True)
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    header: Mapped[list[str]] = mapped_column(default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    kept: Mapped[list[str]] = mapped_column(default=list)
    sample: Mapped[list[Any]] = mapped_column(default=list)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_partial: Mapped[bool] = mapped_column(default=False)
    staged: Mapped[int] = mapped_column(default=0)
    applied: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    work_id: Mapped[int | None] = mapped_column(ForeignKey("work_items.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ImportRow(Base):
    """One good row of a file, staged; no page or list reads it. Gone when the import is done.

    A row with an `outcome` has been applied, in the same transaction as what it changed.
    """

    __tablename__ = "import_rows"
    nature: ClassVar[Nature] = "work"
    __table_args__ = (
        Index(
            "ix_import_rows_waiting",
            "import_id",
            "has_ref",
            "row",
            sqlite_where=text("outcome = ''"),
            postgresql_where=text("outcome = ''"),
        ),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("application_imports.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    has_ref: Mapped[bool]
    cells: Mapped[dict[str, Any]]
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application_refs.id"))


class ImportMessage(Base):
    """What was wrong in one row of a file: a problem kept, or why the row was refused."""

    __tablename__ = "import_messages"
    nature: ClassVar[Nature] = "work"
    __table_args__ = (Index(None, "import_id", "is_refusal", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("application_imports.id"))
    is_refusal: Mapped[bool]
    row: Mapped[int]
    column: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(String(600))
    message: Mapped[str] = mapped_column(Text)


class SmallFile(Base):
    """One file of a small kind: what it is, and what came of it. `kind` is a `FileKind.name`.

    `stage` is one of `rules.Stage`: checked, done or discarded. `sha256` is empty once the kept
    file is forgotten.
    """

    __tablename__ = "small_files"
    nature: ClassVar[Nature] = "work"
    __table_args__ = (Index(None, "kind", "id"), Index(None, "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
