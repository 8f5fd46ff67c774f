"""Whom a deadline's alerts go to: owner, the owner's supervisor, compliance."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from compliance.accounts.models import Person, Placement, RoleRow
from compliance.db import seen, session

NOBODY = 0


def recipients_of(owners: Sequence[int], today: date) -> dict[int, dict[str, tuple[int, ...]]]:
    """Return for each owner (0 for nobody) who is told as owner, supervisor and compliance.

    Without an owner, or an active one, the team supervisors stand in; an owner without a
    supervisor is escalated to them too.
    """
    supervisors = _with_role("supervisor")
    compliance = _with_role("compliance")
    above = _supervisors_of(owners, today)
    active = set(session().scalars(select(Person.id).where(Person.active)))
    found: dict[int, dict[str, tuple[int, ...]]] = {}
    for owner in owners:
        boss = above.get(owner)
        found[owner] = {
            "owner": (owner,) if owner in active else supervisors,
            "supervisor": (boss,) if boss in active and boss else supervisors,
            "compliance": compliance,
        }
    return found


def _with_role(name: str) -> tuple[int, ...]:
    query = (
        select(Person.id)
        .join(Person.roles)
        .where(RoleRow.name == name, Person.active)
        .order_by(Person.id)
    )
    return tuple(session().scalars(query))


def _supervisors_of(owners: Sequence[int], today: date) -> dict[int, int]:
    query = select(Placement.person_id, Placement.supervisor_id).where(
        Placement.person_id.in_(owners),
        Placement.supervisor_id.is_not(None),
        seen(Placement, today, None),
    )
    return {person: boss for person, boss in session().execute(query) if boss}
