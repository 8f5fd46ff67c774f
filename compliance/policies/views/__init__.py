"""Pages of duties. Importing this package puts every page on its blueprint."""

from compliance.policies.views import absences, acts, evidence, one, owners, report
from compliance.policies.views.listing import blueprint

__all__ = ["absences", "acts", "blueprint", "evidence", "one", "owners", "report"]
