"""`daybook kpis`: the figures of a month, and values from a file."""

from datetime import date
from typing import Any

import click

from compliance.core.periods import month_from
from compliance.intake.cli.small_files import file_command
from compliance.kpis.kinds import FIGURES
from compliance.kpis.queries.documents import report_document


@click.group()
def kpis() -> None:
    """Report the figures of a month; load values."""


kpis.add_command(file_command(FIGURES, "load"))


def _day(_ctx: click.Context, _param: click.Parameter, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text} is not a date. Use YYYY-MM-DD.") from None


@kpis.command()
@click.option("--period", required=True, metavar="YYYY-MM", help="The month to report.")
@click.option("--as-of", callback=_day, metavar="YYYY-MM-DD", help="As it stood on this day.")
@click.option("--known-on", callback=_day, metavar="YYYY-MM-DD", help="As known on this day.")
@click.pass_obj
def report(door: Any, period: str, as_of: date | None, known_on: date | None) -> None:
    """Print every figure of a month for both sides, with target and state."""
    on = door.occasion()
    if as_of or known_on:
        on = on.seen_from(as_of, known_on)
    found = report_document(month_from(period), on)
    door.emit(found, [_line(each) for each in found])


def _line(row: dict[str, Any]) -> str:
    counts = "" if row["numerator"] is None else f"{row['numerator']} of {row['denominator']}"
    value = "" if row["value"] is None else str(row["value"])
    return f"{row['id']:8} {row['entity']:5} {value:>8} {counts:>12}  {row['state']}"
