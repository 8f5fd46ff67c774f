"""Two files side by side, before one is merged into the other."""

from dataclasses import dataclass

from compliance.core.dates import day_words
from compliance.credentialing.rules.story import Story


@dataclass(frozen=True)
class Pair:
    """One value of two files; `is_telling` where a difference speaks of two people."""

    label: str
    here: str
    there: str
    is_telling: bool = False

    @property
    def speaks_against(self) -> bool:
        """Return whether the two values say that these are two people."""
        return self.is_telling and self.here.casefold() != self.there.casefold()


def side_by_side(here: Story, there: Story) -> tuple[Pair, ...]:
    """Return what tells whether two files are of one applicant, in the order to be read."""
    one, other = here.entry, there.entry
    received = (day_words(here.received_on), day_words(there.received_on))
    return (
        Pair("Name", one.name, other.name, is_telling=True),
        Pair("NPI", one.npi, other.npi, is_telling=True),
        Pair("Role", one.role, other.role, is_telling=True),
        Pair("License", one.license_number, other.license_number),
        Pair("Received", *received),
    )
