"""`daybook applications`: bring in a file, list, show one, rebuild the projection."""

import csv
import sys
from dataclasses import asdict
from typing import Any

import click

from compliance.audit.services import shown_on_console
from compliance.core.rulebook import Rulebook
from compliance.credentialing.queries.documents import ROW_KEYS, application_document, row_document
from compliance.credentialing.queries.filters import VIEWS, Filters
from compliance.credentialing.queries.lists import Order, queue_rows
from compliance.credentialing.queries.one import application
from compliance.credentialing.rules.clocks import Clock
from compliance.credentialing.rules.counts import met_on_day
from compliance.credentialing.services.rebuilding import rebuild_applications
from compliance.db import transaction
from compliance.looking_back import on_another_day
from compliance.web.tables import file_text


@click.group(help="Import, list, show, rebuild.")
def applications() -> None:
    """Hold the commands below."""


@applications.command("list")
@click.option("--view", type=click.Choice(list(VIEWS)), default="all", show_default=True)
@click.option("--due-within", type=click.IntRange(0, 9999), help="Calendar days from today.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@on_another_day
@click.pass_context
def list_applications(
    ctx: click.Context, /, view: str, due_within: int | None, *, as_csv: bool
) -> None:
    """List applications by the clock that ends first."""
    door = ctx.obj
    on = door.occasion()
    rows = queue_rows(Filters(view=view, due_within=due_within), Order(), on)
    found = [row_document(row) for row in rows]
    shown_on_console()
    if as_csv:
        writer = csv.DictWriter(sys.stdout, fieldnames=ROW_KEYS)
        writer.writeheader()
        writer.writerows({key: file_text(value) for key, value in row.items()} for row in found)
        return
    lines = [f"{row['ref']:12} {_name(row)}: {_dates(row)}" for row in found]
    door.emit(found, lines or ["No application."])


def _name(row: dict[str, Any]) -> str:
    return ", ".join(filter(None, (row["last_name"], row["first_name"])))


def _dates(row: dict[str, Any]) -> str:
    """Return the state and what a running clock wants; a met one says when that was."""
    told = []
    if row["notice_met_on"]:
        told.append(f"notice sent {row['notice_met_on']}")
    elif row["step"] and row["notice_due_on"]:
        told.append(f"notice by {row['notice_due_on']}")
    if row["decided_on"]:
        told.append(f"decided {row['decided_on']}")
    elif row["step"] and row["decision_due_on"]:
        told.append(f"decision by {row['decision_due_on']}")
    return ", ".join([row["state"], *told])


@applications.command("show")
@click.argument("ref")
@on_another_day
@click.pass_context
def show_application(ctx: click.Context, /, ref: str) -> None:
    """Show one application with its clocks and every fact."""
    door = ctx.obj
    on = door.occasion()
    found = application(ref, on)
    document = application_document(found, on)
    days = [_met(each, on.book) for each in found.snapshot.clocks]
    clocks = [
        f"  {each['clock']}: due {each['due_on']}{limit_of(each['legal_on'])}, {each['word']}{day}"
        for each, day in zip(document["clocks"], days, strict=True)
    ]
    shown_on_console()
    door.emit(document, [f"{document['ref']}: {document['state']}", *clocks])


def limit_of(legal_on: str | None) -> str:
    """Return the law's last day of a clock's line; empty for a clock of our own policy."""
    return f", limit {legal_on}" if legal_on else ""


def _met(clock: Clock, book: Rulebook) -> str:
    """Return on which of its days a clock was met, as its panel says it; empty while it runs."""
    return f", {met_on_day(clock, clock.met_on, book)}" if clock.met_on else ""


@applications.command("rebuild")
@click.pass_context
def rebuild(ctx: click.Context, /) -> None:
    """Work every application out anew from its facts, to the same rows."""
    door = ctx.obj
    on = door.writing()
    with transaction():
        done = rebuild_applications(on)
    door.emit(
        asdict(done),
        f"{done.applications} applications, {done.rows} rows, {done.differing} differed.",
    )
