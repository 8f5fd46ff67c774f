"""The engine's verbs: set a subject's deadlines, sweep, snooze, write digests."""

from compliance.deadlines.services.setting import SubjectDeadlines, Wanted, set_deadlines
from compliance.deadlines.services.sweeping import Swept, sweep

__all__ = ["SubjectDeadlines", "Swept", "Wanted", "set_deadlines", "sweep"]
