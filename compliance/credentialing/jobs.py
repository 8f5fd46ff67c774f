"""Timed doors of credentialing."""

import logging

from compliance.core.errors import ComplianceError
from compliance.credentialing.services.notices import KIND
from compliance.credentialing.services.role_answers import heed_decided_roles
from compliance.credentialing.services.settling import take_in
from compliance.db import session, transaction
from compliance.doors import Door
from compliance.outbox.queries import settled_messages

log = logging.getLogger(__name__)


def settle_notices(door: Door) -> dict[str, int]:
    """Take in what became of notices since the last run and return how many that were.

    Each has its own transaction; one that cannot be taken in is logged and asked for again.
    """
    results = settled_messages(KIND)
    session().rollback()
    taken = 0
    for result in results:
        if door.is_stopping():
            break
        try:
            with transaction():
                take_in(result, door.occasion())
            taken += 1
        except ComplianceError as refused:
            log.warning("notice message %s was not taken in: %s", result.id, refused)
    return {"taken_in": taken}


def heed_role_decisions(door: Door) -> dict[str, int]:
    """Tell open applications which answers for their role hold from today; return how many."""
    with transaction():
        return {"told": heed_decided_roles(door.occasion())}
