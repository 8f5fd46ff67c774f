"""Rows of the division of financial responsibility: what may stand together, and which answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.core.dates import day_words
from compliance.core.responsibility import ENTITIES, SIDE_OF, Side
from compliance.core.rulebook import Rulebook


@dataclass(frozen=True)
class DofrRow:
    """One row: for a family of codes, a line and a medical group, who is at risk, from-until.

    `until_on` is the first day on which it no longer holds.
    """

    number: int
    family: str
    line: str
    entity: str
    payment: str
    from_on: date
    citation: str = ""
    group_key: str = ""
    until_on: date | None = None

    @property
    def cell(self) -> tuple[str, str, str]:
        """Return what the row is about."""
        return self.family, self.line, self.group_key

    @property
    def span(self) -> str:
        """Return the days in words: "from 1 Jan 2026", "from 1 Jan 2026 until 1 Jul 2026"."""
        until = f" until {day_words(self.until_on)}" if self.until_on else ""
        return f"from {day_words(self.from_on)}{until}"


def overlapping(row: DofrRow, others: Iterable[DofrRow]) -> DofrRow | None:
    """Return a row about the same cell that shares a day with `row`, or None.

    A row for one medical group stands beside the row for any: it is the more precise one.
    """
    return next(
        (each for each in others if each.cell == row.cell and _share_a_day(row, each)), None
    )


def _share_a_day(one: DofrRow, other: DofrRow) -> bool:
    begins_before = other.until_on is None or one.from_on < other.until_on
    ends_after = one.until_on is None or other.from_on < one.until_on
    return begins_before and ends_after


def overlap_words(row: DofrRow, other: DofrRow, book: Rulebook) -> str:
    """Return the sentence that names both rows, with the way out."""
    about = cell_words(row, book)
    return (
        f"Row {other.number} says {ENTITIES[other.entity]} {other.span} for {about}; "
        f"this one would say {ENTITIES[row.entity]} {row.span}. End row {other.number} first, or "
        "give days that it does not hold."
    )


def cell_words(row: DofrRow, book: Rulebook) -> str:
    """Return what a row is about, in words."""
    family, line = book.families.get(row.family), book.lines.get(row.line)
    named = (family.title if family else row.family, line.title if line else row.line)
    return ", ".join(named)


@dataclass(frozen=True)
class SideFound:
    """The side of a family of codes for one line, with the row that says so.

    Without a side, `groups_differ` says whether medical groups have rows that disagree.
    """

    line: str
    side: Side
    row: DofrRow | None = None
    groups_differ: bool = False


def side_for(line: str, rows: Sequence[DofrRow]) -> SideFound:
    """Return which side the rows of one family and line put the codes on.

    The row for any medical group answers, where no group's own row says otherwise. Rows of groups
    alone answer for nobody: an application names no group.
    """
    mine = [each for each in rows if each.line == line]
    sides = {SIDE_OF[each.entity] for each in mine}
    general = next((each for each in mine if not each.group_key), None)
    if general and len(sides) == 1:
        return SideFound(line, SIDE_OF[general.entity], general)
    return SideFound(line, "", groups_differ=len(sides) > 1)
