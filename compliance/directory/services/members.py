"""Who is in the network: the values of a roster, and the places where a provider sees people.

Works on batches: one row entered by hand and a file with thousands take the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

from compliance.core.network import MemberStatus
from compliance.db import seen, session, write_rows
from compliance.directory.models import NEVER, NetworkMember, NetworkPlace
from compliance.directory.services.batches import SLICE, slices, stamp
from compliance.occasions import Occasion


@dataclass(frozen=True)
class MemberValues:
    """What a roster says of a provider beside name and numbers."""

    role: str = ""
    provider_class: str = ""
    status: str = MemberStatus.ACTIVE
    last_decision_on: date | None = None
    license_expires_on: date | None = None
    malpractice_expires_on: date | None = None
    team_role: str = ""
    supervisor_npi: str = ""

    @property
    def lapses_on(self) -> date:
        """Return the earlier expiry date, `NEVER` where none is known."""
        days = (self.license_expires_on, self.malpractice_expires_on)
        return min((day for day in days if day), default=NEVER)


@dataclass(frozen=True)
class PlaceValues:
    """One place of a provider, with the span in which it holds."""

    practice_id: int
    line: str = ""
    city: str = ""
    county: str = ""
    state: str = ""
    zip_code: str = ""
    from_on: date | None = None
    until_on: date | None = None


def keep_members(members: Mapping[int, MemberValues], on: Occasion) -> None:
    """Record the values of providers from today on; what held before stays readable.

    Values recorded earlier today are replaced. Nothing is written where nothing changed.
    """
    on.refuse_past()
    standing = _standing(list(members))
    changed = {
        number: values
        for number, values in members.items()
        if number not in standing or member_values(standing[number]) != values
    }
    old = [standing[number] for number in changed if number in standing]
    ended = [_row(each.provider_id, member_values(each), _until(each, on)) for each in old]
    _supersede(NetworkMember, [each.id for each in old], on)
    kept = [row for row in ended if row["from_on"] < row["until_on"]]
    write_rows(NetworkMember, kept)
    write_rows(
        NetworkMember, [_row(number, values, stamp(on)) for number, values in changed.items()]
    )


def _until(row: NetworkMember, on: Occasion) -> dict[str, Any]:
    return {**stamp(on), "from_on": row.from_on, "until_on": on.today}


def _row(number: int, values: MemberValues, span: dict[str, Any]) -> dict[str, Any]:
    return {"provider_id": number, **vars(values), "lapses_on": values.lapses_on, **span}


def _standing(numbers: Sequence[int]) -> dict[int, NetworkMember]:
    found: dict[int, NetworkMember] = {}
    table = NetworkMember
    for some in slices(sorted(numbers), SLICE):
        query = select(table).where(table.provider_id.in_(some), seen(table, None, None))
        found |= {row.provider_id: row for row in session().scalars(query)}
    return found


def member_values(row: NetworkMember) -> MemberValues:
    """Return the values of a stored row."""
    return MemberValues(**{name: getattr(row, name) for name in MemberValues.__dataclass_fields__})


def keep_places(
    fresh: Sequence[tuple[int, PlaceValues]], replaced: Sequence[int], on: Occasion
) -> None:
    """Record places of providers by number; `replaced` are rows that stand corrected by them.

    A place without a first day holds from today on.
    """
    on.refuse_past()
    _supersede(NetworkPlace, replaced, on)
    rows = []
    for number, place in fresh:
        span = {**stamp(on), "from_on": place.from_on or on.today, "until_on": place.until_on}
        rows.append({"provider_id": number, **vars(place), **span})
    write_rows(NetworkPlace, rows)


def _supersede(
    table: type[NetworkMember] | type[NetworkPlace], numbers: Sequence[int], on: Occasion
) -> None:
    if numbers:
        of = cast(Table, table.__table__)
        ended = update(of).where(of.c.id == bindparam("of")).values(superseded_at=on.now)
        session().connection().execute(ended, [{"of": number} for number in numbers])
        session().expire_all()
