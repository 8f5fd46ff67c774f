"""Whom a deadline's alerts go to: owner, the owner's supervisor, compliance."""

from collections.abc import Collection
from datetime import date

from compliance.accounts.queries import (
    active_among,
    organizations_of,
    people_with_role,
    supervisors_on,
)

NOBODY = 0
AUDIENCES = ("owner", "supervisor", "compliance")
People = tuple[int, ...]


def recipients_of(owners: Collection[int], today: date) -> dict[int, dict[str, People]]:
    """Return for each owner (0 for nobody) who is told as owner, supervisor and compliance.

    Without an active owner the team supervisors stand in; an owner without an active supervisor
    is escalated to them too, and so is a partner whose supervisor works for another MBHO.
    """
    supervisors = tuple(people_with_role("supervisor"))
    compliance = tuple(people_with_role("compliance"))
    above = supervisors_on(today, owners)
    works_for = organizations_of({*owners, *above.values()})
    above = {
        owner: boss
        for owner, boss in above.items()
        if boss not in works_for or works_for[boss] == works_for.get(owner)
    }
    active = active_among({*owners, *above.values()})
    return {
        owner: {
            "owner": (owner,) if owner in active else supervisors,
            "supervisor": (above[owner],) if above.get(owner) in active else supervisors,
            "compliance": compliance,
        }
        for owner in owners
    }
