"""The standing agenda of a joint meeting, as dated data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from compliance.core.calendars import STRICT, Confidence, Source
from compliance.core.dated import began_on
from compliance.core.dates import day_words
from compliance.core.errors import NoValueInForce


@dataclass(frozen=True)
class StandingItem:
    """One item that every meeting of a series has.

    `maps_to` names duties and measures it serves; a required one is one of the agenda duties of
    the policy and is never left out of a series.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    key: str
    title: str
    says: str
    minutes: int
    maps_to: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class StandingAgenda:
    """The template that a series of meetings starts from; dated like every other value."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    values: Mapping[date, tuple[StandingItem, ...]]
    confidence: Confidence
    sources: tuple[Source, ...]
    note: str = ""

    def items_on(self, day: date) -> tuple[StandingItem, ...]:
        """Return the items in force on `day`, in their order."""
        began = began_on(self.values, day)
        if began is None:
            raise NoValueInForce(f"Agenda {self.id} has no items on {day_words(day)}.")
        return self.values[began]
