"""Whom a deadline's alerts go to: owner, the owner's supervisor, compliance."""

from collections.abc import Collection
from datetime import date

from compliance.accounts.queries import active_among, people_with_role, supervisors_on

NOBODY = 0
AUDIENCES = ("owner", "supervisor", "compliance")
People = tuple[int, ...]


def recipients_of(owners: Collection[int], today: date) -> dict[int, dict[str, People]]:
    """Return for each owner (0 for nobody) who is told as owner, supervisor and compliance.

    Without an active owner the team supervisors stand in; an owner without an active supervisor
    is escalated to them too.
    """
    supervisors = tuple(people_with_role("supervisor"))
    compliance = tuple(people_with_role("compliance"))
    above = supervisors_on(today, owners)
    active = active_among({*owners, *above.values()})
    return {
        owner: {
            "owner": (owner,) if owner in active else supervisors,
            "supervisor": (above[owner],) if above.get(owner) in active else supervisors,
            "compliance": compliance,
        }
        for owner in owners
    }
