"""Rule packs as adopted: kept whole, by hash, so that any result can be asked again."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Nature


class RulePack(Base):
    """One pack, kept whole under its hash."""

    __tablename__ = "rule_packs"
    nature: ClassVar[Nature] = "log"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class PackAdoption(Base):
    """The moment from which a pack is in force."""

    __tablename__ = "pack_adoptions"
    nature: ClassVar[Nature] = "log"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("rule_packs.version"))
    adopted_at: Mapped[datetime] = mapped_column(index=True)
