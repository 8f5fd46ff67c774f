"""The timed doors: the daily sweep, and delivery every minute."""

from dataclasses import asdict

from compliance.db import session, transaction
from compliance.deadlines.queries.unmailed import has_unmailed
from compliance.deadlines.services import Swept, sweep_slices, write_digests
from compliance.deadlines.services import sweep as sweep_some
from compliance.doors import Door
from compliance.occasions import Occasion
from compliance.outbox.jobs import deliver as deliver_outbox


def sweep_day(on: Occasion, door: Door) -> Swept:
    """Sweep in slices, each its own transaction, then write the digests of what is told.

    Killed between two slices it leaves whole ones, and the next sweep does the rest.
    """
    slices = sweep_slices(on)
    swept = Swept()
    for before in slices:
        if door.is_stopping():
            return swept
        with transaction():
            swept += sweep_some(on, before=before)
    _write_digests(on, door)
    return swept


def sweep(door: Door) -> dict[str, int]:
    """Sweep the present day and return the counts."""
    return asdict(sweep_day(door.occasion(), door))


def deliver(door: Door) -> dict[str, int]:
    """Queue the breaches not told yet, send everything that is due, and return the counts."""
    _write_digests(door.occasion(), door, only_breaches=True)
    return asdict(deliver_outbox(door))


def _write_digests(on: Occasion, door: Door, *, only_breaches: bool = False) -> None:
    """Take the write lock only where there is something to write."""
    if has_unmailed(on, only_breaches=only_breaches):
        with transaction():
            write_digests(on, door.settings.base_url, only_breaches=only_breaches)
    session().rollback()
