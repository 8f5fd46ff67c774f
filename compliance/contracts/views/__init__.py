"""Pages of financial responsibility: the matrix and its rows, one row, its changes."""

from compliance.contracts.views import one
from compliance.contracts.views.matrix import blueprint

__all__ = ["blueprint", "one"]
