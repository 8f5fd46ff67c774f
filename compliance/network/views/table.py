"""The table of the network: page, CSV and Excel from one definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from compliance.core.network import MEMBER_WORDS, TEAM_ROLES, MemberStatus
from compliance.directory.queries.network import MemberRow, PlaceRow
from compliance.web.cells import Identity, Status, TwoLines
from compliance.web.filters import day_table, relative
from compliance.web.tables import Column, Table

Places = Mapping[int, list[PlaceRow]]


def name_of(row: MemberRow) -> str:
    """Return the provider's name as pages write it."""
    return f"{row.first_name} {row.last_name}".strip()


@dataclass(frozen=True)
class Shown:
    """What the cells of the list need beside a row: places, the day, the window of warnings."""

    places: Places
    today: date
    within: int

    def identity(self, row: MemberRow) -> Identity:
        """Return name and numbers, leading to the provider."""
        numbers = [f"NPI {row.npi}" if row.npi else "no NPI", row.license_number]
        href = url_for("network.show", ref=row.provider_id)
        return Identity(name_of(row), ", ".join(filter(None, numbers)), href)

    def practice(self, row: MemberRow) -> TwoLines | None:
        """Return the first practice, how many more there are, and its city."""
        held = self.places.get(row.provider_id, [])
        if not held:
            return None
        more = f" and {len(held) - 1} more" if len(held) > 1 else ""
        return TwoLines(held[0].practice + more, held[0].city)

    def practices(self, row: MemberRow) -> str:
        """Return every practice, for files."""
        return "; ".join(each.practice for each in self.places.get(row.provider_id, []))

    def license(self, row: MemberRow) -> TwoLines | None:
        """Return the day the license lapses."""
        return expiry_cell(row.license_expires_on, self.today, self.within)

    def malpractice(self, row: MemberRow) -> TwoLines | None:
        """Return the day the malpractice cover lapses."""
        return expiry_cell(row.malpractice_expires_on, self.today, self.within)


def network_table(shown: Shown) -> Table[MemberRow]:
    """Return the table; dates within the warnings are amber, past ones red."""
    return Table("network", (*_WHO, *_where(shown), *_dates(shown)))


_WHO: tuple[Column[MemberRow], ...] = (
    Column("provider_id", "Number", lambda row: row.provider_id, is_on_page=False),
    Column("npi", "NPI", lambda row: row.npi, is_on_page=False),
    Column("last_name", "Last name", lambda row: row.last_name, is_on_page=False),
    Column("first_name", "First name", lambda row: row.first_name, is_on_page=False),
)


def _where(shown: Shown) -> tuple[Column[MemberRow], ...]:
    return (
        Column("name", "Provider", cell=shown.identity, sort="name"),
        Column("role", "Role", lambda row: row.role),
        Column("status", "Status", lambda row: row.status, status_cell),
        Column("practice", "Practice", shown.practices, shown.practice),
        Column("team_role", "Care team", lambda row: row.team_role, team_cell),
    )


def _dates(shown: Shown) -> tuple[Column[MemberRow], ...]:
    return (
        Column("license_number", "License", lambda row: row.license_number, is_on_page=False),
        Column(
            "license_expires_on",
            "License lapses",
            lambda row: row.license_expires_on,
            shown.license,
            sort="lapses",
        ),
        Column(
            "malpractice_expires_on",
            "Malpractice cover lapses",
            lambda row: row.malpractice_expires_on,
            shown.malpractice,
        ),
        Column("last_decision_on", "Last decision", lambda row: row.last_decision_on, css="ow"),
    )


def status_cell(row: MemberRow) -> Status:
    """Return where a member stands, as a pill."""
    word = MEMBER_WORDS[MemberStatus(row.status)]
    return Status(word.label, word.tone, word.icon)


def team_cell(row: MemberRow) -> str:
    """Return the part a member has in a care team."""
    return TEAM_ROLES.get(str(row.team_role), str(row.team_role))


def expiry_cell(day: date | None, today: date, within: int) -> TwoLines | None:
    """Return an expiry date with how far away it is; amber within the warnings, red once past."""
    if day is None:
        return None
    tone = "over" if day < today else "soon" if day <= today + timedelta(days=within) else ""
    said = f"{relative(day, today)}" if tone else ""
    return TwoLines(day_table(day, today), said, tone)
