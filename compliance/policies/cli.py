"""`daybook policy` and `daybook owners`: list and show duties, refresh them, bring in owners."""

from collections.abc import Mapping
from typing import Any

import click

from compliance.doors import Console, door_of
from compliance.intake.cli.small_files import file_command
from compliance.looking_back import on_another_day
from compliance.occasions import Occasion
from compliance.policies.jobs import refresh_duties
from compliance.policies.queries.register import DutyLine, one_line, register
from compliance.policies.services.importing import OWNERS


@click.group()
def policy() -> None:
    """List the responsibilities, show one, refresh them."""


@click.group()
def owners() -> None:
    """Bring in who owns which responsibility."""


owners.add_command(file_command(OWNERS))


@policy.command("list")
@on_another_day
@click.pass_obj
def list_duties(door: Console) -> None:
    """List every responsibility with its state, owner and due day."""
    on = door.occasion()
    lines = register(on)
    door.emit([_said(each) for each in lines], [_line(each) for each in lines])


def _said(line: DutyLine) -> dict[str, Any]:
    standing = line.standing
    last = standing.story.last
    return {
        "id": line.duty.id,
        "department": line.department.title,
        "title": line.duty.title,
        "bulleted": line.duty.is_bulleted,
        "state": standing.state.value,
        "owner": line.owner.name if line.owner else None,
        "due_on": standing.due_on,
        "attested_on": last.day if last else None,
        "evidence": {"needed": len(standing.pieces), "in_place": standing.in_place},
    }


def _line(line: DutyLine) -> str:
    owner = line.owner.name if line.owner else "no owner"
    return f"{line.duty.id:8} {line.standing.word.label:20} {owner:20} {line.duty.title}"


@policy.command()
@click.argument("duty_id", metavar="ID")
@on_another_day
@click.pass_obj
def show(door: Console, duty_id: str) -> None:
    """Show one responsibility with its evidence and attestations."""
    on = door.occasion()
    line = one_line(duty_id, on)
    document = {**_said(line), **_more(line, on)}
    door.emit(document, [_line(line), line.duty.text_on(on.day_seen), *_evidence_lines(document)])


def _more(line: DutyLine, on: Occasion) -> dict[str, Any]:
    duty, standing = line.duty, line.standing
    return {
        "text": duty.text_on(on.day_seen),
        "reference": duty.reference,
        "recurrence": duty.recurrence,
        "owner_role": duty.owner_role,
        "parts": [
            {"part": each.part.value, "person": each.name, "from": each.from_on}
            for each in line.spans
            if each.holds(on.day_seen)
        ],
        "pieces": [
            {
                "code": each.piece.code,
                "title": each.piece.title,
                "state": each.state.value,
                "source": each.piece.source or None,
                "held": each.held.name if each.held else None,
                "figure": each.figure.payload if each.figure else None,
            }
            for each in standing.pieces
        ],
        "attestations": [
            {"on": each.day, "by": each.payload["name"], "sha256": each.payload["sha256"]}
            for each in standing.story.attested
        ],
    }


def _evidence_lines(document: Mapping[str, Any]) -> list[str]:
    return [f"  {each['title']}: {each['state'].replace('_', ' ')}" for each in document["pieces"]]


@policy.command()
@click.pass_obj
def refresh(root: Any) -> None:
    """Read the live figures and settle every responsibility, as the daily job does."""
    root.writing()
    counts = refresh_duties(door_of(root.app))
    root.emit(counts, [f"{counts['settled']} responsibilities settled, {counts['vacant']} vacant."])
