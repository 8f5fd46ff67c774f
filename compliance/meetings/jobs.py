"""Timed doors of meetings."""

from compliance.db import transaction
from compliance.doors import Door
from compliance.meetings.services.series import plan_ahead


def plan_meetings(door: Door) -> dict[str, int]:
    """Plan the coming meetings of every series and return how many were made."""
    with transaction():
        return {"planned": len(plan_ahead(door.occasion()))}
