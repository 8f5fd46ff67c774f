"""Checks of code families and pathways: codes once, every case answered, everything cited."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

from compliance.core.calendars import Source
from compliance.core.responsibility import COCM, Answer, PathwayRule, Side
from compliance.core.rulebook import Rulebook

MODELS = ("pcbh", "cocm")
SIDES: tuple[Side, ...] = ("", "medical", "behavioral")
ANSWERS: tuple[Answer, ...] = ("", "yes", "no")


def responsibility_faults(book: Rulebook) -> Iterator[str]:
    """Yield what is wrong with families and pathways, as "file, at place: what; what to do"."""
    where = "policies/code_families.yaml, at"
    counted = Counter(code for each in book.families.values() for code in each.codes)
    for code, times in counted.items():
        if times > 1:
            yield f"{where} {code}: it stands in more than one family; keep it in one."
    for family in book.families.values():
        if not family.codes:
            yield f"{where} {family.code}: it has no code; name at least one."
        if not _is_cited(family.sources):
            yield f"{where} {family.code}: no source was checked; add one, or `assumed: why`."
    if book.families and COCM not in book.families:
        yield f"{where} the end: there is no family {COCM}, by which pathways ask; add it."
    yield from _pathway_faults(book)


def _pathway_faults(book: Rulebook) -> Iterator[str]:
    where = "policies/pathways.yaml, at"
    rules = list(book.pathways.values())
    for rule in rules:
        if rule.model not in MODELS:
            yield f"{where} {rule.code}: {rule.model} is no model; use {' or '.join(MODELS)}."
        if not _is_cited(rule.sources):
            yield f"{where} {rule.code}: no source was checked; add one, or `assumed: why`."
    for case in product(MODELS, SIDES, ANSWERS) if rules else ():
        if not any(_fits(rule, case) for rule in rules):
            yield f"{where} the end: nothing answers for {', '.join(filter(None, case))}; add it."


def _fits(rule: PathwayRule, case: tuple[str, Side, Answer]) -> bool:
    return rule.fits(*case)


def _is_cited(sources: tuple[Source, ...]) -> bool:
    return bool(sources) and all(each.checked_on or each.assumed for each in sources)
