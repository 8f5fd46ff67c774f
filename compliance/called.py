"""Which command was called in the end, so that the root can tell the audit log of it.

Only click is imported at the top: a command without an instance starts as fast as before.
"""

from typing import Any

import click

CALLED = "daybook.called"


class Called(click.Context):
    """A context that is remembered when its command runs; the innermost one is the last."""

    def invoke(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command."""
        self.meta[CALLED] = self
        return super().invoke(*args, **kwargs)


def remembered(command: click.Command) -> click.Command:
    """Return a command or group of commands whose call is remembered."""
    for each in (command, *getattr(command, "commands", {}).values()):
        each.context_class = Called
    return command


def tell_log(ctx: click.Context, *, is_refused: bool = False) -> None:
    """Let the log of an opened instance say that the command wrote a file, or was refused."""
    called = ctx.meta.get(CALLED)
    if called and "unchecked_app" in vars(ctx.obj):
        from compliance.audit.commands import tell_command

        tell_command(called, is_refused=is_refused)
