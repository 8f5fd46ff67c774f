"""Pages of duties. Importing this package puts every page on its blueprint."""

from compliance.policies.views import acts, evidence, one, owners, report
from compliance.policies.views.listing import blueprint

__all__ = ["acts", "blueprint", "evidence", "one", "owners", "report"]
