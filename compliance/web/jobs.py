"""The timed door: what the pages kept for a while is forgotten."""

from compliance.db import transaction
from compliance.doors import Door
from compliance.web import drafts, sessions
from compliance.web.posts import forget_old


def forget_post_keys(door: Door) -> dict[str, int]:
    """Delete the keys of old forms and ended sign-ins, and old drafts; say how many."""
    now = door.clock.now()
    with transaction():
        return {
            "forgotten": forget_old(now),
            "drafts": drafts.forget_old(now),
            "sign_ins": sessions.forget_ended(),
        }
