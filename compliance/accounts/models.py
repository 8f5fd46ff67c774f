"""People, their roles, and where they stand: department and supervisor, dated."""

from datetime import datetime
from typing import Any, ClassVar

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Index, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from compliance.db import Base, Dated, Nature

person_roles = Table(
    "person_roles",
    Base.metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("role_id", ForeignKey("roles.id"), primary_key=True),
)


class RoleRow(RoleMixin, Base):
    """A role of contract section 7; its permissions stand in `core/permissions.py`."""

    __tablename__ = "roles"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)


class Person(UserMixin, Base):
    """Somebody who may sign in, or could before being deactivated."""

    __tablename__ = "people"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    roles: Mapped[list[RoleRow]] = relationship(secondary=person_roles, lazy="selectin")


class Placement(Dated, Base):
    """A person's department and supervisor over a span of time."""

    __tablename__ = "placements"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (
        Index(
            "ix_placements_now",
            "person_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL AND until_on IS NULL"),
            postgresql_where=text("superseded_at IS NULL AND until_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    department: Mapped[str] = mapped_column(String(80), default="")
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
