"""What is being done at this moment, and when: told by whoever assembles the app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass
class Doing:
    """How to learn the name of the act under way, who asked for it, and the present moment."""

    act: Callable[[], str] = str
    person: Callable[[], int | None] = lambda: None
    now: Callable[[], datetime] = lambda: datetime.fromtimestamp(0, UTC)


_doing = Doing()


def register_doing(doing: Doing) -> None:
    """Say how the name of an act, the person who asks and the present moment are learned."""
    _doing.act, _doing.person, _doing.now = doing.act, doing.person, doing.now


def act_at_hand() -> str:
    """Return the name of the act under way: an endpoint, "job sweep", "command people invite"."""
    return _doing.act()


def now_at_hand() -> datetime:
    """Return the present moment by the clock of the instance."""
    return _doing.now()


def person_at_hand() -> int | None:
    """Return who asked for it on a page; None where nobody signed in did."""
    return _doing.person()
