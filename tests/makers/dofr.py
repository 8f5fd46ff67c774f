"""Rows of financial responsibility for tests."""

from datetime import date

from compliance.contracts.services.rows import RowValues, add_row
from compliance.db import transaction
from compliance.occasions import Occasion

BEGAN = date(2026, 1, 1)


def row_values(**matters: str) -> RowValues:
    """Return a sound row: CoCM, commercial, the plan, fee for service."""
    sound = {
        "family": "cocm",
        "line": "commercial_dmhc",
        "entity": "plan",
        "payment": "fee_for_service",
        "citation": "Plan-to-plan contract 2026, exhibit B",
    }
    return RowValues(**{**sound, **matters})


def make_row(
    on: Occasion, from_on: date = BEGAN, until_on: date | None = None, **matters: str
) -> int:
    """Record a row and return its number."""
    with transaction():
        return add_row(row_values(**matters), from_on, until_on, "", on)
