"""Live figures that duties may be proved by: who reads each, handed in when the app is assembled.

A source is a function `(on: Occasion) -> Reading | None`; None says that nothing is measured, so
that a file takes its place. KPIs are read by one function for all, which is handed in too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, cast

from compliance.core.periods import Period
from compliance.occasions import Occasion


@dataclass(frozen=True)
class Reading:
    """A figure as it stands: what was counted, over which period, as of which day, on target?

    `counted` names what was counted, of which the snapshot keeps a hash; `query` is the function
    that counted it; `href` leads to where it can be mended, `verb` says what is done there.
    """

    numerator: int
    denominator: int
    unit: str
    is_met: bool
    data_as_of: date
    query: str
    period: Period | None = None
    target: str = ""
    counted: tuple[Any, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class Source:
    """Where a live figure stands in the product: words, page and next step."""

    place: str
    words: str
    endpoint: str = ""
    verb: str = ""


_known: dict[str, Source] = {}
_kpis: list[str] = []


def register_live(sources: Mapping[str, Source], kpis: str = "") -> None:
    """Make the sources known to this process; `kpis` reads whatever is no source by name."""
    _known.update(sources)
    if kpis:
        _kpis[:] = [kpis]


def source_named(name: str) -> Source | None:
    """Return the source of a name, None for a KPI or an unknown one."""
    return _known.get(name)


def read_live(name: str, on: Occasion) -> Reading | None:
    """Return the figure of a source as it stands, None where nothing is measured."""
    source = _known.get(name)
    if source is not None:
        return cast("Reading | None", _function(source.place)(on))
    return cast("Reading | None", _function(_kpis[0])(name, on)) if _kpis else None


def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    return cast("Callable[..., Any]", getattr(import_module(module), name))
