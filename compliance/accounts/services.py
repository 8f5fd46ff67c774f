"""The verbs of accounts: invite, place, give roles, deactivate."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Table, bindparam, select, update

from compliance.accounts.models import ApiToken, Person, Placement, RoleRow
from compliance.accounts.queries import (
    people_with_role,
    person_by_email,
    person_by_id,
    supervisors_above,
)
from compliance.accounts.rules import (
    Standing,
    check_administrators,
    check_organization,
    check_roles,
    check_supervisor,
    tidy_email,
)
from compliance.accounts.standings import keep_standing
from compliance.core.dates import day_words
from compliance.core.errors import BadValue, NotNow
from compliance.core.permissions import ROLES
from compliance.db import seen, session
from compliance.occasions import Occasion

SESSION_KEY_BYTES = 24


@dataclass(frozen=True)
class NewPerson:
    """Who is invited. `password_hash` is given for the first administrator and sample people."""

    email: str
    name: str
    roles: frozenset[str]
    department: str = ""
    supervisor_id: int | None = None
    password_hash: str | None = None
    organization: str = ""


@dataclass(frozen=True)
class Place:
    """A person's department and supervisor from a day."""

    from_on: date
    department: str = ""
    supervisor_id: int | None = None


def seed_roles() -> None:
    """Write the roles of the product that the database does not hold yet."""
    known = set(session().scalars(select(RoleRow.name)))
    session().add_all(RoleRow(name=name) for name in ROLES if name not in known)
    session().flush()


def invite_person(new: NewPerson, on: Occasion) -> Person:
    """Write an account with its roles and place; without a password it waits for one.

    Raises:
        BadValue: the address is taken or no address, no name, no or unknown roles, or a partner
            of no organization.
    """
    on.refuse_past()
    check_roles(new.roles)
    check_organization(new.roles, new.organization)
    email = _free_email(new.email)
    if not new.name.strip():
        raise BadValue("Enter a name.", "name")
    person = Person(
        email=email,
        name=" ".join(new.name.split()),
        organization=new.organization,
        password=new.password_hash,
        active=True,
        fs_uniquifier=_session_key(),
        preferences={},
        made_at=on.now,
        roles=_role_rows(new.roles),
    )
    session().add(person)
    keep_standing(person, on)
    place_person(person.id, Place(on.today, new.department, new.supervisor_id), on)
    return person


def _free_email(text: str) -> str:
    email = tidy_email(text)
    name, _, domain = email.rpartition("@")
    if not name or "." not in domain or any(each in email for each in " ,;<>"):
        raise BadValue(f"{text.strip() or 'Nothing'} is not an email address.", "email")
    if person_by_email(email):
        raise BadValue(f"{email} has an account already. Look under People.", "email")
    return email


def _role_rows(roles: frozenset[str]) -> list[RoleRow]:
    return list(session().scalars(select(RoleRow).where(RoleRow.name.in_(sorted(roles)))))


def _session_key() -> str:
    return secrets.token_urlsafe(SESSION_KEY_BYTES)


def set_password(person_id: int, password_hash: str, on: Occasion) -> Person:
    """Store a password; links and sessions made before it end.

    Raises:
        NotNow: the account is deactivated.
    """
    person = person_by_id(person_id)
    if not person.active:
        raise NotNow(f"The account of {person.name} is deactivated. Ask an administrator.")
    person.password = password_hash
    keep_standing(person, on)
    end_sessions(person)
    return person


def end_sessions(person: Person) -> None:
    """End every session of a person, and every link made for them before."""
    person.fs_uniquifier = _session_key()
    session().flush()


def set_roles(person_id: int, roles: frozenset[str], on: Occasion, organization: str = "") -> None:
    """Give a person exactly these roles; the last administrator keeps that one.

    A partner gets the organization with them; of another one from now on nothing is seen.
    """
    on.refuse_past()
    check_roles(roles)
    check_organization(roles, organization)
    person = person_by_id(person_id)
    _keep_an_administrator(person, Standing(person.name, roles, person.active))
    person.roles = _role_rows(roles)
    person.organization = organization
    keep_standing(person, on)


def deactivate_person(person_id: int, on: Occasion) -> None:
    """Close an account, end its sessions and tokens; what the person did stays under their name.

    Raises:
        NotNow: the last administrator, or oneself.
    """
    on.refuse_past()
    person = person_by_id(person_id)
    _keep_an_administrator(person, Standing(person.name, frozenset(), is_active=False))
    if person.id == on.actor.person_id:
        raise NotNow("You cannot deactivate your own account. Ask another administrator.")
    person.active = False
    keep_standing(person, on)
    end_sessions(person)
    standing = (ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    ended = {"revoked_at": on.now, "revoked_by": on.actor.person_id}
    session().execute(update(ApiToken).where(*standing).values(ended))


def end_all_sessions() -> None:
    """End every session and every link to choose a password; everybody signs in again."""
    numbers = session().scalars(select(Person.id)).all()
    keys = [{"number": number, "key": _session_key()} for number in numbers]
    if keys:
        people = cast(Table, Person.__table__)
        ended = update(people).where(people.c.id == bindparam("number"))
        session().connection().execute(ended.values(fs_uniquifier=bindparam("key")), keys)


def reactivate_person(person_id: int, on: Occasion) -> None:
    """Open a deactivated account again, with its roles and its password."""
    on.refuse_past()
    person = person_by_id(person_id)
    person.active = True
    keep_standing(person, on)


def _keep_an_administrator(person: Person, after: Standing) -> None:
    """Refuse what leaves no administrator who can sign in; two at once follow each other."""
    session().execute(select(RoleRow.id).where(RoleRow.name == "admin").with_for_update())
    others = [each for each in people_with_role("admin", can_sign_in=True) if each != person.id]
    roles = frozenset(role.name for role in person.roles)
    check_administrators(Standing(person.name, roles, person.active), after, len(others))


def place_person(person_id: int, place: Place, on: Occasion) -> None:
    """Write where a person stands from a day; the placement before ends there, stays readable.

    Raises:
        BadValue: a day to come, or a circle of supervisors.
    """
    on.refuse_past()
    if place.from_on > on.today:
        day = day_words(place.from_on)
        raise BadValue(f"{day} is still to come. Give today or a day before.", "from_on")
    if place.supervisor_id is not None:
        person_by_id(place.supervisor_id)
        check_supervisor(person_id, [place.supervisor_id, *supervisors_above(place.supervisor_id)])
    if _end_placement(person_id, place, on):
        session().add(_placement(person_id, place, place.from_on, on))
        session().flush()


def _end_placement(person_id: int, place: Place, on: Occasion) -> bool:
    """End the standing placement where it says something else; return whether to write anew."""
    standing = select(Placement).where(
        Placement.person_id == person_id, seen(Placement, None, None)
    )
    before = session().scalar(standing)
    if before is None:
        return True
    if (before.department, before.supervisor_id) == (place.department, place.supervisor_id):
        return False
    before.superseded_at = on.now
    session().flush()
    if before.from_on < place.from_on:
        kept = Place(before.from_on, before.department, before.supervisor_id)
        ended = _placement(person_id, kept, before.from_on, on)
        ended.until_on = place.from_on
        session().add(ended)
    return True


def _placement(person_id: int, place: Place, from_on: date, on: Occasion) -> Placement:
    return Placement(
        person_id=person_id,
        department=" ".join(place.department.split()),
        supervisor_id=place.supervisor_id,
        from_on=from_on,
        until_on=None,
        recorded_at=on.now,
    )


def rename_person(person_id: int, name: str, on: Occasion) -> None:
    """Change how a person is called."""
    on.refuse_past()
    if not name.strip():
        raise BadValue("Enter a name.", "name")
    person = person_by_id(person_id)
    person.name = " ".join(name.split())
    keep_standing(person, on)


def keep_preferences(person_id: int, chosen: dict[str, str]) -> None:
    """Store a person's theme, density and keys, so that another browser has them too."""
    person = person_by_id(person_id)
    person.preferences = {**person.preferences, **chosen}
    session().flush()
