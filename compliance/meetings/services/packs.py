"""Packs: made in a process of its own outside any transaction, then recorded and never changed."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from compliance.config import asset_folder
from compliance.core.errors import Conflict
from compliance.documents.typeset import typeset
from compliance.meetings.queries.packs import Draft, pack_data
from compliance.meetings.queries.pages import MeetingPage
from compliance.meetings.rules.agenda import Meeting, Pack, refuse_closed
from compliance.meetings.services.recording import meeting_now, record_on_meeting
from compliance.occasions import Occasion
from compliance.store import Stored, keep, path_of

TEMPLATE = "packs/meeting.typ"


@dataclass(frozen=True)
class Made:
    """A pack of one meeting whose bytes are kept and that waits to be recorded."""

    meeting_id: int
    draft: Draft
    pdf: Stored
    data: Stored
    figures_at: datetime


def pack_bytes(data: dict[str, Any], at: datetime) -> bytes:
    """Return the PDF of a pack's data; the same data and moment give the same bytes."""
    return typeset(asset_folder("templates") / TEMPLATE, data, at)


def prepare_pack(page: MeetingPage, is_final: bool, folder: Path, on: Occasion) -> Made:
    """Return a pack as the records say now, its bytes kept by their hash. Reads; writes no row.

    Raises:
        NotNow: the minutes are closed or the meeting is cancelled.
    """
    refuse_closed(page.meeting)
    draft = Draft(len(page.meeting.packs) + 1, is_final)
    data = pack_data(page, draft, on)
    pdf = keep(folder, pack_bytes(data, on.now))
    kept = keep(folder, json.dumps(data, ensure_ascii=False, sort_keys=True).encode())
    return Made(page.meeting.id, draft, pdf, kept, on.now)


def record_pack(made: Made, on: Occasion) -> Meeting:
    """Record a prepared pack as the next draft of its meeting.

    Raises:
        Conflict: another was recorded meanwhile.
    """
    number = made.meeting_id
    if len(meeting_now(number).packs) + 1 != made.draft.number:
        raise Conflict("Somebody else made a pack meanwhile. Load the page again.")
    said = {
        "number": made.draft.number,
        "is_final": made.draft.is_final,
        "sha256": made.pdf.sha256,
        "data_sha256": made.data.sha256,
        "size": made.pdf.size,
        "figures_at": made.figures_at.isoformat(),
    }
    return record_on_meeting(number, "pack_made", said, on)


def kept_pdf(pack: Pack, folder: Path) -> Path:
    """Return where a pack's PDF is kept; raises `NotFound` for one that is not there any more."""
    return path_of(folder, pack.sha256)


def kept_data(pack: Pack, folder: Path) -> dict[str, Any]:
    """Return the data a pack was made from, as kept with it."""
    found: dict[str, Any] = json.loads(path_of(folder, pack.data_sha256).read_bytes())
    return found
