"""What the plan decides first, under which keys. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compliance.core.permissions import ROLES

ALWAYS = date(2000, 1, 1)
FIRST_ROLES = frozenset({"admin", "supervisor", "credentialing", "compliance"})
NAMES: dict[str, str] = {
    "plan.name": "Name of the plan",
    "plan.phone": "Phone that providers may call",
    "plan.email": "Email that providers may write to",
    "mbho.name": "Name of the MBHO partner",
}
BASIS_KEY = "credentialing.notice_basis"
SECOND_NOTICE_KEY = "credentialing.second_notice"
DELEGATED_KEY = "credentialing.is_delegated"


@dataclass(frozen=True)
class FirstRun:
    """The plan's names by their keys, and the first administrator."""

    names: Mapping[str, str]
    person_name: str
    email: str
    password_hash: str


@dataclass(frozen=True)
class Task:
    """One line of the set-up list."""

    title: str
    said: str
    endpoint: str
    state: str
    is_needed: bool = True

    @property
    def is_done(self) -> bool:
        """Return whether nothing is left to do."""
        return self.state == "done"


def first_roles_said() -> str:
    """Return which roles the first person gets, why, and how they are given away."""
    *words, last = [word for role, word in ROLES.items() if role in FIRST_ROLES]
    return (
        f"The first person is {', '.join(words)} and {last}, so that nothing waits for somebody "
        "else. Give these roles to others, and lay them down yourself, under Settings, People."
    )


def name_of(email: str) -> str:
    """Return how a person is called until they say otherwise: the part before the @."""
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").split()
    return " ".join(word.capitalize() for word in words)
