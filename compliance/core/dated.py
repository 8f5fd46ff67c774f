"""Look-ups in dated values: a mapping from the first day in force to the value."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

T = TypeVar("T")


def began_on(values: Mapping[date, T], day: date) -> date | None:
    """Return the first day of the value in force on `day`, or None before the first value."""
    began = None
    for first in values:
        if first <= day and (began is None or first > began):
            began = first
    return began
