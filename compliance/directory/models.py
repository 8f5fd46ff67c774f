"""Tables of the directory: a lasting number for each, its values dated beside it.

`NetworkMember` and `NetworkPlace` say who is in the network, and where.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Dated, Nature

NEVER = date(2199, 12, 31)
"""The day by which a row without a date is ordered."""
NOW = text("superseded_at IS NULL AND until_on IS NULL")


def now_index(name: str, *columns: str, unique: bool = True) -> Index:
    """Return the partial index over the rows that hold now."""
    return Index(name, *columns, unique=unique, sqlite_where=NOW, postgresql_where=NOW)


class Provider(Base):
    """The lasting number of an individual or facility."""

    __tablename__ = "providers"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime]


class ProviderDetail(Dated, Base):
    """What is known of a provider over a span of time."""

    __tablename__ = "provider_details"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (
        now_index("ix_provider_details_now", "provider_id"),
        now_index("ix_provider_details_npi", "npi", unique=False),
        now_index("ix_provider_details_license", "license_number", unique=False),
        now_index("ix_provider_details_caqh", "caqh_id", unique=False),
        now_index("ix_provider_details_name", "sort_name", unique=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("providers.id"))
    last_name: Mapped[str] = mapped_column(String(500))
    first_name: Mapped[str] = mapped_column(String(500), default="")
    sort_name: Mapped[str] = mapped_column(String(1001))
    npi: Mapped[str] = mapped_column(String(500), default="")
    license_number: Mapped[str] = mapped_column(String(500), default="")
    license_state: Mapped[str] = mapped_column(String(500), default="")
    caqh_id: Mapped[str] = mapped_column(String(500), default="")
    email: Mapped[str] = mapped_column(String(500), default="")


class ProviderRestricted(Dated, Base):
    """Restricted values of a provider (contract section 7): seen by named permission only."""

    __tablename__ = "provider_restricted"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (now_index("ix_provider_restricted_now", "provider_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("providers.id"))
    birth_date: Mapped[date | None]


class Practice(Base):
    """The lasting number of a practice."""

    __tablename__ = "practices"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime]


class PracticeDetail(Dated, Base):
    """What is known of a practice over a span of time."""

    __tablename__ = "practice_details"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (
        now_index("ix_practice_details_now", "practice_id"),
        now_index("ix_practice_details_name", "name", unique=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"))
    name: Mapped[str] = mapped_column(String(500))
    npi: Mapped[str] = mapped_column(String(500), default="")
    tin: Mapped[str] = mapped_column(String(500), default="")
    contact_email: Mapped[str] = mapped_column(String(500), default="")


class Location(Dated, Base):
    """An address of a practice over a span of time."""

    __tablename__ = "locations"
    nature: ClassVar[Nature] = "dated"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"), index=True)
    line: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    county: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(2), default="")
    zip_code: Mapped[str] = mapped_column(String(10), default="")


class NetworkMember(Dated, Base):
    """What the roster says of a provider over a span of time.

    `lapses_on` is the earlier of the two expiry dates, `NEVER` where neither is known.
    """

    __tablename__ = "network_members"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (
        now_index("ix_network_members_now", "provider_id"),
        now_index("ix_network_members_lapses", "lapses_on", "provider_id", unique=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("providers.id"))
    role: Mapped[str] = mapped_column(String(500), default="")
    provider_class: Mapped[str] = mapped_column(String(10), default="")
    status: Mapped[str] = mapped_column(String(20))
    last_decision_on: Mapped[date | None]
    license_expires_on: Mapped[date | None]
    malpractice_expires_on: Mapped[date | None]
    lapses_on: Mapped[date]
    team_role: Mapped[str] = mapped_column(String(40), default="")
    supervisor_npi: Mapped[str] = mapped_column(String(500), default="")


class NetworkPlace(Dated, Base):
    """Where a provider of the network sees people: a practice, its address if known, from-until."""

    __tablename__ = "network_places"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (Index(None, "provider_id", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("providers.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"), index=True)
    line: Mapped[str] = mapped_column(String(500), default="")
    city: Mapped[str] = mapped_column(String(500), default="")
    county: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(500), default="")
    zip_code: Mapped[str] = mapped_column(String(500), default="")


class Organization(Dated, Base):
    """The plan, an MBHO or a medical group over a span of time; `key` lasts."""

    __tablename__ = "organizations"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (now_index("ix_organizations_now", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(500), default="")
