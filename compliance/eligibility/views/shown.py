"""How a cell of the grid and its panel read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.core.eligibility import BILLING_WORDS, CREDENTIALED_WORDS
from compliance.core.rulebook import Rulebook
from compliance.eligibility.queries import Decisions
from compliance.eligibility.rules.answers import (
    Answer,
    Kept,
    associate_roles,
    lines_in_use,
    roles_in_order,
)
from compliance.eligibility.rules.decisions import range_words
from compliance.eligibility.waiting import Waiting
from compliance.web.filters import day_table, listed, plural

ICONS = {
    "independent": "dot-full",
    "supervised": "dot-half",
    "program": "building-hospital",
    "not_eligible": "dot-empty",
    "undecided": "help-circle",
}
TONES = {
    "independent": "i",
    "supervised": "s",
    "program": "s",
    "not_eligible": "n",
    "undecided": "q",
}
LICENSED = ("PSY", "LCSW", "LMFT", "LPCC", "MD", "DO", "PMHNP", "NP", "PA")


@dataclass(frozen=True)
class CellShown:
    """One cell of the grid: its answer, how it reads, and whether it is the opened one."""

    answer: Answer
    sub: str
    is_chosen: bool

    @property
    def key(self) -> str:
        """Return the cell's name in the address: "ASW.medi_cal"."""
        return f"{self.answer.role}.{self.answer.line}"

    @property
    def icon(self) -> str:
        """Return the icon of the outcome."""
        return ICONS[self.answer.billing]

    @property
    def tone(self) -> str:
        """Return the class of the outcome."""
        return TONES[self.answer.billing]


@dataclass(frozen=True)
class GridRow:
    """The cells of one role."""

    role: str
    title: str
    cells: Sequence[CellShown]


@dataclass(frozen=True)
class Sight:
    """What the grid is drawn from: decisions, what waits, the day, the opened cell."""

    found: Decisions
    waiting: Sequence[Waiting]
    day: date
    chosen: tuple[str, str]

    @property
    def book(self) -> Rulebook:
        """Return the rules in force."""
        return self.found.on.book


def groups_of(sight: Sight) -> list[tuple[str, list[GridRow]]]:
    """Return the rows under their headings: associates first, then licensed, then all others."""
    book, first = sight.book, associate_roles(sight.book)
    licensed = [role for role in LICENSED if role in book.roles]
    others = [role for role in roles_in_order(book) if role not in {*first, *licensed}]
    named = (
        ("Associate level", first),
        ("Licensed, for comparison", licensed),
        ("Other roles", others),
    )
    return [(title, [_row(role, sight) for role in roles]) for title, roles in named if roles]


def _row(role: str, sight: Sight) -> GridRow:
    cells = [
        _cell(sight.found.answer(role, line, sight.day), sight) for line in lines_in_use(sight.book)
    ]
    return GridRow(role, sight.book.roles[role].title, cells)


def _cell(answer: Answer, sight: Sight) -> CellShown:
    is_chosen = (answer.role, answer.line) == sight.chosen
    return CellShown(answer, _sub(answer, sight), is_chosen)


def _sub(answer: Answer, sight: Sight) -> str:
    if answer.is_open:
        number = sum(each.waits_on(answer.role, answer.line) for each in sight.waiting)
        if not number:
            return "none waiting"
        return f"{plural(number, 'application')} {'waits' if number == 1 else 'wait'}"
    if not answer.is_decided:
        return "as shipped"
    return f"since {day_table(answer.from_on, sight.day)}" if answer.from_on else ""


def facts_of(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield what the panel says of a cell, as (term, words)."""
    yield "Credentialing", CREDENTIALED_WORDS[answer.credentialed]
    if answer.kept is None:
        if answer.suggested:
            yield "We suggest", BILLING_WORDS[answer.suggested]
        if answer.reason:
            yield "Note", answer.reason
        return
    said = answer.kept.said
    yield "In force", range_words(answer.kept.span)
    if said.supervisor:
        yield "Supervisor", said.supervisor
    if said.claim_fields:
        yield "On the claim", said.claim_fields
    yield "Basis", said.basis
    if said.wording:
        yield "To providers", said.wording


def history_of(kept: Sequence[Kept], day: date) -> list[tuple[Kept, str]]:
    """Return the decisions of a cell that do not hold on `day`, each with its words."""
    others = (each for each in kept if not each.span.covers(day))
    return [
        (each, f"{BILLING_WORDS[each.span.billing]}, {range_words(each.span)}") for each in others
    ]


def waiting_words(waiting: Sequence[Waiting]) -> str:
    """Return which applications wait: "APP-1055 (APCC) and APP-1056 (RPA)"."""
    return listed([f"{each.ref} ({each.role})" for each in waiting])
