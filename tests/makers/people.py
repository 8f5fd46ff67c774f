"""People for tests: three who come with every test of a page, and more on request."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from compliance.accounts.models import Person, RoleRow
from compliance.accounts.services import NewPerson, invite_person, seed_roles
from compliance.db import session

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class People:
    """Olivia owns, Theo is on her team, Nora is neither."""

    olivia: Person
    theo: Person
    nora: Person


def make_person(name: str, on: Any, *roles: str, **said: Any) -> Person:
    """Return an active person with a password, in some department, of the roles named."""
    if session().scalar(select(RoleRow.id).limit(1)) is None:
        seed_roles()
    from compliance.accounts.signin import hashed

    email = f"{name.split(maxsplit=1)[0].lower()}@aldercreek.example"
    given = {"email": email, "password_hash": hashed(PASSWORD), "department": "Credentialing"}
    if "partner" in roles:
        given["organization"] = "mbho"
    new = NewPerson(name=name, roles=frozenset(roles or ("credentialing",)), **{**given, **said})
    return invite_person(new, on)


def make_people(on: Any) -> People:
    """Return the three. Olivia supervises Theo; Nora holds another role in another department."""
    olivia = make_person("Olivia Ortega", on, "credentialing", "supervisor")
    theo = make_person("Theo Tran", on, "credentialing", supervisor_id=olivia.id)
    nora = make_person("Nora Novak", on, "claims", department="Claims")
    return People(olivia, theo, nora)


def found_people() -> People:
    """Return the three from a database that holds them already."""
    found = session().scalars(select(Person)).all()
    return People(**{each.name.split()[0].lower(): each for each in found})


__all__ = ["PASSWORD", "People", "found_people", "make_people", "make_person"]
