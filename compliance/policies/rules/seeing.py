"""Who sees and works which duties. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from compliance.core.duties import OWNING, Part
from compliance.core.errors import NotAllowed
from compliance.core.permissions import ONLY_OWN, allows
from compliance.policies.rules.spans import Span


class Acts(Protocol):
    """Who acts: an occasion's actor."""

    @property
    def person_id(self) -> int | None:
        """The person's number, None for the system."""

    @property
    def roles(self) -> frozenset[str]:
        """The names of the roles held."""


def sees_everything(actor: Acts) -> bool:
    """Return whether the person sees every duty; an owner sees what is assigned."""
    return actor.person_id is None or allows(actor.roles - ONLY_OWN, "duties.view")


def parts_held(actor: Acts, spans: Sequence[Span], day: date) -> set[Part]:
    """Return the parts of one duty that the person holds on `day`."""
    return {each.part for each in spans if each.person_id == actor.person_id and each.holds(day)}


def may_work(actor: Acts, spans: Sequence[Span], day: date) -> bool:
    """Return whether the person may add evidence and record events: who owns it, or reviews all."""
    if actor.person_id is None or allows(actor.roles, "duties.review"):
        return True
    return bool(parts_held(actor, spans, day) & {*OWNING, Part.DEPUTY})


def check_work(actor: Acts, duty_id: str, spans: Sequence[Span], day: date) -> None:
    """Refuse work on a duty that is not the person's.

    Raises:
        NotAllowed: the person neither owns it nor stands in, nor reviews evidence.
    """
    if not may_work(actor, spans, day):
        raise NotAllowed(
            f"{duty_id} is not assigned to you. Ask compliance to assign it, or its owner to act."
        )
