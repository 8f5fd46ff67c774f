"""The pages of a partner: what the plan waits for, its figures, its applications."""

from compliance.partners.views import applications, figures
from compliance.partners.views.home import blueprint

__all__ = ["applications", "blueprint", "figures"]
