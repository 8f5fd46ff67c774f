"""The working of a clock as lines: one a day, and the sum of each count."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from compliance.core.clocks import Working
from compliance.core.dates import day_full

TOWARD = {"due": "Our own date", "legal": "The law's last day"}


@dataclass(frozen=True)
class ShownStep:
    """One line of the working."""

    label: str
    text: str
    is_sum: bool = False


def shown_steps(working: Working) -> list[ShownStep]:
    """Return the lines of the working, each count closed by its date."""
    return list(_lines(working))


def _lines(working: Working) -> Iterator[ShownStep]:
    ends = {"due": working.due.due_on, "legal": working.due.legal_on}
    for toward, steps in groupby(working.steps, key=lambda each: each.toward):
        yield from (ShownStep(day_full(each.day), each.why) for each in steps)
        end = ends[toward]
        if end is not None:
            yield ShownStep(TOWARD[toward], day_full(end), is_sum=True)
