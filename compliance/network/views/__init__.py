"""Pages of the network: the list with its twins, one provider, who answers for the dates."""

from compliance.network.views import one, owner
from compliance.network.views.listing import blueprint

__all__ = ["blueprint", "one", "owner"]
