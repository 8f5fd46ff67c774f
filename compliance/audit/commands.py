"""The typed door's part in the log: a file that a command handed out, or that it was refused."""

from collections.abc import Iterator
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any

import click
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from compliance.audit.models import AuditEntry
from compliance.audit.rules import plain
from compliance.audit.services import exported, refused, write_pending
from compliance.audit.services.entries import chain_head
from compliance.db import session

PRINTED = "as_csv"
DAYS = ("as_of", "known_on")


def tell_command(called: click.Context, *, is_refused: bool) -> None:
    """Write the entry of a command that was refused, or wrote a file or a table of values.

    Nothing where no log has begun: a database that is to be restored into stays empty.
    """
    sent = {} if is_refused else _sent(called)
    if not (is_refused or sent) or not _has_log():
        return None
    name = called.command_path.removeprefix(called.find_root().command_path)
    act, about = f"command{name}", {"asked": dict(_asked(called))}
    if not is_refused:
        exported(act, None, {**about, "sent": sent})
        return write_pending()
    refused(act, None, about)
    try:
        return write_pending()
    except SQLAlchemyError:
        return click.echo("The refusal could not be written to the audit log.", err=True)


def _has_log() -> bool:
    session().rollback()
    stands = inspect(session().connection()).has_table(AuditEntry.__tablename__)
    return stands and chain_head()[0] > 0


def _asked(called: click.Context) -> Iterator[tuple[str, Any]]:
    """Yield the days, numbers, choices and switches; what was typed freely may be a name."""
    for day in DAYS:
        if found := getattr(called.obj, day, None):
            yield day, plain(found)
    for each in called.command.params:
        value = called.params.get(each.name or "")
        if isinstance(value, bool | int | date) or (value and isinstance(each.type, click.Choice)):
            yield str(each.name), plain(value)


def _sent(called: click.Context) -> dict[str, Any]:
    """Return size and hash of the file a command wrote, or that it printed a table; else nothing.

    A path that need not exist before is one that is written to.
    """
    for each in called.command.params:
        value = called.params.get(each.name or "")
        if each.name == PRINTED and value:
            return {"printed": "csv"}
        if isinstance(each.type, click.Path) and not each.type.exists and value:
            return _told_of(Path(value))
    return {}


def _told_of(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": file_digest(file, "sha256").hexdigest()}
