"""What a role may do on a line of business: the words, and the answers as shipped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from compliance.core.calendars import STRICT, Confidence, Source
from compliance.core.dated import began_on

Billing = Literal["independent", "supervised", "program", "not_eligible", "undecided"]
Credentialed = Literal["yes", "roster_only", "no"]
ROLE_ORDER = (
    *("ASW", "AMFT", "APCC", "RPA", "PSY", "LCSW", "LMFT", "LPCC", "MD", "DO", "PMHNP", "NP", "PA"),
    *("REGPSY", "LEP", "BCBA", "RBT", "SUDC", "PEER", "CHW", "COACH", "BHCM", "TRAINEE"),
    "FACILITY",
)
LINE_ORDER = ("commercial_dmhc", "commercial_cdi", "medi_cal", "medicare_advantage", "self_funded")
BILLING_WORDS: dict[str, str] = {
    "independent": "Independent",
    "supervised": "Supervised",
    "program": "Through a program",
    "not_eligible": "Not eligible",
    "undecided": "Not decided",
}
BILLING_MEANS: dict[str, str] = {
    "independent": "may credential and bill",
    "supervised": "bills under a licensed clinician",
    "program": "only through a certified program or facility",
    "not_eligible": "may neither credential nor bill",
    "undecided": "the plan must decide",
}
CREDENTIALED_WORDS: dict[str, str] = {
    "yes": "Credentialed by the plan",
    "roster_only": "On the roster, not credentialed",
    "no": "Not credentialed",
}


@dataclass(frozen=True)
class ShippedAnswer:
    """One answer as shipped. `suggested` stands only beside `undecided`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    billing: Billing
    credentialed: Credentialed
    suggested: str = ""
    note: str = ""


@dataclass(frozen=True)
class RoleRule:
    """The dated answers of some roles on some lines, with their sources."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    roles: tuple[str, ...]
    lines: tuple[str, ...]
    values: Mapping[date, ShippedAnswer]
    confidence: Confidence
    sources: tuple[Source, ...]


def in_order(codes: Iterable[str], order: Sequence[str]) -> list[str]:
    """Return the codes as the tables show them; what the order does not name stands last."""
    place = {code: at for at, code in enumerate(order)}
    return sorted(codes, key=lambda code: (place.get(code, len(order)), code))


def rule_of(rules: Iterable[RoleRule], role: str, line: str) -> RoleRule | None:
    """Return the shipped rule of a role on a line, None where the pack has none."""
    return next((each for each in rules if role in each.roles and line in each.lines), None)


def shipped_on(rule: RoleRule | None, day: date) -> tuple[date, ShippedAnswer] | None:
    """Return the first day and the answer of a rule in force on `day`; None before the first."""
    began = began_on(rule.values, day) if rule else None
    return (began, rule.values[began]) if rule and began else None
