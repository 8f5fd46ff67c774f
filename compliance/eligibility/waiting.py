"""What waits on the answers: read through a function that a higher floor hands in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from compliance.occasions import Occasion

_places: dict[str, str] = {}


@dataclass(frozen=True)
class Waiting:
    """An open application of a role on some lines, and when its decision is due."""

    ref: str
    name: str
    role: str
    lines: tuple[str, ...]
    endpoint: str
    due_on: date | None = None
    legal_on: date | None = None

    def waits_on(self, role: str, line: str) -> bool:
        """Return whether the application asks for this role on this line."""
        return self.role == role and line in self.lines


def register_waiting(place: str) -> None:
    """Take "module:function" of the query that reads the open applications."""
    _places["query"] = place


def open_applications(on: Occasion) -> Sequence[Waiting]:
    """Return every open application with its role and lines, none where nobody handed it in."""
    path, _, name = _places.get("query", "").partition(":")
    if not path:
        return ()
    query: Callable[[Occasion], Sequence[Waiting]] = getattr(import_module(path), name)
    return query(on)
