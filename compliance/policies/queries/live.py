"""Live figures that the register gives of itself: sponsors, leads and owners that are named."""

from dataclasses import dataclass

from compliance.core.duties import OWNING, Part
from compliance.occasions import Occasion
from compliance.policies.queries.owners import Spans, spans_known
from compliance.policies.sources import Reading

SPONSORS = "ENT"
"""The department whose lead is the executive sponsor."""


def sponsor_named(on: Occasion) -> Reading:
    """Return whether an executive sponsor is named today."""
    spans = spans_known(on, SPONSORS).get(SPONSORS, ())
    named = tuple(each.name for each in spans if each.holds(on.today))
    return _reading(_Count("sponsor_named", "sponsor", named, 1), on)


def leads_named(on: Occasion) -> Reading:
    """Return how many departments of the register have a lead today."""
    spans = spans_known(on)
    led = tuple(code for code in on.book.departments if _has(spans, code, on, (Part.LEAD,)))
    return _reading(_Count("leads_named", "departments", led, len(on.book.departments)), on)


def owners_named(on: Occasion) -> Reading:
    """Return how many duties have an accountable or responsible owner today."""
    spans = spans_known(on)
    duties = [each.id for each in on.book.duties().values()]
    owned = tuple(each for each in duties if _has(spans, each, on, OWNING))
    return _reading(_Count("owners_named", "responsibilities", owned, len(duties)), on)


def _has(spans: Spans, key: str, on: Occasion, parts: tuple[Part, ...]) -> bool:
    return any(each.part in parts and each.holds(on.today) for each in spans.get(key, ()))


@dataclass(frozen=True)
class _Count:
    """What one of these counted, of how many."""

    name: str
    unit: str
    counted: tuple[str, ...]
    of: int


def _reading(count: _Count, on: Occasion) -> Reading:
    return Reading(
        numerator=len(count.counted),
        denominator=count.of,
        unit=count.unit,
        is_met=len(count.counted) >= count.of,
        data_as_of=on.today,
        query=f"{__name__}:{count.name}",
        target="all",
        counted=count.counted,
    )
