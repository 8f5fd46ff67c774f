"""`daybook keys`: a new key for sessions and links."""

from typing import Any

import click

from compliance.accounts.services import end_all_sessions
from compliance.config import Settings, keep_key, key_file, new_key, read_key
from compliance.core.errors import NotNow
from compliance.db import transaction

FALLS_BACK = "Sessions and links that are out stay good until the next rotation."
ENDED = "Every session and every link that is out has ended; everybody signs in again."
RESTART = "Start Daybook again: a process reads its keys when it starts."


@click.group()
def keys() -> None:
    """Change the keys that the instance keeps."""


@keys.command()
@click.argument("which", type=click.Choice(["sessions"]))
@click.option("--end", is_flag=True, help="End every session and link at once.")
@click.pass_obj
def rotate(door: Any, which: str, *, end: bool) -> None:
    """Make a new key for sessions and links; the one before is still accepted."""
    _ = door.app
    rotate_sessions(door.settings, end=end)
    door.emit({"rotated": which, "ended": end}, [ENDED if end else FALLS_BACK, RESTART])


def rotate_sessions(settings: Settings, *, end: bool) -> None:
    """Keep a new key for sessions, and the one before unless all sessions end with it.

    Raises:
        NotNow: the key is not kept in the instance.
    """
    before = read_key(settings.instance, "secret_key")
    if before != settings.secret_key:
        raise NotNow(
            "The key comes from DAYBOOK_SECRET_KEY. Put a new one there and the old one in "
            "DAYBOOK_SECRET_KEY_PREVIOUS, then start Daybook again."
        )
    if end:
        key_file(settings.instance, "secret_key_previous").unlink(missing_ok=True)
        with transaction():
            end_all_sessions()
    else:
        keep_key(settings.instance, "secret_key_previous", before)
    keep_key(settings.instance, "secret_key", new_key())
