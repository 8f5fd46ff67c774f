"""`daybook audit`: verify the log, list who looked."""

import sys
from typing import Protocol

import click

from compliance.audit.queries import LookLine, looks
from compliance.audit.services.checks import keep_check, verify
from compliance.db import transaction
from compliance.doors import Console
from compliance.ledger.services import Subject
from compliance.wallclock import WallClock


class Root(Console, Protocol):
    """What the root command hands down, with the instance's own clock."""

    clock: WallClock


@click.group()
def audit() -> None:
    """Verify the log of every act; list who was shown restricted data."""


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
    root.emit(document, found.words)
    if not found.is_sound:
        sys.exit(1)


@audit.command("looks")
@click.option("--record", nargs=2, type=(str, int), metavar="KIND NUMBER", help="Of one record.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
@click.pass_obj
def list_looks(root: Root, record: tuple[str, int] | None, limit: int) -> None:
    """List who was shown restricted or identifying data, the latest first."""
    with root.app.app_context():
        found = looks(root.occasion(), Subject(*record) if record else None, limit)
    root.emit(found, [_line(each) for each in found] or ["Nobody was shown restricted data."])


def _line(look: LookLine) -> str:
    record = f"{look.subject_kind} {look.subject_id or ''}".strip()
    who = f"person {look.person_id}" if look.person_id else "Daybook"
    reason = f": {look.reason}" if look.reason else ""
    return f"{look.looked_at:%Y-%m-%d %H:%M} UTC  {who}  {look.data_class}  {record}{reason}"
