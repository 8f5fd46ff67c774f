"""`daybook meetings`: list them, write a pack, write an invitation."""

from pathlib import Path
from typing import Protocol

import click

from compliance.config import Settings
from compliance.core.dates import day_full
from compliance.core.errors import BadValue, NotFound
from compliance.db import session, transaction
from compliance.documents.ics import invitation_text
from compliance.doors import Console
from compliance.looking_back import on_another_day
from compliance.meetings.queries.loading import shelf
from compliance.meetings.queries.pages import Row, meeting_page, meeting_rows
from compliance.meetings.rules.agenda import Pack
from compliance.meetings.services.mailing import invitation
from compliance.meetings.services.packs import kept_pdf, prepare_pack, record_pack
from compliance.occasions import Occasion


class Root(Console, Protocol):
    """What the root command hands down, with the settings of the instance."""

    settings: Settings


@click.group()
def meetings() -> None:
    """List meetings; write a pack or an invitation."""


@meetings.command("list")
@on_another_day
@click.pass_obj
def list_meetings(root: Root) -> None:
    """List meetings to come and held."""
    on = root.occasion()
    coming, held = meeting_rows(shelf(on), on)
    rows = [*coming, *held]
    lines = [
        f"{each.meeting.ref}  {day_full(each.meeting.day)}  {each.series.settled.name}: "
        f"{each.state[1].lower()}"
        for each in rows
    ]
    root.emit([_row(each) for each in rows], lines or ["No meetings yet."])


def _row(row: Row) -> dict[str, object]:
    meeting = row.meeting
    return {
        "ref": meeting.ref,
        "series": row.series.settled.name,
        "day": meeting.day.isoformat(),
        "starts": f"{meeting.at:%H:%M}",
        "minutes": meeting.minutes,
        "state": row.state[1],
        "pack_by": row.send_by.isoformat(),
        "open_actions": row.open_actions,
    }


@meetings.command()
@click.argument("ref")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="File to write, .pdf.")
@on_another_day
@click.pass_obj
def pack(root: Root, ref: str, out: Path) -> None:
    """Make the next draft of a meeting's pack, keep it, and write it to a file.

    Of another day it is the latest pack that had been made by then.
    """
    if out.suffix.lower() != ".pdf":
        raise BadValue(f"{out.name}: packs are written as .pdf. Name the file so.", "out")
    on = root.occasion()
    kept = _pack_of_then(ref, on) if on.seen_until else _next_draft(root, ref)
    out.write_bytes(kept_pdf(kept, root.settings.uploads).read_bytes())
    document = {
        "ref": ref,
        "number": kept.number,
        "sha256": kept.sha256,
        "figures_at": kept.figures_at.isoformat(),
        "out": str(out),
    }
    root.emit(document, [f"{kept.label} of {ref} is kept and written to {out}."])


def _next_draft(root: Root, ref: str) -> Pack:
    on = root.writing()
    made = prepare_pack(meeting_page(ref, on), is_final=False, folder=root.settings.uploads, on=on)
    session().rollback()
    with transaction():
        return record_pack(made, on).packs[-1]


def _pack_of_then(ref: str, on: Occasion) -> Pack:
    made = meeting_page(ref, on).meeting.packs
    if not made:
        raise NotFound(f"No pack of {ref} had been made by that day.")
    return made[-1]


@meetings.command()
@click.argument("ref")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="File to write, .ics.")
@on_another_day
@click.pass_obj
def invite(root: Root, ref: str, out: Path) -> None:
    """Write a meeting's invitation as a calendar file; nothing is mailed."""
    if out.suffix.lower() != ".ics":
        raise BadValue(f"{out.name}: invitations are written as .ics. Name the file so.", "out")
    on = root.occasion()
    page = meeting_page(ref, on)
    text = invitation_text(invitation(page.meeting, page.series, on))
    out.write_bytes(text.encode())
    document = {"ref": ref, "sequence": page.meeting.sequence, "out": str(out)}
    root.emit(document, [f"The invitation of {ref} is written to {out}."])
