"""Pages of role eligibility: the grid with its twins, deciding, ending, the lines in use."""

from compliance.eligibility.views import changing, decide
from compliance.eligibility.views.grid import blueprint

__all__ = ["blueprint", "changing", "decide"]
