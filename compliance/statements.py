"""Statements kept built: putting a large one together takes as long as running it."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

S = TypeVar("S")
MOST_KEPT = 256
_kept: dict[Hashable, Any] = {}


def kept(key: Hashable, build: Callable[[], S]) -> S:
    """Return the statement of a key, built when it is first asked for.

    The key starts with the name of what is asked and holds everything the statement depends on:
    days, instants, people. Statements never change, so requests share them.
    """
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[key] = build()
    return found
