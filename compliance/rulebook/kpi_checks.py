"""Checks of figures as defined: ids that last, targets that are numbers, names that exist."""

from collections.abc import Iterator

from compliance.core.kpis import BEAT_LAST_YEAR, ENTITIES, KPI_ID, NO_TARGET, NUMBER, Kpi
from compliance.core.rulebook import Rulebook

WORDS = (BEAT_LAST_YEAR, NO_TARGET)


def kpi_faults(kpi: Kpi, book: Rulebook) -> Iterator[str]:
    """Yield what is wrong in one definition, each as "place: what; what to do"."""
    if not KPI_ID.fullmatch(kpi.id):
        yield f"id: {kpi.id} is not an id of a figure; write a letter, a hyphen and its name."
    for first, target in kpi.targets.items():
        if target not in WORDS and not NUMBER.fullmatch(target):
            yield f"targets.{first}: {target} is no target; give a number, or {' or '.join(WORDS)}."
    yield from _reporter_faults(kpi)
    if kpi.valid_to and kpi.valid_to < kpi.valid_from:
        yield f"valid_to: {kpi.valid_to} lies before valid_from; mend one of the two."
    if kpi.partner and kpi.partner not in book.kpis:
        yield f"partner: there is no figure {kpi.partner}; mend the id or add its file."
    if kpi.missed and len(kpi.missed) != 2:
        yield "missed: not two words; give the word for one and the word for many."


def _reporter_faults(kpi: Kpi) -> Iterator[str]:
    if not kpi.reporters:
        yield f"reporters: nobody reports it; name {' or '.join(ENTITIES)}."
    for entity in kpi.reporters:
        if entity not in ENTITIES:
            yield f"reporters: {entity} reports nothing; use {' or '.join(ENTITIES)}."
