"""The figures of a month as data, for the command line and other programs."""

from typing import Any

from compliance.core.periods import Period
from compliance.kpis.queries.figures import every_pair, figures
from compliance.kpis.rules import Figure, plain
from compliance.occasions import Occasion


def report_document(period: Period, on: Occasion) -> list[dict[str, Any]]:
    """Return every figure of every side: id, entity, numerator, denominator, value, target, state.

    A percentage is out of 100; of a duration the numerator is the median in days. What is not
    known is null, never zero. `is_small` and `is_partial` mark what to read with care.
    """
    found = figures(every_pair(on), period, on, 1)
    return [_entry(told[-1]) for told in found.values()]


def _entry(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.kpi.id,
        "entity": figure.entity,
        "numerator": plain(figure.numerator),
        "denominator": figure.denominator,
        "value": plain(figure.value),
        "target": plain(figure.target),
        "state": figure.state.value,
        "period": figure.period.key,
        "origin": figure.origin,
        "is_small": figure.is_small,
        "is_partial": figure.is_partial,
        "data_as_of": figure.data_as_of,
        "note": figure.note,
    }
