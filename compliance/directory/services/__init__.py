"""Writing the directory."""

from compliance.directory.services.batches import slices
from compliance.directory.services.locations import Address, add_location, leave_location
from compliance.directory.services.members import (
    MemberValues,
    PlaceValues,
    keep_members,
    keep_places,
)
from compliance.directory.services.organizations import (
    OrganizationValues,
    key_of,
    name_organization,
)
from compliance.directory.services.practices import PracticeValues, place_practices
from compliance.directory.services.providers import (
    Applicant,
    ProviderValues,
    birth_dates,
    correct_birth_date,
    correct_provider,
    place_providers,
    provider_with_npi,
)

__all__ = [
    "Address",
    "Applicant",
    "MemberValues",
    "OrganizationValues",
    "PlaceValues",
    "PracticeValues",
    "ProviderValues",
    "add_location",
    "birth_dates",
    "correct_birth_date",
    "correct_provider",
    "keep_members",
    "keep_places",
    "key_of",
    "leave_location",
    "name_organization",
    "place_practices",
    "place_providers",
    "provider_with_npi",
    "slices",
]
