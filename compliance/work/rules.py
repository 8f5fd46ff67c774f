"""States of queued work, and when work is taken for abandoned."""

from datetime import timedelta
from enum import StrEnum

STALE_AFTER = timedelta(minutes=2)  # without any progress told
MOST_TRIES = 5
LATE_AFTER = timedelta(hours=25)  # a daily job, an hour of grace


class WorkState(StrEnum):
    """States of a piece of queued work."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will happen to it."""
        return self not in {WorkState.WAITING, WorkState.RUNNING}


def share_done(done: int, total: int) -> int:
    """Return the progress in whole percent; 0 while the total is not known."""
    return min(100, done * 100 // total) if total > 0 else 0
