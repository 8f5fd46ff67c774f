"""Words of the network: states of a member, parts in a care team, kinds of expiry date."""

from enum import StrEnum

from compliance.core.states import Word


class MemberStatus(StrEnum):
    """Where a provider stands in the network."""

    ACTIVE = "active"
    PROVISIONAL = "provisional"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"

    @property
    def is_in(self) -> bool:
        """Return whether the provider belongs to the network."""
        return self is not MemberStatus.TERMINATED


MEMBER_WORDS: dict[MemberStatus, Word] = {
    MemberStatus.ACTIVE: Word("Active", "met", "circle-check"),
    MemberStatus.PROVISIONAL: Word("Provisional", "met", "circle-check"),
    MemberStatus.SUSPENDED: Word("Suspended", "soon", "alert-triangle"),
    MemberStatus.TERMINATED: Word("Left the network", "none", "logout"),
}
TEAM_ROLES: dict[str, str] = {
    "pcp": "Primary care",
    "care_manager": "Care manager",
    "psychiatric_consultant": "Psychiatric consultant",
}
LICENSE_EXPIRY, MALPRACTICE_EXPIRY = "license_expiry", "malpractice_expiry"
