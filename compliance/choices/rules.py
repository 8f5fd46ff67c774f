"""What the plan has confirmed, and whether it is the demo, read from its choices. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compliance.core.rulebook import Parameter, Scalar

PREFIX = "confirmed."
DEMO = "instance.demo"


@dataclass(frozen=True)
class Confirmation:
    """Who confirmed a parameter for this plan, and on which day."""

    by: str
    on: date


def is_demo(choices: Mapping[str, Scalar]) -> bool:
    """Return whether this is the demo, whose plan and people are invented."""
    return choices.get(DEMO) == "yes"


def confirmation_key(parameter_id: str) -> str:
    """Return the key under which the plan confirms a parameter."""
    return f"{PREFIX}{parameter_id}"


def confirmation_text(by: str, on: date) -> str:
    """Return a confirmation as choices keep it: "2026-11-24 Dana Whitfield"."""
    return f"{on.isoformat()} {by}"


def confirmation(
    parameter: Parameter, choices: Mapping[str, Scalar], day: date
) -> Confirmation | None:
    """Return who confirmed the value in force on `day`, or None.

    A value that came into force after the confirmation needs a new one. The pack's own
    confirmation counts where the plan has none.
    """
    text = str(choices.get(confirmation_key(parameter.id), ""))
    if text:
        on, _, by = text.partition(" ")
        began = max((first for first in parameter.values if first <= day), default=None)
        made = Confirmation(by, date.fromisoformat(on))
        return made if began is None or began <= made.on else None
    shipped = parameter.confirmed
    return Confirmation(shipped.by, shipped.on) if shipped else None
