"""The network as lists and pages show it: who is in it, which dates lapse, who sees whom where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from compliance.audit.services import identifies
from compliance.core.errors import NotFound
from compliance.core.network import MemberStatus
from compliance.db import seen, session
from compliance.directory.models import (
    NetworkMember,
    NetworkPlace,
    PracticeDetail,
    ProviderDetail,
)
from compliance.directory.services.batches import SLICE, slices
from compliance.occasions import Occasion
from compliance.web.paging import Page, Place, Total, make_page, page_statement

VIEWS: dict[str, str] = {
    "in": "In network",
    "lapsing": "Lapsing",
    "teams": "CoCM teams",
    "left": "Left the network",
}
LONGEST_TEXT = 200
D, M = ProviderDetail, NetworkMember
COLUMNS = (
    M.provider_id, D.last_name, D.first_name, D.sort_name, D.npi, D.license_number, M.role,
    M.provider_class, M.status, M.last_decision_on, M.license_expires_on,
    M.malpractice_expires_on, M.lapses_on, M.team_role, M.supervisor_npi, M.from_on,
)  # fmt: skip
ORDERS: dict[str, tuple[Any, ...]] = {
    "name": (D.sort_name, M.provider_id),
    "lapses": (M.lapses_on, M.provider_id),
}
MemberRow = Row[Any]


@dataclass(frozen=True)
class NetworkFilters:
    """Which members are asked for: a view, words in name, number or role; `within` days lapse."""

    view: str = "in"
    text: str = ""
    within: int = 0


@dataclass(frozen=True)
class NetworkOrder:
    """The order of the list and the place in it."""

    sort: str = "name"
    is_descending: bool = False
    place: Place = field(default_factory=Place)


@dataclass(frozen=True)
class PlaceRow:
    """Where a member sees people, on the day seen or before."""

    provider_id: int
    practice: str
    line: str
    city: str
    county: str
    state: str
    zip_code: str
    from_on: date
    until_on: date | None

    @property
    def address(self) -> str:
        """Return the address on one line, as far as it is known."""
        last = " ".join(part for part in (self.state, self.zip_code) if part)
        return ", ".join(part for part in (self.line, self.city, last) if part)


@identifies("provider")
def network_page(
    filters: NetworkFilters, order: NetworkOrder, on: Occasion, total: Total
) -> Page[MemberRow]:
    """Return one page of the members that match."""
    columns = ORDERS[order.sort]
    query = page_statement(
        _matching(filters, on, *COLUMNS), columns, order.place, descending=order.is_descending
    )
    names = [str(column.key) for column in columns]
    rows = session().execute(query).all()
    return make_page(
        rows, order.place, lambda row: tuple(getattr(row, name) for name in names), total=total
    )


@identifies("provider")
def network_rows(filters: NetworkFilters, order: NetworkOrder, on: Occasion) -> Sequence[MemberRow]:
    """Return every member that matches, for exports and commands."""
    falls = order.is_descending
    by = [column.desc() if falls else column.asc() for column in ORDERS[order.sort]]
    return session().execute(_matching(filters, on, *COLUMNS).order_by(*by)).all()


def network_counts(filters: NetworkFilters, on: Occasion) -> tuple[dict[str, int], int]:
    """Return how many each view holds and how many match the filters, in one statement."""
    views = [NetworkFilters(view, within=filters.within) for view in VIEWS]
    counted = [_count(each, on).label(each.view) for each in views]
    *numbers, matching = session().execute(select(*counted, _count(filters, on))).one()
    return dict(zip(VIEWS, numbers, strict=True)), matching


def _count(filters: NetworkFilters, on: Occasion) -> Any:
    rows = _matching(filters, on, M.provider_id).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()


def _matching(filters: NetworkFilters, on: Occasion, *columns: Any) -> Select[*tuple[Any, ...]]:
    same = and_(D.provider_id == M.provider_id, seen(D, on.as_of, on.known_at))
    held = (seen(M, on.as_of, on.known_at), *_view(filters, on), *_words(filters.text))
    return select(*columns).join(D, same).where(*held)


def _view(filters: NetworkFilters, on: Occasion) -> list[ColumnElement[bool]]:
    left = M.status == MemberStatus.TERMINATED
    if filters.view == "left":
        return [left]
    if filters.view == "lapsing":
        return [~left, M.lapses_on <= on.day_seen + timedelta(days=filters.within)]
    return [~left, M.team_role != ""] if filters.view == "teams" else [~left]


def _words(text: str) -> list[ColumnElement[bool]]:
    """Return one condition a word: it stands in the name, or a number or role begins with it."""
    return [
        or_(
            D.sort_name.contains(word, autoescape=True),
            D.npi.startswith(word, autoescape=True),
            func.lower(D.license_number).startswith(word, autoescape=True),
            func.lower(M.role) == word,
        )
        for word in text[:LONGEST_TEXT].casefold().split()
    ]


def places_of(numbers: Sequence[int], on: Occasion, *, ended: bool = False) -> list[PlaceRow]:
    """Return where these members see people on the day seen; `ended` ones too where asked."""
    place, practice = NetworkPlace, PracticeDetail
    span = seen(place, on.day_seen, on.known_at) if not ended else _known_by(on)
    query = (
        select(
            place.provider_id, practice.name, place.line, place.city, place.county, place.state,
            place.zip_code, place.from_on, place.until_on,
        )
        .join(practice, and_(practice.practice_id == place.practice_id,
                             seen(practice, None, on.known_at)))
        .where(place.provider_id.in_(numbers), span)
        .order_by(place.from_on.desc(), practice.name, place.id)
    )  # fmt: skip
    return [PlaceRow(*row) for row in session().execute(query)]


def _known_by(on: Occasion) -> ColumnElement[bool]:
    place = NetworkPlace
    if on.known_at is None:
        return and_(place.superseded_at.is_(None), place.from_on <= on.day_seen)
    standing = or_(place.superseded_at.is_(None), place.superseded_at > on.known_at)
    return and_(place.recorded_at <= on.known_at, standing, place.from_on <= on.day_seen)


@identifies("provider", "provider_id")
def member(provider_id: int, on: Occasion) -> MemberRow:
    """Return one member of the day seen; raises `NotFound`."""
    same = and_(D.provider_id == M.provider_id, seen(D, on.as_of, on.known_at))
    held = (M.provider_id == provider_id, seen(M, on.as_of, on.known_at))
    query: Select[*tuple[Any, ...]] = select(*COLUMNS).join(D, same).where(*held)
    row = session().execute(query).first()
    if row is None:
        raise NotFound(f"No provider {provider_id} was in the network on that day.")
    return row


def names_of(npis: Sequence[str], on: Occasion) -> dict[str, str]:
    """Return the names of members by NPI, for supervisors."""
    query = select(D.npi, D.first_name, D.last_name).where(
        D.npi.in_([each for each in npis if each]), seen(D, on.as_of, on.known_at)
    )
    return {npi: f"{first} {last}".strip() for npi, first, last in session().execute(query)}


@dataclass(frozen=True)
class WatchedMember:
    """What the deadline engine needs of a member."""

    provider_id: int
    first_name: str
    last_name: str
    role: str
    status: str
    license_expires_on: date | None
    malpractice_expires_on: date | None

    @property
    def name(self) -> str:
        """Return name and role: "Ana Reyes, LCSW"."""
        name = f"{self.first_name} {self.last_name}".strip()
        return f"{name}, {self.role}" if self.role else name


def watched_members(numbers: Sequence[int]) -> list[WatchedMember]:
    """Return what is watched of these members, as of now."""
    columns = (
        M.provider_id, D.first_name, D.last_name, M.role, M.status, M.license_expires_on,
        M.malpractice_expires_on,
    )  # fmt: skip
    same = and_(D.provider_id == M.provider_id, seen(D, None, None))
    found = []
    for some in slices(sorted(set(numbers)), SLICE):
        query = select(*columns).join(D, same)
        query = query.where(M.provider_id.in_(some), seen(M, None, None))
        found += [WatchedMember(*row) for row in session().execute(query)]
    return found


def all_member_numbers() -> list[int]:
    """Return the numbers of everybody on the roster now, those who left included."""
    query = select(M.provider_id).where(seen(M, None, None)).order_by(M.provider_id)
    return list(session().scalars(query))


def members_by_role(role: str, on: Occasion) -> int:
    """Return how many providers of a role are in the network on the day looked at."""
    query = (
        select(func.count())
        .select_from(NetworkMember)
        .where(
            seen(NetworkMember, on.as_of, on.known_at),
            NetworkMember.role == role,
            NetworkMember.status != MemberStatus.TERMINATED,
        )
    )
    return session().scalar(query) or 0
