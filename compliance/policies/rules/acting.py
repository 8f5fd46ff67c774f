"""Who acts for a duty on a day: its owner, or the deputy while the owner is away. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.core.dates import day_words
from compliance.core.duties import OWNING, Part
from compliance.policies.rules.spans import Span


@dataclass(frozen=True)
class Presence:
    """Who is there: accounts that are open, and until when (first day back) the absent are away."""

    active: Collection[int]
    away: Mapping[int, date | None]

    def is_there(self, person_id: int) -> bool:
        """Return whether the person can act."""
        return person_id in self.active and person_id not in self.away


@dataclass(frozen=True)
class Acting:
    """Who acts, whether as deputy, and why nobody does."""

    person_id: int | None
    is_deputy: bool = False
    why_vacant: str = ""


def acting_on(spans: Sequence[Span], day: date, presence: Presence) -> Acting:
    """Return who acts for one duty on `day`: accountable, responsible, else a deputy."""
    held = [each for each in spans if each.holds(day)]
    owners = [each for part in OWNING for each in held if each.part == part]
    for each in owners:
        if presence.is_there(each.person_id):
            return Acting(each.person_id)
    for each in held:
        if owners and each.part == Part.DEPUTY and presence.is_there(each.person_id):
            return Acting(each.person_id, is_deputy=True)
    return Acting(None, why_vacant=_why_vacant(owners, presence))


def _why_vacant(owners: Sequence[Span], presence: Presence) -> str:
    if not owners:
        return "No owner"
    first = owners[0]
    if first.person_id not in presence.active:
        return f"The account of {first.name} is deactivated"
    back_on = presence.away.get(first.person_id)
    until = f" until {day_words(back_on)}" if back_on else ""
    return f"{first.name} is away{until} and no deputy is there"
