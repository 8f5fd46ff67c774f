"""Organizations: the plan, the MBHO and medical groups, each by a lasting key."""

import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from compliance.core.errors import BadValue
from compliance.core.folding import folded
from compliance.db import session
from compliance.directory.models import Organization
from compliance.directory.rules import organization_problems
from compliance.directory.services.batches import stamp
from compliance.occasions import Occasion

LONGEST_KEY = 40


@dataclass(frozen=True)
class OrganizationValues:
    """What is known of an organization."""

    kind: str
    name: str
    short_name: str = ""
    phone: str = ""
    email: str = ""


def key_of(name: str) -> str:
    """Return the lasting key that a new organization gets: "sierra-foothill-medical"."""
    return re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")[:LONGEST_KEY]


def name_organization(key: str, values: OrganizationValues, from_on: date, on: Occasion) -> None:
    """Record the values of an organization from a day on; blank ones leave what stands.

    Raises:
        BadValue: no name, an unknown kind, or a phone number that is none.
    """
    on.refuse_past()
    old = _current(key)
    if old is not None:
        given = {name: value for name, value in asdict(values).items() if value}
        values = replace(_values_of(old), **given)
    for field, problem in organization_problems(values.kind, values.name, values.phone):
        raise BadValue(problem, field)
    if old is None:
        _write(key, values, from_on, on)
    elif _values_of(old) != values:
        _replace(old, values, from_on, on)


def _current(key: str) -> Organization | None:
    table = Organization
    now = (table.key == key, table.superseded_at.is_(None), table.until_on.is_(None))
    return session().scalars(select(table).where(*now)).one_or_none()


def _values_of(row: Organization) -> OrganizationValues:
    return OrganizationValues(row.kind, row.name, row.short_name, row.phone, row.email)


def _replace(old: Organization, values: OrganizationValues, from_on: date, on: Occasion) -> None:
    """End the old values on the day the new ones begin; the row as it was stays readable."""
    old.superseded_at = on.now
    session().flush()
    if old.from_on < from_on:
        _write(old.key, _values_of(old), old.from_on, on, until_on=from_on)
    _write(old.key, values, from_on, on)


def _write(
    key: str, values: OrganizationValues, from_on: date, on: Occasion, until_on: date | None = None
) -> None:
    span: dict[str, Any] = {**stamp(on), "from_on": from_on, "until_on": until_on}
    session().add(Organization(key=key, **asdict(values), **span))
    session().flush()
