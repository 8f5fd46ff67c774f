"""Rosters for tests: rows of invented providers, brought in as a file would be."""

from compliance.core.facts import Fact
from compliance.db import session, transaction
from compliance.directory.queries.network import (
    MemberRow,
    NetworkFilters,
    NetworkOrder,
    network_rows,
)
from compliance.intake.files.given import read_given
from compliance.intake.kinds import Judged
from compliance.intake.services.small_files import apply_file, judge_file
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from compliance.network.kinds import ROSTER
from compliance.occasions import Occasion
from tests.makers.applications import npi
from tests.makers.files import Row, csv_of

ANA = {
    "npi": npi(7001),
    "last_name": "Reyes",
    "first_name": "Ana",
    "role": "LCSW",
    "status": "active",
    "last_decision_on": "2025-03-12",
    "license_number": "LCSW70001",
    "license_expires_on": "2027-01-31",
    "malpractice_expires_on": "2027-06-30",
    "practice": "Cedar Flat",
    "address": "120 Main Street",
    "city": "Auburn",
    "state": "CA",
    "zip": "95603",
}


def judged_roster(on: Occasion, *rows: Row) -> Judged:
    """Return what a roster of these rows would do."""
    return judge_file(ROSTER, read_given(csv_of(rows), "roster.csv", ROSTER), on)


def bring_roster(on: Occasion, *rows: Row, partial: bool = False) -> Judged:
    """Bring in a roster of these rows."""
    given = read_given(csv_of(rows), "roster.csv", ROSTER)
    session().rollback()
    with transaction():
        return apply_file(ROSTER, given, on, partial=partial)


def members(on: Occasion, view: str = "in", text: str = "", within: int = 90) -> list[MemberRow]:
    """Return the members of a view by name."""
    return list(network_rows(NetworkFilters(view, text, within), NetworkOrder(), on))


def history(provider_id: int) -> list[Fact]:
    """Return what rosters recorded of a provider."""
    return facts_of(Subject("provider", provider_id))
