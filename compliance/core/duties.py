"""The register of duties as data: what the policy asks of each department, how often, with what.

An id is lasting: CRED-02 is the second duty of the department CRED whatever its text says. Its
`number` is what the ledger and the deadlines know it by.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from compliance.core.calendars import STRICT, Confidence, Source
from compliance.core.dated import began_on

DUTY_ID = re.compile(r"([A-Z]{3,4})-(\d{2})", re.ASCII)
DEPARTMENT_STEP = 100
DUTY_KINDS = frozenset({"duty", "duty_vacancy"})
"""Deadlines of duties: they follow recurrences, not a clock of their own."""


class Part(StrEnum):
    """What somebody is to a duty; a lead is one to a whole department."""

    ACCOUNTABLE = "accountable"
    RESPONSIBLE = "responsible"
    CONSULTED = "consulted"
    INFORMED = "informed"
    DEPUTY = "deputy"
    LEAD = "lead"


PARTS = tuple(each for each in Part if each is not Part.LEAD)
"""The parts in one duty, as files name them (contract section 4)."""
OWNING = (Part.ACCOUNTABLE, Part.RESPONSIBLE)
"""The parts that own a duty; the first of them is held by one person at a time."""


@dataclass(frozen=True)
class Recurrence:
    """How often a duty comes round: whole months, or each time its event is recorded.

    `freshness` names the parameter with the days that an attestation stands; a recurrence without
    a period has none. `is_continuous` means read from figures all the time.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    title: str
    months: int
    freshness: str = ""
    is_event: bool = False
    is_continuous: bool = False


@dataclass(frozen=True)
class Piece:
    """One piece of evidence that a duty asks for: a file or a link, or a figure read live.

    `source` names the live figure: a KPI (`R-CR3`) or a reading of the register (`owners.leads`).
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    title: str
    hint: str = ""
    source: str = ""


@dataclass(frozen=True)
class Duty:
    """One item of the register. `values` maps the first day in force to the text of that day.

    `event` says what calls for it beside or instead of its period. `law` maps the id of a
    parameter, which carries the citation, to why it applies. Texts may name {plan} and {mbho}.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    values: Mapping[date, str]
    recurrence: str
    evidence: tuple[Piece, ...]
    owner_role: str
    reference: str
    is_bulleted: bool = False
    event: str = ""
    auto: str = ""
    law: Mapping[str, str] = field(default_factory=dict)

    @property
    def department(self) -> str:
        """Return the code of its department: CRED."""
        return self.id.partition("-")[0]

    def version_on(self, day: date) -> int:
        """Return which version of the text is in force on `day`, counted from 1; 0 before all."""
        return sum(first <= day for first in self.values)

    def since(self, day: date) -> date | None:
        """Return the first day of the text in force on `day`, None before the first."""
        return began_on(self.values, day)

    def text_on(self, day: date) -> str:
        """Return the text in force on `day`; the first one before it."""
        return self.values[self.since(day) or min(self.values)]

    def named(self, names: Mapping[str, str]) -> "Duty":
        """Return the duty with the names of plan and partner in its words."""
        return replace(
            self,
            title=filled(self.title, names),
            values={first: filled(text, names) for first, text in self.values.items()},
            evidence=tuple(
                replace(each, title=filled(each.title, names), hint=filled(each.hint, names))
                for each in self.evidence
            ),
        )


@dataclass(frozen=True)
class Department:
    """One department of the register with its duties; `id` is the code its ids begin with."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    number: int
    confidence: Confidence
    sources: tuple[Source, ...]
    duties: tuple[Duty, ...]


NAMES = ("plan", "mbho")


def filled(text: str, names: Mapping[str, str]) -> str:
    """Return the text with {plan} and {mbho} filled in."""
    for name in NAMES:
        text = text.replace(f"{{{name}}}", names[name])
    return text[:1].upper() + text[1:]
