"""Tables of applications: the lasting reference, the projection for lists, saved views."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.core.states import ApplicationState
from compliance.db import Base, Dated, Nature, words
from compliance.directory.models import NOW, now_index

OPEN_NOW = text("superseded_at IS NULL AND until_on IS NULL AND is_open")
LONGEST_SEARCH = 500
"""A longer one would not fit in an index of PostgreSQL, which holds 2,700 bytes a row."""


def open_index(name: str, *columns: str) -> Index:
    """Return the partial index over open applications as they are now."""
    return Index(name, *columns, sqlite_where=OPEN_NOW, postgresql_where=OPEN_NOW)


class ApplicationRef(Base):
    """The lasting number and reference of an application; never changed but for its twin.

    `identity` is what a file row without a reference is known by; `imported` keeps the values
    the last file gave, so that the same file changes nothing even after a correction by hand.
    """

    __tablename__ = "application_refs"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[int | None] = mapped_column(unique=True)
    identity: Mapped[str] = mapped_column(String(1200), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("providers.id"), index=True)
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("practices.id"))
    twin_id: Mapped[int | None] = mapped_column(ForeignKey("application_refs.id"))
    imported: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]


class FormerBelonging(Dated, Base):
    """Whose an application was thought to be, until a correction said otherwise.

    Each row ended: what an application belongs to now stands with its lasting number.
    """

    __tablename__ = "former_belongings"
    nature: ClassVar[Nature] = "dated"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application_refs.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("providers.id"))
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("practices.id"))
    twin_id: Mapped[int | None] = mapped_column(ForeignKey("application_refs.id"))


class ApplicationRow(Dated, Base):
    """One application over a span of days, worked out from its facts; rebuilt to the same rows."""

    __tablename__ = "applications"
    nature: ClassVar[Nature] = "projection"
    __table_args__ = (
        now_index("ix_applications_now", "application_id"),
        Index(None, "application_id", "recorded_at"),
        now_index("ix_applications_npi", "npi", unique=False),
        now_index(
            "ix_applications_limit", "limit_on", "soonest_on", "application_id", unique=False
        ),
        open_index("ix_applications_soonest", "soonest_on", "application_id"),
        open_index("ix_applications_state", "state", "soonest_on", "application_id"),
        open_index("ix_applications_owner", "owner_id", "soonest_on", "application_id"),
        open_index("ix_applications_practice", "practice_name", "soonest_on", "application_id"),
        open_index("ix_applications_associate", "is_associate", "soonest_on", "application_id"),
        open_index("ix_applications_notice", "notice_sort_on", "application_id"),
        open_index("ix_applications_decision", "decision_sort_on", "application_id"),
        open_index("ix_applications_name", "search_text", "application_id"),
        now_index("ix_applications_delegate", "delegate", "soonest_on", unique=False),
        Index(
            "ix_applications_closed",
            "is_open",
            "last_on",
            "application_id",
            sqlite_where=NOW,
            postgresql_where=NOW,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application_refs.id"))
    ref: Mapped[str] = mapped_column(String(64))
    state: Mapped[ApplicationState] = mapped_column(words(ApplicationState, "application_state"))
    is_open: Mapped[bool]
    is_associate: Mapped[bool]
    last_name: Mapped[str] = mapped_column(String(500))
    first_name: Mapped[str] = mapped_column(String(500))
    sort_name: Mapped[str] = mapped_column(String(1001))
    search_text: Mapped[str] = mapped_column(String(LONGEST_SEARCH))
    npi: Mapped[str] = mapped_column(String(500))
    role: Mapped[str] = mapped_column(String(500))
    provider_class: Mapped[str] = mapped_column(String(10))
    practice_name: Mapped[str] = mapped_column(String(500))
    model: Mapped[str] = mapped_column(String(500))
    lines: Mapped[list[str]]
    destination: Mapped[str] = mapped_column(String(500))
    delegate: Mapped[str] = mapped_column(String(500), default="", server_default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    received_on: Mapped[date]
    completed_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    notice_kind: Mapped[str] = mapped_column(String(40))
    notice_started_on: Mapped[date | None]
    notice_due_on: Mapped[date | None]
    notice_legal_on: Mapped[date | None]
    notice_act_by: Mapped[date | None]
    notice_met_on: Mapped[date | None]
    notice_is_void: Mapped[bool]
    notice_missed_on: Mapped[date | None]
    notice_sort_on: Mapped[date]
    decision_kind: Mapped[str] = mapped_column(String(40))
    decision_started_on: Mapped[date | None]
    decision_due_on: Mapped[date | None]
    decision_legal_on: Mapped[date | None]
    decision_act_by: Mapped[date | None]
    decision_met_on: Mapped[date | None]
    decision_is_void: Mapped[bool]
    decision_missed_on: Mapped[date | None]
    decision_sort_on: Mapped[date]
    soonest_on: Mapped[date]
    limit_on: Mapped[date]
    is_statutory: Mapped[bool]
    missing_count: Mapped[int]
    problem_count: Mapped[int]
    step: Mapped[str] = mapped_column(String(32))
    last_kind: Mapped[str] = mapped_column(String(40))
    last_on: Mapped[date]
    pack: Mapped[str] = mapped_column(String(12))


class SavedView(Base):
    """A person's own view of the queue: its name and the filters in the address."""

    __tablename__ = "saved_views"
    nature: ClassVar[Nature] = "work"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
