"""The timed doors of duties: the day's work, and a watch for owners who cannot act any more."""

from dataclasses import asdict

from compliance.db import session, transaction
from compliance.doors import Door
from compliance.policies.services.settling import is_unsettled, refresh, settle


def refresh_duties(door: Door) -> dict[str, int]:
    """Read the live figures and settle every duty for the present day; return the counts."""
    with transaction():
        return asdict(refresh(door.occasion()))


def watch_owners(door: Door) -> dict[str, int]:
    """Settle the duties when somebody left, went away or came back; the lock is taken only then."""
    on = door.occasion()
    is_needed = is_unsettled(on)
    session().rollback()
    if not is_needed:
        return {}
    with transaction():
        return asdict(settle(door.occasion()))
