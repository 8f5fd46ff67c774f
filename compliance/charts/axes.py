"""Axes of charts: three gridlines on round numbers. An axis for a line may leave out zero."""

from collections.abc import Iterator, Sequence
from itertools import count

STEPS = (1.0, 2.0, 2.5, 5.0)
LINES = 3


def gridlines(
    values: Sequence[float], *, finest: float = 1.0, ceiling: float | None = None
) -> tuple[float, float, float]:
    """Return three evenly spaced round numbers that all values lie between, lowest first.

    `finest` is the smallest step; `ceiling` a value the axis does not go past, such as 100%,
    unless a value does.
    """
    low, high = min(values, default=0.0), max(values, default=0.0)
    for step in _steps(finest):
        first = low // step * step
        if first + (LINES - 1) * step >= high:
            break
    last = first + (LINES - 1) * step
    if ceiling is not None and high <= ceiling < last:
        first -= last - ceiling
    return first, first + step, first + (LINES - 1) * step


def _steps(finest: float) -> Iterator[float]:
    """Yield round multiples of `finest`: 1, 2, 5, 10, 20, 25, 50 and so on."""
    for power in count():
        yield from (finest * each for each in (s * 10**power for s in STEPS) if each % 1 == 0)


def moved_apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places near the wanted ones, at least `gap` apart, between `low` and `high`.

    They keep their order. Too many to fit reach past `low`.
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = [0.0] * len(wanted)
    last = low - gap
    for at in order:
        placed[at] = last = max(wanted[at], last + gap)
    limit = high + gap
    for at in reversed(order):
        placed[at] = limit = min(placed[at], limit - gap)
    return placed
