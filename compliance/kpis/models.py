"""The table of reported values: numerator and denominator are kept, the figure is worked out."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from compliance.db import Base, Dated, Nature, words
from compliance.kpis.rules import ValueStatus


class KpiValue(Dated, Base):
    """One value as reported for a side, a product and a period, until it is restated.

    Of a duration `numerator` is the median in days, `denominator` the cases it is of.
    """

    __tablename__ = "kpi_values"
    nature: ClassVar[Nature] = "dated"
    __table_args__ = (Index("ix_kpi_values_key", "kpi_id", "entity", "period_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(40))
    product: Mapped[str] = mapped_column(String(40), default="")
    period_from: Mapped[date]
    period_to: Mapped[date]
    numerator: Mapped[float]
    denominator: Mapped[int]
    data_as_of: Mapped[date | None]
    run_out: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[ValueStatus] = mapped_column(words(ValueStatus, "kpi_value_status"))
    reason: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    submitter_role: Mapped[str] = mapped_column(String(20), default="")


class KpiAsk(Base):
    """That a partner was asked for figures: which, by when, and the messages that asked."""

    __tablename__ = "kpi_asks"
    nature: ClassVar[Nature] = "log"
    __table_args__ = (Index("ix_kpi_asks_period", "period_from", "entity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(String(40))
    period_from: Mapped[date]
    period_to: Mapped[date]
    kpi_ids: Mapped[list[str]]
    needed_on: Mapped[date]
    asked_on: Mapped[date]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    messages: Mapped[int]
    recorded_at: Mapped[datetime]
