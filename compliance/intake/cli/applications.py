"""`daybook applications import`: bring in a file of applications."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from compliance.credentialing.cli import applications
from compliance.db import session
from compliance.doors import Console
from compliance.intake.cli.words import told_lines
from compliance.intake.files.mapping import read_mapping
from compliance.intake.files.out import refused_lines
from compliance.intake.files.reading import read_table
from compliance.intake.services.plan import ImportPlan, plan_import
from compliance.intake.services.run import (
    Outcome,
    Running,
    as_planned,
    finish_left_over,
    run_import,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    mapping: Path | None
    keep: tuple[str, ...]
    dry_run: bool
    partial: bool


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
    _tell(door, plan, outcome, is_done=not wanted.dry_run)
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


def _tell(door: Console, plan: ImportPlan, outcome: Outcome, *, is_done: bool) -> None:
    if plan.matched.unknown:
        left = [each for each in plan.matched.unknown if each not in plan.keep]
        if left:
            click.echo(f"Columns left aside: {', '.join(left)}.", err=True)
    door.emit(outcome.as_json(), told_lines(outcome, is_done=is_done))
