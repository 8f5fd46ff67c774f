"""How long each kind of record is kept, as dated and cited data. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from compliance.core.calendars import STRICT, Confidence, Source
from compliance.core.dated import began_on


@dataclass(frozen=True)
class Retention:
    """One kind of record: what its tables hold, and for how many years that is kept.

    `years` maps the first day in force to a number; 0 says that it may go as soon as it is of no
    use. `counts_from` says from which day the years count.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    title: str
    holds: str
    tables: tuple[str, ...]
    years: Mapping[date, int]
    counts_from: str
    confidence: Confidence
    sources: tuple[Source, ...]

    def years_on(self, day: date) -> int | None:
        """Return the years in force on `day`, None before the first value."""
        began = began_on(self.years, day)
        return self.years[began] if began else None
