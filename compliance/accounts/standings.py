"""What people were called and might do: kept with each change, asked about any day."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import aliased

from compliance.accounts.models import Person, PersonStanding, Placement
from compliance.accounts.queries import PersonRow, people_now
from compliance.audit.services import tell_log
from compliance.db import recorded, seen, session
from compliance.occasions import Occasion

SAID = ("name", "organization", "roles", "is_active", "is_invited")


def keep_standing(person: Person, on: Occasion) -> None:
    """Write what an account says now beside what it said before; nothing where it says the same."""
    session().flush()
    roles = sorted(role.name for role in person.roles)
    said = {
        "name": person.name,
        "organization": person.organization,
        "roles": roles,
        "is_active": person.active,
        "is_invited": person.password is None,
    }
    held = (PersonStanding.person_id == person.id, seen(PersonStanding, None, None))
    before = session().scalar(select(PersonStanding).where(*held))
    _tell_log(person.id, before, roles)
    if before is not None:
        if said == _said_by(before):
            return
        before.superseded_at = on.now
        session().flush()
        if before.from_on < on.today:
            ended = _standing(person.id, _said_by(before), before.from_on, on)
            ended.until_on = on.today
            session().add(ended)
    session().add(_standing(person.id, said, on.today, on))
    session().flush()


def _tell_log(person_id: int, before: PersonStanding | None, has: list[str]) -> None:
    """Let the act's entry be about this person, and name the roles before and after a change."""
    tell_log(("people", person_id))
    had = sorted(before.roles) if before else []
    if had != has:
        tell_log(roles={str(person_id): {"from": had, "to": has}})


def _said_by(row: PersonStanding) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SAID}


def _standing(person_id: int, said: dict[str, Any], from_on: date, on: Occasion) -> PersonStanding:
    days = {"from_on": from_on, "until_on": None, "recorded_at": on.now}
    return PersonStanding(person_id=person_id, **said, **days)


def everybody(known_at: datetime | None) -> Subquery:
    """Return id, name, email, organization and active of every person, for features to join with.

    As the accounts said at `known_at`; None means now.
    """
    if known_at is None:
        now = select(Person.id, Person.name, Person.email, Person.organization, Person.active)
        return now.subquery("everybody")
    row = PersonStanding
    said = (row.name, Person.email, row.organization, row.is_active.label("active"))
    query = select(Person.id, *said).join(row, row.person_id == Person.id)
    return query.where(recorded(row, known_at), row.until_on.is_(None)).subquery("everybody")


def names_of(ids: Collection[int | None], known_at: datetime | None) -> dict[int, str]:
    """Return what people were called at `known_at`, by number; None stands for nobody."""
    people = everybody(known_at)
    asked = select(people.c.id, people.c.name).where(
        people.c.id.in_([each for each in ids if each])
    )
    return dict(session().execute(asked).all())


def addresses_of(
    ids: Collection[int], known_at: datetime | None, organization: str | None = None
) -> dict[int, tuple[str, str]]:
    """Return name and email address of the people among some who were active, by number.

    With an `organization` the partners of any other one are left out.
    """
    people = everybody(known_at)
    query = select(people.c.id, people.c.name, people.c.email).where(people.c.id.in_(ids))
    query = query.where(people.c.active)
    if organization is not None:
        query = query.where(people.c.organization.in_(("", organization)))
    return {number: (name, email) for number, name, email in session().execute(query)}


def team_on(supervisor_id: int, on: Occasion) -> list[int]:
    """Return the active people whom this person supervised on the day seen, as known then."""
    people = everybody(on.known_at)
    query = (
        select(Placement.person_id)
        .join(people, people.c.id == Placement.person_id)
        .where(Placement.supervisor_id == supervisor_id, people.c.active)
        .where(seen(Placement, on.as_of, on.known_at))
        .order_by(Placement.person_id)
    )
    return list(session().scalars(query))


def people_on(on: Occasion) -> list[PersonRow]:
    """Return every person by name as they stood on the day seen, as known then.

    A second step is not told of another day: only the one in use is kept.
    """
    if on.seen_until is None:
        return people_now()
    row, above = aliased(PersonStanding), everybody(on.known_at)
    placed = and_(Placement.person_id == row.person_id, seen(Placement, on.day_seen, on.known_at))
    query = (
        select(row, Person.email, Placement.department, Placement.supervisor_id, above.c.name)
        .join(Person, Person.id == row.person_id)
        .outerjoin(Placement, placed)
        .outerjoin(above, above.c.id == Placement.supervisor_id)
        .where(seen(row, on.day_seen, on.known_at))
        .order_by(func.lower(row.name), row.person_id)
    )
    return [_row(*each) for each in session().execute(query)]


def _row(
    standing: PersonStanding,
    email: str,
    department: str | None,
    supervisor_id: int | None,
    supervisor: str | None,
) -> PersonRow:
    return PersonRow(
        id=standing.person_id,
        name=standing.name,
        email=email,
        roles=tuple(standing.roles),
        department=department or "",
        supervisor_id=supervisor_id,
        supervisor=supervisor or "",
        is_active=standing.is_active,
        is_invited=standing.is_invited,
        organization=standing.organization,
    )
