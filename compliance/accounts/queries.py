"""Reading people: who there is, who supervises whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from compliance.accounts.models import (
    Absence,
    Person,
    Placement,
    RoleRow,
    SecondStep,
    person_roles,
)
from compliance.audit.queries.entries import last_sign_in
from compliance.core.errors import NotFound
from compliance.core.permissions import ROLES
from compliance.db import seen, session
from compliance.occasions import Occasion

FURTHEST_UP = 20


@dataclass(frozen=True)
class PersonRow:
    """A person as lists show them."""

    id: int
    name: str
    email: str
    roles: tuple[str, ...]
    department: str
    supervisor_id: int | None
    supervisor: str
    is_active: bool
    is_invited: bool
    organization: str = ""
    has_second_step: bool | None = None  # None where it is not known: on another day
    signed_in_at: datetime | None = None

    @property
    def state(self) -> str:
        """Return active, invited or deactivated."""
        if not self.is_active:
            return "deactivated"
        return "invited" if self.is_invited else "active"

    @property
    def role_words(self) -> list[str]:
        """Return the roles in words, in the order of the role table."""
        return [words for name, words in ROLES.items() if name in self.roles]


def people_now(*, active_only: bool = False) -> list[PersonRow]:
    """Return every person by name, with roles, department and supervisor as of now."""
    above = aliased(Person)
    placed = and_(Placement.person_id == Person.id, seen(Placement, None, None))
    query = (
        select(
            Person,
            Placement.department,
            Placement.supervisor_id,
            above.name,
            SecondStep.person_id.is_not(None),
        )
        .outerjoin(Placement, placed)
        .outerjoin(SecondStep, SecondStep.person_id == Person.id)
        .outerjoin(above, above.id == Placement.supervisor_id)
        .order_by(func.lower(Person.name), Person.id)
    )
    if active_only:
        query = query.where(Person.active)
    return [_row(*each) for each in session().execute(query)]


def _row(
    person: Person,
    department: str | None,
    supervisor_id: int | None,
    supervisor: str | None,
    has_second_step: bool,
) -> PersonRow:
    return PersonRow(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=tuple(sorted(role.name for role in person.roles)),
        department=department or "",
        supervisor_id=supervisor_id,
        supervisor=supervisor or "",
        is_active=person.active,
        is_invited=person.password is None,
        organization=person.organization,
        has_second_step=bool(has_second_step),
    )


def person_now(person_id: int, among: Sequence[PersonRow] | None = None) -> PersonRow:
    """Return one person with roles, department and supervisor as of now; raises `NotFound`.

    Looks `among` people who were read before, where there are any.
    """
    for each in people_now() if among is None else among:
        if each.id == person_id:
            return each
    raise NotFound(f"There is no person {person_id}.")


def signed_in_last(on: Occasion) -> dict[int, datetime]:
    """Return when each person last signed in by the day seen; who never did is left out."""
    query = select(Person.id, last_sign_in(cast(ColumnElement[int], Person.id), on))
    return {number: at for number, at in session().execute(query) if at is not None}


def place_now(person_id: int) -> tuple[str, str]:
    """Return the department of a person and the name of the supervisor; "" where there is none."""
    above = aliased(Person)
    query = (
        select(Placement.department, above.name)
        .outerjoin(above, above.id == Placement.supervisor_id)
        .where(Placement.person_id == person_id, seen(Placement, None, None))
    )
    department, supervisor = session().execute(query).one_or_none() or ("", "")
    return department, supervisor or ""


def person_by_id(person_id: int) -> Person:
    """Return the account of a person; raises `NotFound`."""
    person = session().get(Person, person_id)
    if person is None:
        raise NotFound(f"There is no person {person_id}.")
    return person


def person_with_roles(person_id: int) -> Person | None:
    """Return an active account with all roles, read in one statement, or None."""
    query = select(Person).where(Person.id == person_id, Person.active)
    return session().scalars(query.options(joinedload(Person.roles))).unique().one_or_none()


def person_by_email(email: str) -> Person | None:
    """Return the account with this address in whatever letters, or None."""
    return session().scalar(select(Person).where(func.lower(Person.email) == email.lower()))


def person_of_session(key: str) -> Person | None:
    """Return the active person whose sessions carry this key, or None."""
    return session().scalar(select(Person).where(Person.fs_uniquifier == key, Person.active))


def has_people() -> bool:
    """Return whether set-up has made a first account."""
    return bool(session().scalar(select(exists().where(Person.id.is_not(None)))))


def set_up_at_query() -> ScalarSelect[datetime]:
    """Return when set-up made the first account, as part of a larger statement."""
    return select(func.min(Person.made_at)).scalar_subquery()


def supervisor_of(
    person_id: int, as_of: date | None = None, known_at: datetime | None = None
) -> int | None:
    """Return who supervised the person on a day, or now; None for nobody."""
    placed = seen(Placement, as_of, known_at)
    query = select(Placement.supervisor_id).where(Placement.person_id == person_id, placed)
    return session().scalar(query)


def supervisors_above(person_id: int) -> list[int]:
    """Return the supervisor, that one's supervisor and so on, nearest first."""
    found: list[int] = []
    at = supervisor_of(person_id)
    while at is not None and at not in found and len(found) < FURTHEST_UP:
        found.append(at)
        at = supervisor_of(at)
    return found


def people_with_role(role: str, *, can_sign_in: bool = False) -> list[int]:
    """Return the active people who hold a role, by id; with `can_sign_in` not the invited ones."""
    query = (
        select(Person.id)
        .join(person_roles, person_roles.c.person_id == Person.id)
        .join(RoleRow, RoleRow.id == person_roles.c.role_id)
        .where(RoleRow.name == role, Person.active)
        .order_by(Person.id)
    )
    if can_sign_in:
        query = query.where(Person.password.is_not(None))
    return list(session().scalars(query))


def organizations_of(ids: Collection[int]) -> dict[int, str]:
    """Return the organization of the partners among some people; the plan's own are left out."""
    query = select(Person.id, Person.organization)
    held = query.where(Person.id.in_(ids), Person.organization != "")
    return dict(session().execute(held).all())


def active_among(ids: Collection[int]) -> set[int]:
    """Return which of the people are active."""
    return set(session().scalars(select(Person.id).where(Person.active, Person.id.in_(ids))))


def supervisors_on(day: date, ids: Collection[int]) -> dict[int, int]:
    """Return who supervises each of the people on a day; those without one are left out."""
    query = select(Placement.person_id, Placement.supervisor_id).where(
        Placement.person_id.in_(ids),
        Placement.supervisor_id.is_not(None),
        seen(Placement, day, None),
    )
    return {person: boss for person, boss in session().execute(query) if boss}


def away_on(day: date, known_at: datetime | None = None) -> dict[int, date | None]:
    """Return who is away on a day, each with the day of the return where one is known."""
    query = select(Absence.person_id, Absence.until_on).where(seen(Absence, day, known_at))
    return dict(session().execute(query).all())


def absences_of(person_id: int) -> list[tuple[date, date | None]]:
    """Return the absences of a person on record, from which day to which return, newest first."""
    query = (
        select(Absence.from_on, Absence.until_on)
        .where(Absence.person_id == person_id, Absence.superseded_at.is_(None))
        .order_by(Absence.from_on.desc(), Absence.id.desc())
    )
    return [(first, until) for first, until in session().execute(query)]
