"""The alerts pages: inbox, snooze, rules, delivery log."""

from compliance.deadlines.views import alerts, log, rules, snooze
from compliance.deadlines.views.base import blueprint

__all__ = ["alerts", "blueprint", "log", "rules", "snooze"]
