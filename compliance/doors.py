"""What timed and typed doors are handed: the instance they work for, its clock, when to stop."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from compliance.config import Settings
from compliance.occasions import SYSTEM, Moment, Occasion, occasion_at
from compliance.wallclock import WallClock


def never() -> bool:
    """Return that nobody has asked to stop."""
    return False


@dataclass(frozen=True)
class Door:
    """What every job gets. It runs inside an application context and opens its transactions.

    `handlers` names what does each kind of queued work as "module:function", and `hearers` what
    takes in what became of messages, for commands that want it done at once. `finishers` names
    what writes into a kind of message, at the last moment, what no stored message may hold. A job
    that takes long asks `is_stopping` between two steps and returns when it says so.
    """

    settings: Settings
    clock: WallClock
    handlers: Mapping[str, str] = field(default_factory=dict)
    hearers: Sequence[str] = ()
    finishers: Mapping[str, str] = field(default_factory=dict)
    is_stopping: Callable[[], bool] = never

    def occasion(self) -> Occasion:
        """Return the present occasion of the system itself."""
        return occasion_at(SYSTEM, Moment(self.clock.now(), self.clock.today()))


def door_of(app: Any, is_stopping: Callable[[], bool] = never) -> Door:
    """Return the door of an assembled application, from what `create_app` left in it."""
    parts = app.extensions["daybook"]
    named = parts.get("handlers", {}), parts.get("hearers", ()), parts.get("finishers", {})
    return Door(parts["settings"], parts["clock"], *named, is_stopping)


class Console(Protocol):
    """What the command line hands down in `ctx.obj`."""

    json: bool

    @property
    def app(self) -> Any:
        """Return the application, opened on first use."""

    def occasion(self) -> Occasion:
        """Return the occasion of the command; the application context must be open."""

    def writing(self) -> Occasion:
        """Return the occasion of a command that writes; refuses a made-up day."""

    def emit(self, document: Any, lines: Sequence[str]) -> None:
        """Print the document as JSON, or the lines."""
