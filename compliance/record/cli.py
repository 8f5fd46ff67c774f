"""`daybook audit looks`: who was shown whose data, in the words of the page."""

from typing import Any

import click

from compliance.accounts.queries import person_by_email
from compliance.audit.cli import audit
from compliance.audit.queries.looks import LookFilter
from compliance.core.errors import NotFound
from compliance.doors import Console
from compliance.looking_back import on_another_day
from compliance.occasions import Occasion
from compliance.record.queries.looks import CLASSES, LookRow, every_look
from compliance.record.queries.records import record_called
from compliance.web.filters import stamp_full

__all__ = ["audit"]


@audit.command("looks")
@click.option("--record", metavar="REF", help="Of one record: APP-1046, 'Provider 12'.")
@click.option("--person", metavar="EMAIL", help="By one person.")
@click.option("--class", "shown", type=click.Choice(list(CLASSES)), help="Of one class of data.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
@on_another_day
@click.pass_obj
def list_looks(
    root: Console, /, record: str | None, person: str | None, shown: str | None, limit: int
) -> None:
    """List who was shown restricted or identifying data, the latest first."""
    with root.app.app_context():
        on = root.occasion()
        wanted = LookFilter(
            person_id=_person(person) if person else None,
            data_class=shown or "",
            record=_record(record, on) if record else None,
            until=on.seen_until,
        )
        found = list(every_look(wanted, on, limit))
    document = [_document(each) for each in found]
    root.emit(document, [_line(each) for each in found] or ["No look matches."])


def _record(ref: str, on: Occasion) -> Any:
    found = record_called(ref, on)
    if found is None:
        raise NotFound(f"There is no record {ref}. Give APP-1046 or 'Provider 12'.")
    return found


def _person(email: str) -> int:
    found = person_by_email(email)
    if found is None:
        raise NotFound(f"Nobody here has the address {email}.")
    return found.id


def _document(row: LookRow) -> dict[str, Any]:
    return {
        "look": row.line.id,
        "looked_at": row.line.looked_at,
        "who": row.who,
        "class": row.line.data_class,
        "record": row.record.label,
        "through": row.through,
        "reason": row.line.reason,
    }


def _line(row: LookRow) -> str:
    reason = f": {row.line.reason}" if row.line.reason else ""
    shown = f"{row.shown}, {row.record.label}"
    return f"{stamp_full(row.line.looked_at)}  {row.who}  {shown}  {row.through}{reason}"
