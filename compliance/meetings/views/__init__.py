"""Pages of meetings. Importing this package puts every page on its blueprint."""

from compliance.meetings.views import (
    actions,
    days,
    figures,
    invites,
    listing,
    minutes,
    one,
    packs,
    series,
)
from compliance.meetings.views.base import blueprint

__all__ = [
    "actions",
    "blueprint",
    "days",
    "figures",
    "invites",
    "listing",
    "minutes",
    "one",
    "packs",
    "series",
]
