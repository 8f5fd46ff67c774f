"""What a measure counted: numerator and denominator are kept, the figure is worked out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """A numerator over a denominator, or the days behind a duration.

    `days` holds one number per case where the measure is a time (decision less completion); a
    rate has none. A denominator of zero means that nothing fell into the period: no figure, and
    never zero per cent.
    """

    numerator: int
    denominator: int
    days: tuple[int, ...] = ()
    note: str = ""

    @property
    def has_cases(self) -> bool:
        """Return whether anything fell into the period."""
        return self.denominator > 0 or bool(self.days)

    @property
    def rate(self) -> float | None:
        """Return the numerator over the denominator, None where nothing was counted."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def median(self) -> float | None:
        """Return the middle of the days, the mean of two where their count is even."""
        if not self.days:
            return None
        ranked = sorted(self.days)
        half = len(ranked) // 2
        return float(ranked[half]) if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2

    @property
    def mean(self) -> float | None:
        """Return the mean of the days."""
        return sum(self.days) / len(self.days) if self.days else None

    @property
    def p90(self) -> int | None:
        """Return the day count that nine in ten stay within, by nearest rank."""
        return nearest_rank(self.days, 90)


def nearest_rank(values: Sequence[int], percent: int) -> int | None:
    """Return the smallest value that at least `percent` of all values do not exceed."""
    if not values:
        return None
    place = -(-len(values) * percent // 100)
    return sorted(values)[max(place, 1) - 1]
