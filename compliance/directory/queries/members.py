"""Finding providers a roster may mean, with all that is known of them now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select

from compliance.core.network import MemberStatus
from compliance.db import seen, session
from compliance.directory.models import (
    NetworkMember,
    NetworkPlace,
    PracticeDetail,
    ProviderDetail,
)
from compliance.directory.services.batches import SLICE, slices
from compliance.directory.services.members import MemberValues, PlaceValues, member_values
from compliance.directory.services.providers import ProviderValues
from compliance.occasions import Occasion


@dataclass(frozen=True)
class KnownPlace:
    """A place on record: its row, its practice's name, its values."""

    id: int
    practice: str
    values: PlaceValues


@dataclass(frozen=True)
class KnownProvider:
    """A provider on record as a roster compares it; `member` is None outside the network."""

    id: int
    provider: ProviderValues
    member: MemberValues | None
    places: tuple[KnownPlace, ...] = field(default=())


def providers_like(
    npis: Collection[str], licenses: Collection[str], names: Collection[str]
) -> list[KnownProvider]:
    """Return the providers on record now with one of the NPIs, licenses or sort names."""
    found: dict[int, KnownProvider] = {}
    detail = ProviderDetail
    for column, values in (
        (detail.npi, npis),
        (detail.license_number, licenses),
        (detail.sort_name, names),
    ):
        for some in slices(sorted(set(values) - {""}), SLICE):
            found |= {each.id: each for each in _providers(column.in_(some))}
    places = _places(list(found))
    return [
        KnownProvider(each.id, each.provider, each.member, tuple(places.get(each.id, ())))
        for each in found.values()
    ]


def _providers(condition: ColumnElement[bool]) -> list[KnownProvider]:
    detail, member = ProviderDetail, NetworkMember
    query = (
        select(detail, member)
        .outerjoin(
            member,
            (member.provider_id == detail.provider_id) & seen(member, None, None),
        )
        .where(condition, seen(detail, None, None))
    )
    return [_known(*row) for row in session().execute(query)]


def _known(detail: ProviderDetail, member: NetworkMember | None) -> KnownProvider:
    names: dict[str, Any] = {
        name: getattr(detail, name) for name in ProviderValues.__dataclass_fields__
    }
    values = member_values(member) if member else None
    return KnownProvider(detail.provider_id, ProviderValues(**names), values)


def _places(numbers: Sequence[int]) -> dict[int, list[KnownPlace]]:
    place, practice = NetworkPlace, PracticeDetail
    found: dict[int, list[KnownPlace]] = {}
    for some in slices(sorted(numbers), SLICE):
        query = (
            select(place, practice.name)
            .join(practice, practice.practice_id == place.practice_id)
            .where(
                place.provider_id.in_(some),
                place.superseded_at.is_(None),
                seen(practice, None, None),
            )
            .order_by(place.id)
        )
        for row, name in session().execute(query):
            values = {each: getattr(row, each) for each in PlaceValues.__dataclass_fields__}
            known = KnownPlace(row.id, name, PlaceValues(**values))
            found.setdefault(row.provider_id, []).append(known)
    return found


def is_member(provider_id: int, on: Occasion) -> bool:
    """Return whether the provider was in the network on the day seen, in whatever standing."""
    member = NetworkMember
    held = (member.provider_id == provider_id, seen(member, on.day_seen, on.known_at))
    status = session().scalar(select(member.status).where(*held).limit(1))
    return status is not None and MemberStatus(status).is_in
