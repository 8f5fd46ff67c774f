"""The timed doors: the access log is sealed every hour, the whole log is checked every night."""

from compliance.audit.rules import sealed_until
from compliance.audit.services.anchors import keep_heads
from compliance.audit.services.checks import keep_check, verify
from compliance.audit.services.digests import digest_looks
from compliance.core.errors import Environment
from compliance.db import transaction
from compliance.doors import Door


def seal_looks(door: Door) -> dict[str, int]:
    """Chain the looks of the hours gone by; return how many there were.

    Where both chains stand then is kept outside the database.
    """
    now = door.clock.now()
    with transaction():
        looks = digest_looks(sealed_until(now), now)
    keep_heads(door.settings.instance, now)
    return {"looks": looks}


def check_log(door: Door) -> dict[str, int]:
    """Verify the log and keep what was found for pages to state.

    Raises:
        Environment: something does not match, so that the run counts as failed.
    """
    found = verify(door.settings.instance)
    with transaction():
        keep_check(found, door.clock.now())
    keep_heads(door.settings.instance, door.clock.now())
    if not found.is_sound:
        raise Environment(" ".join(found.words))
    return {"entries": found.entries}
