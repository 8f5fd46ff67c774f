"""The timed door: what the pages kept for a while is forgotten."""

from compliance.db import transaction
from compliance.doors import Door
from compliance.web.posts import forget_old


def forget_post_keys(door: Door) -> dict[str, int]:
    """Delete the double-post keys that no open page can still carry; return how many."""
    with transaction():
        return {"forgotten": forget_old(door.clock.now())}
