"""`daybook applications`: bring in a file, list, show one, rebuild the projection."""

import csv
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from compliance.credentialing.files.mapping import read_mapping
from compliance.credentialing.files.out import refused_lines
from compliance.credentialing.files.reading import read_table
from compliance.credentialing.files.rows import RowMessage
from compliance.credentialing.queries.documents import ROW_KEYS, application_document, row_document
from compliance.credentialing.queries.lists import VIEWS, Filters, Order, queue_rows
from compliance.credentialing.queries.one import application
from compliance.credentialing.services.imports.plan import ImportPlan, plan_import
from compliance.credentialing.services.imports.run import (
    Outcome,
    Running,
    as_planned,
    finish_left_over,
    run_import,
)
from compliance.credentialing.services.rebuilding import rebuild_applications
from compliance.db import session, transaction
from compliance.doors import Console

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_SAID = 50


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    mapping: Path | None
    keep: tuple[str, ...]
    dry_run: bool
    partial: bool


@click.group(help="Import, list, show, rebuild.")
def applications() -> None:
    """Hold the commands below."""


@applications.command("import")
@click.argument("file", type=FILE)
@click.option("--map", "mapping", type=FILE, help="Pairs of their heading and our column.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and do nothing.")
@click.option("--partial", is_flag=True, help="Bring in the good rows, write a file of the rest.")
@click.option("--keep-column", "keep", multiple=True, help="Keep a column we do not know.")
@click.pass_context
def import_applications(ctx: click.Context, /, file: Path, **asked: Any) -> None:
    """Bring in a file of applications (csv or xlsx), all or nothing unless --partial."""
    door, wanted = ctx.obj, Asked(**asked)
    on = door.occasion() if wanted.dry_run else door.writing()
    sheet = read_table(file, file.name, door.settings.max_upload)
    pairs = read_mapping(wanted.mapping) if wanted.mapping else {}
    if not wanted.dry_run:
        finish_left_over(Running(on, door.clock.now))
    plan = plan_import(sheet, pairs, on, keep=wanted.keep)
    session().rollback()  # the reading ends here; what follows are short transactions
    outcome = as_planned(plan)
    if not wanted.dry_run:
        outcome = run_import(plan, Running(on, door.clock.now), partial=wanted.partial)
    _tell(door, plan, outcome)
    if plan.refused and wanted.partial and not wanted.dry_run:
        click.echo(f"Refused rows: {_write_refused(plan, file)}", err=True)
    ctx.exit(1 if outcome.refused else 0)


def _write_refused(plan: ImportPlan, file: Path) -> Path:
    """Write the refused rows beside the file and return where."""
    place = file.with_name(f"{file.stem}.refused.csv")
    refused = plan.refused_rows
    with place.open("w", encoding="utf-8-sig", newline="") as out:
        out.writelines(refused_lines(plan.sheet, plan.matched, refused))
    return place


def _tell(door: Console, plan: ImportPlan, outcome: Outcome) -> None:
    if plan.matched.unknown:
        left = [each for each in plan.matched.unknown if each not in plan.keep]
        if left:
            click.echo(f"Columns left aside: {', '.join(left)}.", err=True)
    door.emit(outcome.as_json(), _lines(outcome))


def _lines(outcome: Outcome) -> list[str]:
    rows = len({each.row for each in outcome.refused})
    read = f"{outcome.read:,} row{'' if outcome.read == 1 else 's'} read"
    counts = f"{read}: {outcome.created:,} created, {outcome.updated:,} updated"
    head = f"{counts}, {outcome.unchanged:,} unchanged, {rows:,} refused."
    return [
        head,
        *_section("Refused", outcome.refused),
        *_section("Kept with a problem", outcome.problems),
    ]


def _section(title: str, messages: Sequence[RowMessage]) -> list[str]:
    if not messages:
        return []
    shown = [f"  Row {each.row}, {each.column}: {each.message}" for each in messages[:MOST_SAID]]
    rest = len(messages) - len(shown)
    return [f"{title}:", *shown, *([f"  and {rest:,} more (--json lists all)"] if rest else [])]


DAY = click.DateTime(["%Y-%m-%d"])


@applications.command("list")
@click.option("--view", type=click.Choice(list(VIEWS)), default="all", show_default=True)
@click.option("--due-within", type=click.IntRange(0, 9999), help="Calendar days from today.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.pass_context
def list_applications(
    ctx: click.Context, /, view: str, due_within: int | None, *, as_csv: bool
) -> None:
    """List applications by the clock that ends first."""
    door = ctx.obj
    on = door.occasion()
    rows = queue_rows(Filters(view=view, due_within=due_within), Order(), on)
    found = [row_document(row) for row in rows]
    if as_csv:
        writer = csv.DictWriter(sys.stdout, fieldnames=ROW_KEYS)
        writer.writeheader()
        writer.writerows(found)
        return
    lines = [
        f"{row['ref']:12} {row['last_name']}, {row['first_name']}: {_dates(row)}" for row in found
    ]
    door.emit(found, lines or ["No application."])


def _dates(row: dict[str, Any]) -> str:
    named = (("notice_due_on", "notice by"), ("decision_due_on", "decision by"))
    dates = [f"{word} {row[key]}" for key, word in named if row[key]]
    return ", ".join([row["state"], *dates])


@applications.command("show")
@click.argument("ref")
@click.option("--as-of", type=DAY, help="As it stood at the end of that day.")
@click.option("--known-on", type=DAY, help="As it was known at the end of that day.")
@click.pass_context
def show_application(
    ctx: click.Context, /, ref: str, as_of: datetime | None, known_on: datetime | None
) -> None:
    """Show one application with its clocks and every fact."""
    door = ctx.obj
    on = door.occasion().seen_from(as_of and as_of.date(), known_on and known_on.date())
    document = application_document(application(ref, on), on)
    clocks = [
        f"  {each['clock']}: due {each['due_on']}, limit {each['legal_on']}, {each['word']}"
        for each in document["clocks"]
    ]
    door.emit(document, [f"{document['ref']}: {document['state']}", *clocks])


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
