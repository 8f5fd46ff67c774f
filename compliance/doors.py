"""What timed and typed doors are handed: the instance they work for, its clock, when to stop."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

import click

from compliance.config import Settings
from compliance.occasions import SYSTEM, Moment, Occasion, occasion_at
from compliance.wallclock import WallClock

C = TypeVar("C", bound=Callable[..., Any])


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


def on_another_day(command: C) -> C:
    """Give a command that reads the options `--as-of` and `--known-on`.

    They are kept by the door, whose occasion then looks at that day under the rules of that day.
    """
    for name, text in (("--known-on", "As known on this day."), ("--as-of", "As of this day.")):
        option = click.option(
            name, callback=_keep_day, expose_value=False, metavar="YYYY-MM-DD", help=text
        )
        command = option(command)
    return command


def _keep_day(ctx: click.Context, param: click.Parameter, text: str | None) -> None:
    try:
        if text and param.name:
            setattr(ctx.obj, param.name, date.fromisoformat(text))
    except ValueError:
        raise click.BadParameter(f"{text} is not a date. Use YYYY-MM-DD.") from None
