"""`daybook kpis`: the figures of a month, and values from a file."""

from typing import Any

import click

from compliance.core.periods import month_from
from compliance.intake.cli.small_files import file_command
from compliance.kpis.kinds import FIGURES
from compliance.kpis.queries.documents import report_document
from compliance.looking_back import on_another_day


@click.group()
def kpis() -> None:
    """Report the figures of a month; load values."""


kpis.add_command(file_command(FIGURES, "load"))


@kpis.command()
@click.option("--period", required=True, metavar="YYYY-MM", help="The month to report.")
@on_another_day
@click.pass_obj
def report(door: Any, period: str) -> None:
    """Print every figure of a month for both sides, with target and state."""
    on = door.occasion()
    found = report_document(month_from(period), on)
    door.emit(found, [_line(each) for each in found])


def _line(row: dict[str, Any]) -> str:
    counts = "" if row["numerator"] is None else f"{row['numerator']} of {row['denominator']}"
    value = "" if row["value"] is None else str(row["value"])
    return f"{row['id']:8} {row['entity']:5} {value:>8} {counts:>12}  {row['state']}"
