"""When queued work is taken for abandoned, and how far it is."""

from datetime import timedelta

STALE_AFTER = timedelta(minutes=2)  # without any progress told
MOST_TRIES = 5


def share_done(done: int, total: int) -> int:
    """Return the progress in whole percent; 0 while the total is not known."""
    return min(100, done * 100 // total) if total > 0 else 0
