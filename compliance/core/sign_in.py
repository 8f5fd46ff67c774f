"""How the plan lets people sign in: how long a session lasts, whom it asks for a second step."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

IDLE_KEY, WHOLE_KEY = "sign_in.idle_minutes", "sign_in.whole_hours"
SECOND_STEP_KEY = "sign_in.second_step"
IDLE_MINUTES = (5, 60, 720)  # the fewest, the usual, the most
WHOLE_HOURS = (1, 12, 24)


@dataclass(frozen=True)
class SignInRules:
    """What the plan has chosen, or what is usual where it has chosen nothing."""

    idle_minutes: int = IDLE_MINUTES[1]
    whole_hours: int = WHOLE_HOURS[1]
    second_step: frozenset[str] = frozenset()

    @property
    def idle(self) -> timedelta:
        """Return how long a session lasts without a page."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def whole(self) -> timedelta:
        """Return how long a session lasts in all."""
        return timedelta(hours=self.whole_hours)

    def asks(self, roles: Collection[str]) -> bool:
        """Return whether somebody of these roles must have a second step."""
        return not self.second_step.isdisjoint(roles)


def sign_in_rules(choices: Mapping[str, object]) -> SignInRules:
    """Return the rules of sign-in that the plan's choices make."""
    roles = str(choices.get(SECOND_STEP_KEY, ""))
    return SignInRules(
        idle_minutes=int(str(choices.get(IDLE_KEY, IDLE_MINUTES[1]))),
        whole_hours=int(str(choices.get(WHOLE_KEY, WHOLE_HOURS[1]))),
        second_step=frozenset(roles.split()),
    )
