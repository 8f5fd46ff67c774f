"""Definitions of figures as data: what is counted, over what, by whom, and what to aim for.

A definition says nothing about a plan's values. `targets` maps the first day in force to a number,
to `beat_last_year` or to `none`; a plan's own target, dated and with its reason, goes before it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from compliance.core.calendars import STRICT, Confidence, Source
from compliance.core.dated import began_on

KPI_ID = re.compile(r"[A-Z]-[A-Z0-9]+", re.ASCII)
PLAN, MBHO = "plan", "mbho"
ENTITIES = (PLAN, MBHO)
"""The kinds of side. A value stands under `plan` or an MBHO's key; the first one's is `mbho`."""
BEAT_LAST_YEAR, NO_TARGET = "beat_last_year", "none"
NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)
MONTHS_OF: dict[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
KpiUnit = Literal["percent", "days", "count", "ratio"]
Direction = Literal["up", "down", "watch"]
Cases = Literal["applications", "members", "other"]
Span = Literal["month", "quarter", "half_year", "year"]


def kind_of(entity: str) -> str:
    """Return which kind of side an entity is: the plan, or an MBHO by whatever key."""
    return PLAN if entity == PLAN else MBHO


@dataclass(frozen=True)
class Kpi:
    """One figure as defined: versioned, cited, with who reports it.

    `partner` names the figure under which the other side reports the same thing. `missed` says in
    one and in many what the difference of denominator and numerator is: "late notice". `short` is
    the title of its chart; `counting` tells how cases fall into a period. `cases` says what is
    counted, by which shared output leaves out small counts; `review` is its place among the charts
    of a meeting, 0 for none.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    steward: str
    numerator: str
    denominator: str
    unit: KpiUnit
    direction: Direction
    period: Span
    reporters: tuple[str, ...]
    valid_from: date
    confidence: Confidence
    sources: tuple[Source, ...]
    version: int
    targets: Mapping[date, str] = field(default_factory=dict)
    exclusions: str = ""
    counting: str = ""
    short: str = ""
    partner: str = ""
    missed: tuple[str, ...] = ()
    valid_to: date | None = None
    note: str = ""
    cases: Cases = "other"
    review: int = 0

    @property
    def months(self) -> int:
        """Return the length of its period in months."""
        return MONTHS_OF[self.period]

    @property
    def heading(self) -> str:
        """Return the title of its chart."""
        return self.short or self.title

    def target_on(self, day: date) -> str:
        """Return the shipped target in force on `day`: a number, or one of the two words."""
        began = began_on(self.targets, day)
        return self.targets[began] if began else NO_TARGET

    def is_valid_on(self, day: date) -> bool:
        """Return whether the figure is counted on `day`; a retired one is kept for its history."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def reported_as(self, entity: str) -> str:
        """Return the id under which `entity` reports this, or "" where it does not."""
        if kind_of(entity) in self.reporters:
            return self.id
        return self.partner
