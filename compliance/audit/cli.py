"""`daybook audit`: verify the log."""

import sys
from typing import Protocol

import click

from compliance.audit.services.checks import Verified, keep_check, verify
from compliance.db import transaction
from compliance.doors import Console
from compliance.wallclock import WallClock


class Root(Console, Protocol):
    """What the root command hands down, with the instance's own clock."""

    clock: WallClock


@click.group()
def audit() -> None:
    """Verify the log of every act."""


@audit.command("verify")
@click.pass_obj
def verify_log(root: Root) -> None:
    """Read the whole log anew; exit 1 where an entry was altered, removed or moved."""
    with root.app.app_context():
        found = verify()
        with transaction():
            keep_check(found, root.clock.now())
    document = {
        "entries": found.entries,
        "first_bad": found.first_bad,
        "digests": found.digests,
        "first_bad_digest": found.first_bad_digest,
        "last_hash": found.head,
    }
    root.emit(document, _lines(found))
    if not found.is_sound:
        sys.exit(1)


def _lines(found: Verified) -> list[str]:
    if found.is_sound:
        return [f"The log is whole: {found.entries:,} entries, {found.digests:,} digests of looks."]
    lines = []
    if found.first_bad is not None:
        lines.append(
            f"Entry {found.first_bad:,} does not match. Nothing after it can be relied on. "
            "Keep this database as it is and compare it with the last backup."
        )
    if found.first_bad_digest is not None:
        lines.append(
            f"Digest {found.first_bad_digest:,} of the access log does not match: looks before it "
            "were altered or removed. Compare them with the last backup."
        )
    return lines
