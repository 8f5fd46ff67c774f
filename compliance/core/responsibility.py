"""Who pays for which codes, and what that means for credentialing: families, sides, pathways.

A division of financial responsibility (DOFR) says for a family of codes, a line of business and
a medical group which entity is at risk. The rows are the plan's own and live in the database.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from compliance.core.calendars import STRICT, Confidence, Source

Side = Literal["", "medical", "behavioral"]
Answer = Literal["", "yes", "no"]
Need = Literal["yes", "no", "maybe"]
ENTITIES: dict[str, str] = {"plan": "Plan", "mbho": "MBHO", "group": "Medical group"}
PAYMENTS: dict[str, str] = {"fee_for_service": "Fee for service", "capitated": "Capitated"}
SIDE_OF: dict[str, Side] = {"plan": "medical", "group": "medical", "mbho": "behavioral"}
"""The side of the benefit that an entity at risk stands for."""
COCM = "cocm"
"""The family of collaborative care codes, by which a CoCM application finds its pathway."""


@dataclass(frozen=True)
class CodeFamily:
    """Codes that a contract assigns together; `first` names the one that questions are about."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    title: str
    codes: tuple[str, ...]
    confidence: Confidence
    sources: tuple[Source, ...]
    model: str = ""
    note: str = ""

    @property
    def first(self) -> str:
        """Return the code by which people know the family."""
        return self.codes[0]


@dataclass(frozen=True)
class PathwayRule:
    """Which applications a model needs, given the side its codes are on and the roster.

    An empty `side` or `on_roster` is the answer where that is not known; the first rule that
    fits is taken.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    model: str
    title: str
    reason: str
    plan: Need
    mbho: Need
    confidence: Confidence
    sources: tuple[Source, ...]
    side: Side | Literal["any"] = "any"
    on_roster: Answer | Literal["any"] = "any"

    def fits(self, model: str, side: Side, on_roster: Answer) -> bool:
        """Return whether this rule answers for such a case."""
        is_side = self.side in ("any", side)
        return self.model == model and is_side and self.on_roster in ("any", on_roster)
