"""What the other pillars add to the story: role decisions, duties, figures, meetings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module

from compliance.config import Settings
from compliance.occasions import Actor, Occasion

CHAPTERS: tuple[str, ...] = ("roles", "network", "meetings", "duties", "figures", "partners")
"""Modules beside this one; each has `scenes(shift) -> Iterable[Scene]`."""


@dataclass(frozen=True)
class Cast:
    """The people of the story by key, and the settings they work under."""

    people: Mapping[str, int]
    names: Mapping[str, str]
    roles: Mapping[str, frozenset[str]]
    settings: Settings
    organizations: Mapping[str, str]

    def actor(self, who: str) -> Actor:
        """Return somebody of the cast as who acts."""
        organization = self.organizations.get(who, "")
        return Actor(self.people[who], self.names[who], self.roles[who], organization)


@dataclass(frozen=True)
class Scene:
    """One act of a chapter: on which day, by whom (a key of the cast), and what is done."""

    day: date
    who: str
    do: Callable[[Cast, Occasion], object]


def scenes(shift: timedelta) -> Mapping[date, list[Scene]]:
    """Return the acts of every chapter by day, in the order the chapters tell them."""
    found: dict[date, list[Scene]] = {}
    for name in CHAPTERS:
        told: Iterable[Scene] = import_module(f"compliance.setup.sample.{name}").scenes(shift)
        for scene in told:
            found.setdefault(scene.day, []).append(scene)
    return found
