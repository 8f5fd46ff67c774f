"""Pages of figures. Importing this package puts every page on its blueprint."""

from compliance.kpis.views import asking, catalogue, entering, one
from compliance.kpis.views.base import blueprint

__all__ = ["asking", "blueprint", "catalogue", "entering", "one"]
