"""What the MBHOs are called with whom meetings are held."""

from collections.abc import Collection

from compliance.directory.queries import mbho_names
from compliance.meetings.rules.series import MBHO
from compliance.occasions import Occasion

UNNAMED = "The MBHO"


def names_of_partners(keys: Collection[str], on: Occasion) -> dict[str, str]:
    """Return the names of some MBHOs by key; that of set-up needs no statement, as a choice."""
    found = {MBHO: str(on.book.choice("mbho.name", "") or UNNAMED)}
    if set(keys) - set(found):
        found = {**mbho_names(on), **found}
    return {key: found.get(key, UNNAMED) for key in keys}
