"""`daybook people`: list, invite, deactivate, reset the second step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from compliance.accounts.invitations import send_invite
from compliance.accounts.models import Person
from compliance.accounts.queries import PersonRow, person_by_email, signed_in_last
from compliance.accounts.second_step import reset_second_step
from compliance.accounts.services import NewPerson, deactivate_person, invite_person
from compliance.accounts.standings import people_on
from compliance.core.errors import BadValue, NotFound
from compliance.core.permissions import ROLES
from compliance.db import transaction
from compliance.looking_back import on_another_day
from compliance.occasions import Occasion


@click.group()
def people() -> None:
    """List, invite, deactivate people; reset a second step."""


@people.command("list")
@on_another_day
@click.pass_obj
def list_people(door: Any) -> None:
    """List everybody with roles, department and supervisor."""
    on = door.occasion()
    rows, last = people_on(on), signed_in_last(on)
    door.emit([_said(row, last.get(row.id)) for row in rows], [_line(row) for row in rows])


def _said(row: PersonRow, signed_in_at: datetime | None) -> dict[str, Any]:
    return {
        "email": row.email,
        "name": row.name,
        "roles": list(row.roles),
        "organization": row.organization,
        "department": row.department,
        "supervisor": row.supervisor,
        "state": row.state,
        "second_step": row.has_second_step,
        "signed_in_at": signed_in_at.isoformat() if signed_in_at else None,
    }


def _line(row: PersonRow) -> str:
    return f"{row.email:36} {row.name:24} {row.state:12} {', '.join(row.roles)}"


@people.command()
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(list(ROLES)))
@click.option("--organization", default="", help="Key of the MBHO that a partner works for.")
@click.option("--department", default="")
@click.option("--supervisor", default="", help="Email of the supervisor.")
@click.pass_context
def invite(ctx: click.Context, /, **said: Any) -> None:
    """Make an account for EMAIL and send the link to choose a password."""
    door: Any = ctx.obj
    on = door.writing()
    with transaction():
        above = _person(said["supervisor"]).id if said["supervisor"] else None
        roles = frozenset(said["roles"])
        new = NewPerson(
            said["email"],
            said["name"],
            roles,
            said["department"],
            above,
            organization=_organization(door, said["organization"], on),
        )
        person = invite_person(new, on)
        link = send_invite(person, door.settings, on)
        email = person.email
    is_sent = bool(door.settings.mail_url)
    document = {"email": email, "link": None if is_sent else link}
    told = "An invitation is on its way." if is_sent else f"Give them this link: {link}"
    door.emit(document, f"{email} is invited. {told}")


@people.command("reset-mfa")
@click.argument("email")
@click.pass_obj
def reset_mfa(door: Any, email: str) -> None:
    """Turn off the second step of EMAIL, who lost the app; ends the sessions."""
    on = door.writing()
    with transaction():
        told = reset_second_step(_person(email).id, on).email
    said = f"{told} signs in with the password alone, and may set up a second step again."
    door.emit({"email": told, "second_step": False}, said)


@people.command()
@click.argument("email")
@click.pass_obj
def deactivate(door: Any, email: str) -> None:
    """Close the account of EMAIL and end its sessions."""
    on = door.writing()
    with transaction():
        person = _person(email)
        deactivate_person(person.id, on)
        told = person.email
    door.emit({"email": told, "state": "deactivated"}, f"{told} is deactivated.")


def _organization(door: Any, key: str, on: Occasion) -> str:
    """Return the key as given; raises `BadValue` for one that names no MBHO."""
    known: Mapping[str, str] = door.app.extensions["daybook"]["mbhos"](on)
    if key and key not in known:
        named = ", ".join(f"{each} ({name})" for each, name in known.items()) or "none yet"
        raise BadValue(f"There is no MBHO {key}. On record: {named}.", "organization")
    return key


def _person(email: str) -> Person:
    person = person_by_email(email)
    if person is None:
        raise NotFound(f"Nobody has an account with {email}. `daybook people list` names them.")
    return person
