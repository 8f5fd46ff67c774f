"""Pages of meetings. Importing this package puts every page on its blueprint."""

from compliance.meetings.views import actions, days, listing, minutes, one, series
from compliance.meetings.views.base import blueprint

__all__ = ["actions", "blueprint", "days", "listing", "minutes", "one", "series"]
