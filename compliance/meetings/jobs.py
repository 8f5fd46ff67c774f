"""Timed doors of meetings."""

from compliance.db import session, transaction
from compliance.doors import Door
from compliance.meetings.services.mailing import INVITE, PACK, take_in
from compliance.meetings.services.series import plan_ahead
from compliance.outbox.queries import settled_messages


def plan_meetings(door: Door) -> dict[str, int]:
    """Plan the coming meetings of every series and return how many were made."""
    with transaction():
        return {"planned": len(plan_ahead(door.occasion()))}


def settle_mail(door: Door) -> dict[str, int]:
    """Take in what became of invitations and packs by mail and return how many that were."""
    results = [each for kind in (INVITE, PACK) for each in settled_messages(kind)]
    session().rollback()
    if results:
        with transaction():
            take_in(results, door.occasion())
    return {"taken_in": len(results)}
