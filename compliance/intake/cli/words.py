"""What the import commands print: the counts, then refusals and problems by row."""

from collections.abc import Sequence
from typing import Protocol

from compliance.intake.kinds import RowWord

MOST_SAID = 50


class Told(Protocol):
    """What came of a file."""

    @property
    def read(self) -> int:
        """Rows read."""

    @property
    def created(self) -> int:
        """Rows that made something new."""

    @property
    def updated(self) -> int:
        """Rows that changed something."""

    @property
    def unchanged(self) -> int:
        """Rows that said what was so already."""

    @property
    def problems(self) -> Sequence[RowWord]:
        """What was kept with a problem."""

    @property
    def refused(self) -> Sequence[RowWord]:
        """What was refused."""


def told_lines(outcome: Told, *, is_done: bool) -> list[str]:
    """Return the lines for people; the counts of a preview are in the conditional."""
    would = "" if is_done else "would be "
    rows = len({each.row for each in outcome.refused})
    read = f"{outcome.read:,} row{'' if outcome.read == 1 else 's'} read"
    counts = f"{read}: {outcome.created:,} {would}created, {outcome.updated:,} {would}updated"
    head = f"{counts}, {outcome.unchanged:,} unchanged, {rows:,} {would}refused."
    return [
        head,
        *_section("Refused", outcome.refused),
        *_section("Kept with a problem", outcome.problems),
    ]


def _section(title: str, messages: Sequence[RowWord]) -> list[str]:
    if not messages:
        return []
    shown = [f"  Row {each.row}, {each.column}: {each.message}" for each in messages[:MOST_SAID]]
    rest = len(messages) - len(shown)
    return [f"{title}:", *shown, *([f"  and {rest:,} more (--json lists all)"] if rest else [])]
