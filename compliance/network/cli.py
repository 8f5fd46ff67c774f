"""`daybook providers`: bring in the roster, list who is in the network."""

from typing import Any

import click

from compliance.audit.services import shown_on_console
from compliance.directory.queries.network import NetworkFilters, NetworkOrder, network_rows
from compliance.intake.cli.small_files import file_command
from compliance.looking_back import on_another_day
from compliance.network.kinds import ROSTER

SHOWN = (
    "provider_id", "npi", "last_name", "first_name", "role", "status", "license_expires_on",
    "malpractice_expires_on", "team_role",
)  # fmt: skip


@click.group()
def providers() -> None:
    """Bring in the roster; list who is in the network."""


providers.add_command(file_command(ROSTER))


@providers.command("list")
@on_another_day
@click.pass_obj
def list_providers(door: Any) -> None:
    """List the providers of the network by name."""
    rows = network_rows(NetworkFilters(), NetworkOrder(), door.occasion())
    found = [{name: getattr(row, name) for name in SHOWN} for row in rows]
    shown_on_console()
    door.emit(found, [_line(each) for each in found] or ["Nobody is in the network yet."])


def _line(row: dict[str, Any]) -> str:
    name = f"{row['last_name']}, {row['first_name']}".rstrip(", ")
    return f"{row['npi'] or 'no NPI':12} {row['role']:8} {row['status']:12} {name}"
