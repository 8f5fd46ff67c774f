"""The answer for a role on a line: the plan's decision of the day, else what is shipped."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from compliance.core.calendars import Source
from compliance.core.eligibility import (
    BILLING_MEANS,
    BILLING_WORDS,
    LINE_ORDER,
    ROLE_ORDER,
    in_order,
    rule_of,
    shipped_on,
)
from compliance.core.rulebook import Rulebook
from compliance.eligibility.rules.decisions import UNDECIDED, Decision, Span

LINES_KEY = "eligibility.lines"
SHIPPED = "shipped default, not decided by the plan"


@dataclass(frozen=True)
class Kept:
    """A decision on record: its number, line, days and what it says."""

    number: int
    line: str
    span: Span
    said: Decision


@dataclass(frozen=True)
class Answer:
    """What holds for a role on a line on one day. `kept` is the plan's decision, if any."""

    role: str
    line: str
    billing: str
    credentialed: str
    from_on: date | None = None
    reason: str = ""
    sources: tuple[Source, ...] = ()
    confidence: str = ""
    suggested: str = ""
    kept: Kept | None = None

    @property
    def is_decided(self) -> bool:
        """Return whether the plan itself decided it."""
        return self.kept is not None

    @property
    def is_open(self) -> bool:
        """Return whether nobody has answered: neither the plan nor the shipped rules."""
        return self.billing == UNDECIDED

    @property
    def word(self) -> str:
        """Return the word of the outcome."""
        return BILLING_WORDS[self.billing]

    @property
    def means(self) -> str:
        """Return what the outcome means."""
        return BILLING_MEANS[self.billing]


def answer_of(role: str, line: str, day: date, decisions: Iterable[Kept], book: Rulebook) -> Answer:
    """Return what holds for a role on a line on `day`.

    A role or line the rules do not know is undecided, and its clocks run.
    """
    mine = (each for each in decisions if each.said.role == role and each.line == line)
    kept = next((each for each in mine if each.span.covers(day)), None)
    shipped = _shipped(role, line, day, book)
    if kept is None:
        return shipped
    said = kept.said
    return replace(
        shipped,
        billing=said.billing,
        credentialed=said.credentialed,
        from_on=said.from_on,
        reason=said.basis,
        kept=kept,
    )


def _shipped(role: str, line: str, day: date, book: Rulebook) -> Answer:
    rule = rule_of(book.eligibility, role, line)
    found = shipped_on(rule, day)
    if rule is None or found is None:
        return Answer(role, line, UNDECIDED, "yes", reason="The shipped rules do not know it.")
    began, said = found
    return Answer(
        role=role,
        line=line,
        billing=said.billing,
        credentialed=said.credentialed,
        from_on=began,
        reason=said.note,
        sources=rule.sources,
        confidence=rule.confidence,
        suggested=said.suggested,
    )


def lines_in_use(book: Rulebook) -> tuple[str, ...]:
    """Return the lines of business the plan offers, in the order of the rules; all if unset."""
    chosen = {each for each in str(book.choice(LINES_KEY, "")).split(";") if each}
    listed = in_order(book.lines, LINE_ORDER)
    return tuple(line for line in listed if not chosen or line in chosen)


def associate_roles(book: Rulebook) -> tuple[str, ...]:
    """Return the codes of the associate-level roles."""
    return tuple(code for code in roles_in_order(book) if book.roles[code].is_associate)


def roles_in_order(book: Rulebook) -> list[str]:
    """Return every role as the table shows them: associates, licensed, all others."""
    return in_order(book.roles, ROLE_ORDER)


def count_decided(answers: Collection[Answer]) -> tuple[int, int]:
    """Return how many of the answers the plan decided, and how many there are."""
    return sum(each.is_decided for each in answers), len(answers)


def all_not_eligible(answers: Sequence[Answer]) -> bool:
    """Return whether the plan decided for every line asked about that the role is not eligible."""
    return bool(answers) and all(
        each.is_decided and each.billing == "not_eligible" for each in answers
    )
