"""Who holds which part from when until when, and what may not overlap. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.dates import day_words
from compliance.core.duties import Part
from compliance.core.errors import BadValue

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """One person's part in one duty from a day up to before another; no end means still.

    `is_active` says whether the person's account is open now.
    """

    duty_id: str
    person_id: int
    name: str
    part: Part
    from_on: date
    until_on: date | None = None
    id: int = 0
    is_active: bool = True

    def holds(self, day: date) -> bool:
        """Return whether the person holds the part on `day`."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def overlaps(self, other: "Span") -> bool:
        """Return whether both hold on some day."""
        return _before(self.from_on, other.until_on) and _before(other.from_on, self.until_on)

    @property
    def words(self) -> str:
        """Return "Dana Whitfield from Tue 6 Jan 2026", with the last day where there is one."""
        last = "" if self.until_on is None else f" to {day_words(self.until_on - ONE_DAY)}"
        return f"{self.name} from {day_words(self.from_on)}{last}"


def _before(start: date, end: date | None) -> bool:
    return end is None or start < end


def check_span(new: Span, standing: Iterable[Span]) -> None:
    """Refuse a span that ends before it begins, or that stands beside another of its kind.

    One person is accountable at a time, and nobody holds the same part of one duty twice.

    Raises:
        BadValue: naming both spans.
    """
    if new.until_on is not None and new.until_on <= new.from_on:
        last = day_words(new.until_on - ONE_DAY)
        raise BadValue(
            f"{new.duty_id}: the last day {last} lies before the first, "
            f"{day_words(new.from_on)}. Mend one of the two.",
            "until_on",
        )
    for other in standing:
        if _collide(new, other):
            raise BadValue(
                f"{new.duty_id} has {other.words} as {other.part}; {new.words} overlaps. "
                "End the first before the second begins.",
                "from_on",
            )


def _collide(new: Span, other: Span) -> bool:
    if (new.duty_id, new.part) != (other.duty_id, other.part) or new.id == other.id != 0:
        return False
    is_single = new.part in (Part.ACCOUNTABLE, Part.LEAD)
    return (is_single or new.person_id == other.person_id) and new.overlaps(other)
