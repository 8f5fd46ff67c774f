"""`daybook backup`, `restore` and `release`."""

from pathlib import Path
from typing import Any

import click

from compliance.core.errors import NotNow
from compliance.db import transaction
from compliance.outbox.holds import Held, release_outgoing, standing_hold
from compliance.setup.upgrading import rebuild
from compliance.setup.vault import restoring, writing

WITH_KEYS = "It holds the keys of this instance: whoever has the file can sign in as anybody."
WITHOUT_KEYS = (
    "It holds no keys. Keep a copy of the instance's secrets folder apart from it: without the key "
    "of second factors everybody sets theirs up again."
)
READABLE = "It holds everything that Daybook knows about people, readable by whoever has it."


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-keys", is_flag=True, help="Put the instance's keys in too.")
@click.pass_obj
def backup(door: Any, file: Path, *, with_keys: bool) -> None:
    """Write rows, uploads and rule packs into FILE, while Daybook is in use."""
    _ = door.app
    wanted = writing.Wanted(door.clock.now(), with_keys, _tell)
    made = writing.write_backup(door.settings, file.absolute(), wanted)
    manifest = made.manifest
    held = f"{manifest.rows:,} rows of {len(manifest.tables)} tables"
    lines = [
        f"{made.path}: {held}, {len(manifest.uploads)} uploads, {made.size:,} bytes.",
        READABLE,
        WITH_KEYS if manifest.keys else WITHOUT_KEYS,
        *made.problems,
    ]
    door.emit({**_said(manifest), "file": made.path, "bytes": made.size,
               "problems": made.problems}, lines)  # fmt: skip


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_obj
def restore(door: Any, file: Path) -> None:
    """Bring the backup FILE into an empty instance, on SQLite or PostgreSQL."""
    if door.today:
        raise NotNow("A restore happens today. Leave --today out.")
    door.settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    _ = door.unchecked_app
    done = restoring.restore(door.settings, file, _tell)
    manifest = done.manifest
    rebuilt = None
    if done.before.is_anything:
        rebuilt = rebuild(door.app.extensions["daybook"]["rebuilders"], door.occasion)
    held = f"{manifest.rows:,} rows and {len(manifest.uploads)} uploads"
    lines = [
        f"{held} of {manifest.made_at:%Y-%m-%d} are restored. Everybody signs in again.",
        *(done.before.lines if done.before.is_anything else []),
        "What goes out is held. Look at what waits, then: daybook release",
        *(_waiting(done.held) if done.held else []),
    ]
    upgraded = {**done.before.as_document(), "rebuilt": rebuilt}
    door.emit({**_said(manifest), "upgraded": upgraded, "held": done.held}, lines)


@click.command()
@click.option("--check", is_flag=True, help="Only say what is held; exit 1 if anything.")
@click.option("--cancel-restored", is_flag=True, help="Take back what waited in the backup.")
@click.pass_context
def release(ctx: click.Context, *, check: bool, cancel_restored: bool) -> None:
    """Let messages go out again that a restore holds back."""
    door: Any = ctx.obj
    on = door.writing()
    if check:
        held = standing_hold()
        door.emit({"held": held}, _waiting(held) if held else ["Nothing is held."])
        ctx.exit(1 if held else 0)
    with transaction():
        done = release_outgoing(on, cancel_restored=cancel_restored)
    words = f"Released. {done.going} messages go out as they come due; {done.cancelled} taken back."
    door.emit(done, words)


def _tell(said: str) -> None:
    click.echo(said, err=True)


def _waiting(held: Held) -> list[str]:
    if not held.waiting:
        return ["No message waits."]
    return [
        f"{each.count:6,} {each.kind}, the oldest from {each.oldest:%Y-%m-%d}"
        for each in held.waiting
    ]


def _said(manifest: Any) -> dict[str, Any]:
    return {
        "release": manifest.release,
        "schema": manifest.schema,
        "made_at": manifest.made_at,
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "uploads": len(manifest.uploads),
        "with_keys": bool(manifest.keys),
    }
