"""People, their roles, and where they stand: department and supervisor, dated."""

from datetime import date, datetime
from typing import Any, ClassVar

from flask_security.core import RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from compliance.db import Base, Dated, Nature

person_roles = Table(
    "person_roles",
    Base.metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("role_id", ForeignKey("roles.id"), primary_key=True),
)
NOW = text("superseded_at IS NULL AND until_on IS NULL")


class RoleRow(RoleMixin, Base):
    """A role of contract section 7; its permissions stand in `core/permissions.py`."""

    __tablename__ = "roles"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)


class Person(UserMixin, Base):
    """Somebody who may sign in, or could before being deactivated.

    `organization` is the key of the MBHO that a partner works for, empty for the plan's people.
    No password yet means invited. Changing `fs_uniquifier` ends the person's sessions. The three
    ignored types are narrower here than the library declares them.
    """

    __tablename__ = "people"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    organization: Mapped[str] = mapped_column(String(40), default="", server_default="")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        String(64), unique=True
    )
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    roles: Mapped[list[RoleRow]] = relationship(  # type: ignore[assignment]
        secondary=person_roles, lazy="selectin"
    )
    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]
        cascade="all, delete-orphan"
    )


class PersonStanding(Dated, Base):
    """What a person was called and might do over a span of days, kept beside the account.

    The newest row says what the account says; the older ones answer for days gone by.
    """

    __tablename__ = "person_standings"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (
        Index(
            "ix_person_standings_now",
            "person_id",
            unique=True,
            sqlite_where=NOW,
            postgresql_where=NOW,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    organization: Mapped[str] = mapped_column(String(40), default="")
    roles: Mapped[list[str]]
    is_active: Mapped[bool]
    is_invited: Mapped[bool]


class Passkey(WebAuthnMixin, Base):
    """A passkey of a person; the fields are those the sign-in library asks for."""

    __tablename__ = "passkeys"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None]
    backup_state: Mapped[bool] = mapped_column(default=False)
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    lastuse_datetime: Mapped[datetime]
    usage: Mapped[str] = mapped_column(String(64))


class Placement(Dated, Base):
    """A person's department and supervisor over a span of time."""

    __tablename__ = "placements"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (
        Index(
            "ix_placements_now",
            "person_id",
            unique=True,
            sqlite_where=NOW,
            postgresql_where=NOW,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    department: Mapped[str] = mapped_column(String(80), default="")
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Absence(Dated, Base):
    """A span of days on which a person is away; `until_on` is the day of the return."""

    __tablename__ = "absences"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (Index("ix_absences_person", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class SignInFailure(Base):
    """One wrong password, code or token, kept for as long as it slows the next try."""

    __tablename__ = "sign_in_failures"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), index=True)
    place: Mapped[str] = mapped_column(String(64), index=True)
    failed_at: Mapped[datetime]


class SecondStep(Base):
    """A person's authenticator app: its encrypted secret and the last count used."""

    __tablename__ = "second_steps"
    nature: ClassVar[Nature] = "work"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Text)
    last_counter: Mapped[int] = mapped_column(BigInteger, default=0)
    made_at: Mapped[datetime]


class RecoveryCode(Base):
    """One code that stands in for the authenticator app, once; only its hash is kept."""

    __tablename__ = "recovery_codes"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """What a script shows instead of a sign-in; only its hash and its first letters are kept."""

    __tablename__ = "api_tokens"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    prefix: Mapped[str] = mapped_column(String(16))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[list[str]]
    ends_on: Mapped[date]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
