"""Figures for tests: a definition with sound defaults, and values as somebody reported them."""

from dataclasses import replace
from datetime import date
from typing import Any

from compliance.core.kpis import Kpi
from compliance.core.periods import Period, month_from
from compliance.kpis.rules import Figure, KpiState
from tests.makers.rulebook import shipped

OCTOBER = month_from("2026-10")


def kpi(unit: str = "percent", direction: str = "up", **more: Any) -> Kpi:
    """Return the definition of R-CR2 with what the test changes."""
    return replace(shipped().kpis["R-CR2"], unit=unit, direction=direction, **more)


def figure(value: float | None = None, **more: Any) -> Figure:
    """Return a figure of October 2026; with a value its state is a miss unless told."""
    given: dict[str, Any] = {"kpi": kpi(), "entity": "plan", "period": OCTOBER}
    if value is not None:
        given |= {"value": value, "state": KpiState.MISSES, "origin": "reported"}
    return Figure(**{**given, **more})


def month(text: str) -> Period:
    """Return a month."""
    return month_from(text)


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)
