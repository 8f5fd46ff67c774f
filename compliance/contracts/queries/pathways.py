"""The pathway of one provider, from the table of the day seen and from the roster."""

from collections.abc import Sequence

from compliance.contracts.queries.rows import responsible
from compliance.contracts.rules.pathways import Pathway, pathway
from compliance.contracts.rules.rows import side_for
from compliance.core.responsibility import COCM
from compliance.directory.queries.members import is_member
from compliance.occasions import Occasion


def pathway_of(model: str, lines: Sequence[str], provider_id: int, on: Occasion) -> Pathway | None:
    """Return the pathway of a provider's application; None for a model without one."""
    if model not in {rule.model for rule in on.book.pathways.values()}:
        return None
    if model != COCM:
        return pathway(model, (), "", on.book)
    rows = responsible(COCM, lines, on)
    sides = [side_for(line, rows) for line in lines]
    return pathway(model, sides, "yes" if is_member(provider_id, on) else "no", on.book)
