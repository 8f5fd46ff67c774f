"""Where figures are counted from our own records: the features hand up their functions by name."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from compliance.core.measured import Counted
from compliance.core.periods import Period
from compliance.occasions import Occasion

Measure = Callable[[Period, str, Occasion], Counted | None]
SeveralMeasure = Callable[[Sequence[Period], str, Occasion], "Sequence[Counted | None]"]
SEVERAL = "_each"
_known: dict[str, str] = {}


def register_measures(measures: Mapping[str, str]) -> None:
    """Make the measures known: the id of a figure -> "module:function".

    The function is `(period, entity, on) -> Counted | None`; None says that this side keeps no
    records of its own here, so that its values are reported. A function beside it with the same
    name and `_each` takes several periods at once and is asked instead, in one statement.
    """
    _known.update(measures)


def counted_each(
    kpi_id: str, periods: Sequence[Period], entity: str, on: Occasion
) -> Sequence[Counted | None]:
    """Return what the plan's own records count for each period; None where they hold nothing."""
    if kpi_id not in _known:
        return [None] * len(periods)
    path, _, name = _known[kpi_id].partition(":")
    module = import_module(path)
    several: SeveralMeasure | None = getattr(module, name + SEVERAL, None)
    if several is not None:
        return several(periods, entity, on)
    measure: Measure = getattr(module, name)
    return [measure(period, entity, on) for period in periods]
