"""The engine's verbs: set a subject's deadlines, sweep, snooze, write digests, look again."""

from compliance.deadlines.services.again import look_again
from compliance.deadlines.services.digests import write_digests
from compliance.deadlines.services.setting import SubjectDeadlines, Wanted, set_deadlines
from compliance.deadlines.services.snoozing import snooze_alert
from compliance.deadlines.services.sweeping import Swept, sweep, sweep_slices

__all__ = [
    "SubjectDeadlines",
    "Swept",
    "Wanted",
    "look_again",
    "set_deadlines",
    "snooze_alert",
    "sweep",
    "sweep_slices",
    "write_digests",
]
