"""What waits on the answers: read and told through functions that higher floors hand in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

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


def register_waiting(open_applications: str, told: str) -> None:
    """Take "module:function" of the query, and of what hears that a role's answers changed."""
    _places.update(query=open_applications, told=told)


def open_applications(on: Occasion) -> Sequence[Waiting]:
    """Return every open application with its role and lines, none where nobody handed it in."""
    query: Callable[[Occasion], Sequence[Waiting]] | None = _named("query")
    return query(on) if query else ()


def tell_decided(role: str, on: Occasion) -> None:
    """Tell those who wait on a role's answers, in the transaction that changed them."""
    told: Callable[[str, Occasion], None] | None = _named("told")
    if told:
        told(role, on)


def _named(what: str) -> Any:
    path, _, name = _places.get(what, "").partition(":")
    return getattr(import_module(path), name) if path else None
