"""Targets: what the plan typed, dated and with its reason, before what the definition ships."""

from collections.abc import Mapping
from datetime import date

from compliance.choices.queries import DatedChoice, choices_named
from compliance.core.kpis import Kpi
from compliance.occasions import Occasion

PREFIX = "kpis.target."
Typed = Mapping[str, list[DatedChoice]]


def target_key(kpi_id: str) -> str:
    """Return the key under which the plan's own target stands among its choices."""
    return f"{PREFIX}{kpi_id}"


def typed_targets(on: Occasion) -> Typed:
    """Return every target the plan has typed, by the id of its figure, as known then."""
    found: dict[str, list[DatedChoice]] = {}
    for each in choices_named(PREFIX, on.known_at):
        found.setdefault(each.key.removeprefix(PREFIX), []).append(each)
    return found


def wanted_target(kpi: Kpi, day: date, typed: Typed) -> str:
    """Return the target in force on `day`: a number, `beat_last_year` or `none`."""
    for each in typed.get(kpi.id, ()):
        if each.holds_on(day):
            return each.value
    return kpi.target_on(day)
