"""The audit trail's pages."""

from compliance.record.views import corrections, entries, looks, trail
from compliance.record.views.base import blueprint

__all__ = ["blueprint", "corrections", "entries", "looks", "trail"]
