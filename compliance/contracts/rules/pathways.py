"""The pathway of a provider: which applications are needed, why, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from compliance.contracts.rules.rows import SideFound
from compliance.core.calendars import Source
from compliance.core.errors import NoValueInForce
from compliance.core.responsibility import COCM, Answer, Need, PathwayRule, Side
from compliance.core.rulebook import Rulebook


@dataclass(frozen=True)
class Pathway:
    """What a provider needs. `missing` are questions that nobody has answered yet."""

    code: str
    title: str
    reason: str
    plan: Need
    mbho: Need
    confidence: str
    sources: tuple[Source, ...]
    missing: tuple[str, ...] = ()
    sides: tuple[SideFound, ...] = ()

    @property
    def is_undecided(self) -> bool:
        """Return whether a question has to be answered first."""
        return bool(self.missing)


def pathway(model: str, sides: Sequence[SideFound], on_roster: Answer, book: Rulebook) -> Pathway:
    """Return the pathway of a model, for the lines whose side was looked up.

    Where a line has no side the answer is open; where one line is behavioral the whole is.

    Raises:
        NoValueInForce: the pack knows no pathway for the model.
    """
    open_ones = [each for each in sides if not each.side] if model == "cocm" else []
    side = _together(sides) if not open_ones else ""
    rule = next(
        (each for each in book.pathways.values() if each.fits(model, side, on_roster)), None
    )
    if rule is None:
        raise NoValueInForce(f"No pathway is known for the model {model}. Choose PCBH or CoCM.")
    missing = tuple(question(each, book) for each in open_ones)
    if model == "cocm" and not sides:
        missing = (question(SideFound("", ""), book),)
    return _pathway(rule, missing, tuple(sides))


def _together(sides: Sequence[SideFound]) -> Side:
    found = {each.side for each in sides}
    if "behavioral" in found:
        return "behavioral"
    return "medical" if found else ""


def _pathway(rule: PathwayRule, missing: tuple[str, ...], sides: tuple[SideFound, ...]) -> Pathway:
    reason = f"{rule.reason} {' '.join(missing)}".strip()
    return Pathway(
        rule.code,
        rule.title,
        reason,
        rule.plan,
        rule.mbho,
        rule.confidence,
        rule.sources,
        missing,
        sides,
    )


def question(found: SideFound, book: Rulebook) -> str:
    """Return what has to be settled, as a question: "Is 99492 on the medical …"."""
    line = book.lines.get(found.line)
    code = book.families[COCM].first if COCM in book.families else "the CoCM code"
    about = f" for {line.title}" if line else ""
    differ = " Medical groups differ." if found.groups_differ else ""
    return f"Is {code} on the medical or the behavioral side{about}?{differ}"


def as_document(found: Pathway) -> dict[str, Any]:
    """Return the document of contract section 2."""
    return {
        "applications": [
            {"to": "plan", "needed": found.plan},
            {"to": "mbho", "needed": found.mbho},
        ],
        "reason": found.reason,
        "sources": [
            {
                "cite": each.cite,
                "url": each.url,
                "checked_on": each.checked_on.isoformat() if each.checked_on else None,
                "confidence": each.confidence or found.confidence,
                **({"assumed": each.assumed} if each.assumed else {}),
            }
            for each in found.sources
        ],
    }
