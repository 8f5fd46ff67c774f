"""The command of a small kind of file: `daybook providers import FILE`, `owners import FILE`."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from compliance.db import session, transaction
from compliance.intake.cli.words import told_lines
from compliance.intake.files.given import Given, read_given
from compliance.intake.files.out import refused_lines
from compliance.intake.kinds import FileKind, Judged
from compliance.intake.services.small_files import apply_file, judge_file

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def file_command(kind: FileKind, name: str = "import") -> click.Command:
    """Return the command that brings in files of a kind; add it to the feature's group.

    It prints the document of contract section 2 and ends with 1 where rows are refused.
    """

    @click.command(name, help=f"Bring in {kind.noun} (csv or xlsx), all or nothing.")
    @click.argument("file", type=FILE)
    @click.option("--dry-run", is_flag=True, help="Say what would be done and do nothing.")
    @click.option("--partial", is_flag=True, help="Bring in the good rows, write the rest out.")
    @click.pass_context
    def command(ctx: click.Context, file: Path, *, dry_run: bool, partial: bool) -> None:
        door = ctx.obj
        on = door.occasion() if dry_run else door.writing()
        given = read_given(file, file.name, kind, door.settings.max_upload)
        judged = judge_file(kind, given, on)
        session().rollback()  # the reading ends here; what follows is one transaction
        is_done = not dry_run and (partial or not judged.refused)
        if is_done:
            with transaction():
                judged = apply_file(kind, given, on, partial=partial)
        elif not dry_run:
            judged = replace(judged, changes=(), unchanged=0)  # what was written: nothing
        _tell(ctx, given, judged, is_done=is_done)
        if judged.refused and is_done:
            click.echo(f"Refused rows: {_write_refused(given, judged, file)}", err=True)
        ctx.exit(1 if judged.refused else 0)

    return command


def _tell(ctx: click.Context, given: Given, judged: Judged, *, is_done: bool) -> None:
    if given.unknown:
        click.echo(f"Columns left aside: {', '.join(given.unknown)}.", err=True)
    ctx.obj.emit(_document(judged), told_lines(judged, is_done=is_done))
    if judged.refused and not is_done:
        click.echo("Nothing was written. Mend the rows, or use --partial.", err=True)


def _document(judged: Judged) -> dict[str, Any]:
    numbers = {name: getattr(judged, name) for name in ("read", "created", "updated", "unchanged")}
    return {
        **numbers,
        "problems": [asdict(each) for each in judged.problems],
        "refused": [asdict(each) for each in judged.refused],
    }


def _write_refused(given: Given, judged: Judged, file: Path) -> Path:
    """Write the refused rows beside the file and return where."""
    place = file.with_name(f"{file.stem}.refused.csv")
    with place.open("w", encoding="utf-8-sig", newline="") as out:
        out.writelines(refused_lines(given.sheet, given.matched, judged.refused_rows))
    return place
