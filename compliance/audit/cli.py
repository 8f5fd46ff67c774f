"""`daybook audit`: verify the log."""

import sys
from typing import Protocol

import click

from compliance.audit.services.anchors import keep_heads
from compliance.audit.services.checks import keep_check, verify
from compliance.config import Settings
from compliance.db import transaction
from compliance.doors import Console
from compliance.wallclock import WallClock


class Root(Console, Protocol):
    """What the root command hands down, with the instance's own clock."""

    clock: WallClock
    settings: Settings


@click.group()
def audit() -> None:
    """Verify the log of every act; list who was shown whose data."""


@audit.command("verify")
@click.pass_obj
def verify_log(root: Root) -> None:
    """Read the whole log anew; exit 1 where an entry was altered, removed or moved."""
    with root.app.app_context():
        found = verify(root.settings.instance)
        with transaction():
            keep_check(found, root.clock.now())
        said = [*found.words, *filter(None, [keep_heads(root.settings.instance, root.clock.now())])]
    document = {
        "entries": found.entries,
        "first_bad": found.first_bad,
        "digests": found.digests,
        "first_bad_digest": found.first_bad_digest,
        "last_hash": found.head,
        "altered_packs": found.bad_packs,
        "heads_outside": found.outside.heads,
    }
    root.emit(document, said)
    if not found.is_sound:
        sys.exit(1)
