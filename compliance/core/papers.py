"""What an application must hold and what we write to applicants, as dated data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from compliance.core.calendars import STRICT, Source
from compliance.core.dated import began_on
from compliance.core.dates import day_words
from compliance.core.errors import NoValueInForce

MERGE_FIELDS = frozenset(
    {
        "provider_name",
        "plan_name",
        "plan_phone",
        "plan_email",
        "practice_name",
        "application_ref",
        "lines",
        "received_on",
        "role",
        "role_answer",
        "completed_on",
        "decision_due_on",
        "decision",
        "decided_on",
        "activated_on",
        "items",
        "owner_name",
        "today",
        "citation",
    }
)
LETTERHEAD = "{{plan_name}}\n{{plan_phone}}, {{plan_email}}"
ANSWERS = frozenset({"", "complete", "incomplete"})
STEPS = frozenset({"", "remind", "refuse_role"})
ENDS = frozenset({"", "not_eligible"})


@dataclass(frozen=True)
class ChecklistItem:
    """One thing an application must hold, and for which roles it is needed."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    title: str
    ask: str
    roles: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Checklist:
    """What makes an application complete; dated, judged by the version in force on receipt."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    values: Mapping[date, tuple[ChecklistItem, ...]]
    sources: tuple[Source, ...]

    def items_on(self, day: date) -> tuple[ChecklistItem, ...]:
        """Return the items in force on `day`; raises before the first version."""
        began = began_on(self.values, day)
        if began is None:
            raise NoValueInForce(f"Checklist {self.id} has no version on {day_words(day)}.")
        return self.values[began]


@dataclass(frozen=True)
class LetterText:
    """One version of a letter: subject, body, letterhead, with merge fields in double braces."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    subject: str
    body: str
    letterhead: str = LETTERHEAD


@dataclass(frozen=True)
class Letter:
    """A kind of letter.

    `meets` names the clocks it closes when accepted, `says` its answer (complete, incomplete),
    `step` the step of the desk that it takes (remind), `ends` the state in which the file ends
    once it is accepted; `offer` is how the composer offers it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    values: Mapping[date, LetterText]
    sources: tuple[Source, ...]
    offer: str = ""
    says: str = ""
    step: str = ""
    ends: str = ""
    meets: tuple[str, ...] = ()
    needs_items: bool = False

    def text_on(self, day: date) -> LetterText:
        """Return the version in force on `day`."""
        return self.values[self.version_on(day)]

    def version_on(self, day: date) -> date:
        """Return the first day of the version in force on `day`."""
        began = began_on(self.values, day)
        if began is None:
            raise NoValueInForce(f"Letter {self.id} has no version on {day_words(day)}.")
        return began
