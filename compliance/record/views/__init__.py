"""The audit trail's pages."""

from compliance.record.views import corrections, entries, trail
from compliance.record.views.base import blueprint

__all__ = ["blueprint", "corrections", "entries", "trail"]
