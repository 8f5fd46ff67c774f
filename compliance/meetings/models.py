"""Tables of meetings: lasting numbers, and where each meeting stands now. The facts hold the rest.

What a page shows of a series, a meeting or an action item is folded from its facts, so that any
other day can be asked for.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Nature


class MeetingSeries(Base):
    """The lasting number of a series of meetings."""

    __tablename__ = "meeting_series"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]


class MeetingRow(Base):
    """One meeting: its reference, which lasts, and the day it is held on now.

    `by_rule` is the day of the series that it stands for, so that none is planned twice.
    """

    __tablename__ = "meetings"
    nature: ClassVar[Nature] = "projection"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meeting_series.id"), index=True)
    ref: Mapped[str] = mapped_column(String(16), unique=True)
    by_rule: Mapped[date]
    held_on: Mapped[date] = mapped_column(index=True)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    is_closed: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]


class ActionRow(Base):
    """The lasting number of an action item."""

    __tablename__ = "meeting_actions"
    nature: ClassVar[Nature] = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
