"""The rulebook: dated, cited values that law, standards or policy may change.

The classes are what files in `policies/` are checked against; reading files is the business of
`compliance.rulebook.seeds`. Nothing here knows a number of days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal, TypeVar

from compliance.core.agendas import StandingAgenda, StandingItem
from compliance.core.calendars import STRICT, Calendar, Confidence, Source
from compliance.core.dated import began_on
from compliance.core.dates import day_words
from compliance.core.duties import DEPARTMENT_STEP, Department, Duty, Piece, Recurrence
from compliance.core.eligibility import RoleRule
from compliance.core.errors import NoValueInForce
from compliance.core.kpis import Kpi
from compliance.core.papers import Checklist, ChecklistItem, Letter, LetterText
from compliance.core.responsibility import CodeFamily, PathwayRule
from compliance.core.retention import Retention
from compliance.core.roles import Line, Role

__all__ = [
    "CONFIDENCE_WORDS",
    "EVERY_OTHER_KIND",
    "STRICT",
    "Basis",
    "Binding",
    "Calendar",
    "Checklist",
    "ChecklistItem",
    "ClockRule",
    "CodeFamily",
    "Confidence",
    "Confirmed",
    "Department",
    "Duty",
    "Kpi",
    "Ladder",
    "Letter",
    "LetterText",
    "Line",
    "Parameter",
    "PathwayRule",
    "Piece",
    "Recurrence",
    "Role",
    "Rulebook",
    "Rungs",
    "Scalar",
    "Source",
    "StandingAgenda",
    "StandingItem",
    "Unit",
]
Binding = Literal["law", "standard", "policy", "setting"]
Basis = Literal["stricter", "statute", "policy"]
Unit = Literal[
    "calendar days", "business days", "months", "years", "hours", "minutes", "count", "mode", "none"
]
Scalar = int | str
T = TypeVar("T")
EVERY_OTHER_KIND = "*"
CONFIDENCE_WORDS: dict[str, str] = {
    "C": "confirmed at the source",
    "S": "confirmed in a secondary source only",
    "M": "general knowledge, not re-read: compliance to confirm",
    "U": "uncertain or law silent: the plan must decide",
}


@dataclass(frozen=True)
class Confirmed:
    """Who confirmed a value for this plan, and on which day."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    by: str
    on: date


@dataclass(frozen=True)
class Parameter:
    """One dated value with its law: `values` maps the first day in force to the value.

    `rule` is the rule id of the domain table, or one id per first day where the id changed with
    the value. `until` ends the last value; a parameter is never deleted. `allowed` lists the
    words a `mode` may take.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    rule: str | Mapping[date, str]
    binding: Binding
    unit: Unit
    values: Mapping[date, Scalar]
    confidence: Confidence
    sources: tuple[Source, ...]
    counts_from: str = ""
    counts_first_day: bool = False
    applies_to: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confirmed: Confirmed | None = None
    until: date | None = None
    allowed: tuple[str, ...] = ()
    note: str = ""

    def in_force_since(self, day: date) -> date:
        """Return the first day of the value in force on `day`; raises before the first one."""
        began = began_on(self.values, day)
        if began is None:
            first = day_words(min(self.values))
            raise NoValueInForce(
                f"{self.id} ({self.title}) has no value on {day_words(day)}: "
                f"its first is from {first}."
            )
        if self.until and day > self.until:
            raise NoValueInForce(
                f"{self.id} ({self.title}) ended on {day_words(self.until)}, "
                f"before {day_words(day)}."
            )
        return began

    def value_on(self, day: date) -> Scalar:
        """Return the value in force on `day`; raises `NoValueInForce` outside the dated values."""
        return self.values[self.in_force_since(day)]

    def days_on(self, day: date) -> int:
        """Return the value in force on `day` as a whole number of `unit`."""
        return int(self.value_on(day))

    def rule_on(self, day: date) -> str:
        """Return the rule id in force on `day`."""
        if isinstance(self.rule, str):
            return self.rule
        return self.rule[max(first for first in self.rule if first <= day)]


@dataclass(frozen=True)
class ClockRule:
    """How one clock counts: from what, by which parameters, on which calendar.

    `counts` are parameters that all bind the plan's own date (the stricter wins); `law`, when
    given, is the one among them that sets the legal limit. `statute_reading` counts a policy
    clock the statute's way on request without making a law of it. `closed_day` says what happens
    when the last day is closed: `roll` (back for the plan, forward for the law), `back` (back for
    the plan; the law's day stays, as where Code Civ. Proc. 12a does not reach) or `stay`.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    title: str
    starts: str
    counts: tuple[str, ...]
    law: str | None = None
    statute_reading: str | None = None
    calendar: str = "ca_strict"
    closed_day: Literal["roll", "back", "stay"] = "roll"
    verb: str = ""
    mode: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Rungs:
    """Warning steps of a ladder: calendar days before the due day, and whom each step tells.

    `after` are further steps for work that no law limits: calendar days overdue.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    before: Mapping[int, tuple[str, ...]]
    past_due: tuple[str, ...]
    past_legal: tuple[str, ...]
    repeat_past_legal_days: int | None = None
    due_soon_days: int = 7
    after: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Ladder:
    """The alert ladder of one or more kinds of deadline, dated like every other value.

    `outside_clocks` says that its kinds are work with a due day and no clock of the rulebook.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    kinds: tuple[str, ...]
    values: Mapping[date, Rungs]
    sources: tuple[Source, ...]
    outside_clocks: bool = False

    def rungs_on(self, day: date) -> Rungs:
        """Return the rungs in force on `day`."""
        began = began_on(self.values, day)
        if began is None:
            raise NoValueInForce(f"Ladder {self.id} has no rungs on {day_words(day)}.")
        return self.values[began]


@dataclass(frozen=True)
class Rulebook:
    """All values in force: the stored pack `version`, with the plan's dated `choices` on top."""

    parameters: Mapping[str, Parameter]
    calendars: Mapping[str, Calendar]
    clocks: Mapping[str, ClockRule]
    ladders: Mapping[str, Ladder]
    letters: Mapping[str, Letter]
    checklists: Mapping[str, Checklist]
    roles: Mapping[str, Role]
    lines: Mapping[str, Line] = field(default_factory=dict)
    departments: Mapping[str, Department] = field(default_factory=dict)
    recurrences: Mapping[str, Recurrence] = field(default_factory=dict)
    kpis: Mapping[str, Kpi] = field(default_factory=dict)
    agendas: Mapping[str, StandingAgenda] = field(default_factory=dict)
    eligibility: tuple[RoleRule, ...] = ()
    families: Mapping[str, CodeFamily] = field(default_factory=dict)
    pathways: Mapping[str, PathwayRule] = field(default_factory=dict)
    retention: Mapping[str, Retention] = field(default_factory=dict)
    version: str = ""
    choices: Mapping[str, Scalar] = field(default_factory=dict)

    def parameter(self, parameter_id: str) -> Parameter:
        """Return the parameter; raises for an id that the pack does not hold."""
        return self._named(self.parameters, parameter_id, "parameter")

    def clock(self, name: str) -> ClockRule:
        """Return the clock; raises with the known names for an unknown one."""
        return self._named(self.clocks, name, "clock")

    def calendar(self, calendar_id: str) -> Calendar:
        """Return the calendar; raises for an id that the pack does not hold."""
        return self._named(self.calendars, calendar_id, "calendar")

    def agenda(self, agenda_id: str) -> StandingAgenda:
        """Return the standing agenda; raises for an id that the pack does not hold."""
        return self._named(self.agendas, agenda_id, "agenda")

    def ladder_for(self, kind: str) -> Ladder:
        """Return the ladder of a kind of deadline: the one naming it, else the one for `*`."""
        for wanted in (kind, EVERY_OTHER_KIND):
            for ladder in self.ladders.values():
                if wanted in ladder.kinds:
                    return ladder
        raise NoValueInForce(f"No ladder names the kind {kind}. Add it under policies/ladders/.")

    def kpi(self, kpi_id: str) -> Kpi:
        """Return the definition of a figure; raises for an id that the pack does not hold."""
        return self._named(self.kpis, kpi_id, "figure")

    def recurrence(self, code: str) -> Recurrence:
        """Return how often a duty comes round."""
        return self._named(self.recurrences, code, "recurrence")

    def duties(self) -> dict[int, Duty]:
        """Return every duty of the register by its number, department after department."""
        ranked = sorted(self.departments.values(), key=lambda each: each.number)
        return {
            department.number * DEPARTMENT_STEP + int(duty.id[-2:]): duty
            for department in ranked
            for duty in department.duties
        }

    @property
    def begins_on(self) -> date | None:
        """Return the first day on which every ladder has its rungs; None without a ladder."""
        return max((min(each.values) for each in self.ladders.values()), default=None)

    def choice(self, key: str, default: Scalar) -> Scalar:
        """Return the plan's choice for `key` as in force, or the shipped default."""
        return self.choices.get(key, default)

    @staticmethod
    def _named(shelf: Mapping[str, T], name: str, what: str) -> T:
        try:
            return shelf[name]
        except KeyError:
            known = ", ".join(sorted(shelf))
            raise NoValueInForce(f"There is no {what} called {name}. Known: {known}.") from None
