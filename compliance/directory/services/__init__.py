"""Writing the directory."""

from compliance.directory.services.batches import slices
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
    "Applicant",
    "PracticeValues",
    "ProviderValues",
    "birth_dates",
    "correct_birth_date",
    "correct_provider",
    "place_practices",
    "place_providers",
    "provider_with_npi",
    "slices",
]
