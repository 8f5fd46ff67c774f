"""Whom a deadline's alerts go to: owner, the owner's supervisor, compliance."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from compliance.accounts.models import Person, Placement, RoleRow, person_roles
from compliance.db import seen, session

NOBODY = 0
AUDIENCES = ("owner", "supervisor", "compliance")
People = tuple[int, ...]


def recipients_of(owners: Collection[int], today: date) -> dict[int, dict[str, People]]:
    """Return for each owner (0 for nobody) who is told as owner, supervisor and compliance.

    Without an active owner the team supervisors stand in; an owner without an active supervisor
    is escalated to them too.
    """
    roles = _active_by_role()
    supervisors = roles["supervisor"]
    above = _supervisors_of(owners, today)
    active = _active(set(owners) | set(above.values()))
    return {
        owner: {
            "owner": (owner,) if owner in active else supervisors,
            "supervisor": (above[owner],) if above.get(owner) in active else supervisors,
            "compliance": roles["compliance"],
        }
        for owner in owners
    }


def _active_by_role() -> dict[str, People]:
    query = (
        select(RoleRow.name, Person.id)
        .join(person_roles, person_roles.c.role_id == RoleRow.id)
        .join(Person, Person.id == person_roles.c.person_id)
        .where(RoleRow.name.in_(("supervisor", "compliance")), Person.active)
        .order_by(Person.id)
    )
    found: dict[str, list[int]] = {"supervisor": [], "compliance": []}
    for name, person in session().execute(query):
        found[name].append(person)
    return {name: tuple(people) for name, people in found.items()}


def _supervisors_of(owners: Collection[int], today: date) -> dict[int, int]:
    query = select(Placement.person_id, Placement.supervisor_id).where(
        Placement.person_id.in_(owners),
        Placement.supervisor_id.is_not(None),
        seen(Placement, today, None),
    )
    return {person: boss for person, boss in session().execute(query) if boss}


def _active(people: Collection[int]) -> set[int]:
    return set(session().scalars(select(Person.id).where(Person.active, Person.id.in_(people))))
