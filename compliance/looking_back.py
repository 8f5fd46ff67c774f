"""The options by which a command looks at another day."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

C = TypeVar("C", bound=Callable[..., Any])


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
