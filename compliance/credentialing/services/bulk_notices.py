"""One letter to each of many applications: who gets it, who is left out and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from compliance.audit.services import identifies
from compliance.core.dates import day_short
from compliance.core.errors import ComplianceError
from compliance.core.papers import Letter
from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.rules.letters import letter_saying
from compliance.credentialing.rules.notices import address_problems, told_on
from compliance.credentialing.services.completeness import checklist_for
from compliance.credentialing.services.loading import Loaded, load
from compliance.credentialing.services.notice_letters import (
    letter_named,
    named_missing,
    preview_notice,
    ref_of,
)
from compliance.credentialing.services.notices import send_notice
from compliance.occasions import Occasion

AS_REVIEWED = "as_reviewed"
NOT_REVIEWED = "Not reviewed: open it and say whether it is complete."


@dataclass(frozen=True)
class BulkLine:
    """One application: the letter it gets and where it goes, or why it gets none.

    `not_before` ends the undo window; None where the letter goes out at once.
    """

    id: int
    ref: str
    name: str
    letter_id: str = ""
    title: str = ""
    to: str = ""
    items: tuple[str, ...] = ()
    why: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True)
class BulkNotices:
    """What a bulk act would do, or did: `ready` get their letter, `skipped` do not."""

    ready: tuple[BulkLine, ...]
    skipped: tuple[BulkLine, ...]


def bulk_preview(ids: Iterable[int], letter_id: str, on: Occasion) -> BulkNotices:
    """Return which applications would get the letter and which not, each with its reason.

    `letter_id` is a letter, or `as_reviewed`: complete or incomplete, as each review said.
    """
    return _sorted_out(_lines(ids, letter_id, on))


@identifies("application")
def _lines(ids: Iterable[int], letter_id: str, on: Occasion) -> list[BulkLine]:
    return [_line(load(each, on), letter_id, on) for each in dict.fromkeys(ids)]


def _sorted_out(lines: list[BulkLine]) -> BulkNotices:
    ready = tuple(each for each in lines if not each.why)
    return BulkNotices(ready, tuple(each for each in lines if each.why))


def _line(loaded: Loaded, letter_id: str, on: Occasion) -> BulkLine:
    chosen = _chosen(loaded, letter_id, on)
    letter = letter_named(chosen, on)
    line = BulkLine(
        id=loaded.id,
        ref=ref_of(loaded.id),
        name=loaded.story.entry.name,
        letter_id=chosen,
        title=letter.title,
        why=_why_not(loaded, chosen, on),
        items=_found_wrong(loaded, letter, on),
    )
    if line.why:
        return line
    try:
        shown = preview_notice(loaded, chosen, line.items, on)
    except ComplianceError as refused:
        return replace(line, why=str(refused))
    why = "" if shown.to else next(address_problems(loaded.story.entry))
    return replace(line, to=shown.to, why=why, not_before=shown.not_before)


def _chosen(loaded: Loaded, letter_id: str, on: Occasion) -> str:
    if letter_id != AS_REVIEWED:
        return letter_id
    answer = "complete" if loaded.story.completed_on else "incomplete"
    return letter_saying(answer, on.book.letters.values())


def _why_not(loaded: Loaded, letter_id: str, on: Occasion) -> str:
    """Return why the application is left out before any letter is written, or nothing."""
    state = ApplicationState(loaded.snapshot.state)
    letter = letter_named(letter_id, on)
    if not state.is_open and (letter.says or letter.needs_items):
        return f"Closed: {APPLICATION_WORDS[state].label}."
    is_known = bool(_found_wrong(loaded, letter, on))
    if letter.says and not is_known and not _is_reviewed(loaded):
        return NOT_REVIEWED
    if loaded.snapshot.waiting_like(letter_id):
        return "The same letter is on its way already."
    if letter.needs_items and not is_known and not named_missing(loaded.story):
        return "No missing item is on record."
    if day := told_on(loaded.story, letter):
        return f"Already told, on {day_short(day)}."
    return ""


def _found_wrong(loaded: Loaded, letter: Letter, on: Occasion) -> tuple[str, ...]:
    """Return the checklist items that a file nobody reviewed lacks for its values are wrong.

    An item is known by the column of its value: a wrong NPI asks for the NPI.
    """
    if letter.says != "incomplete" or _is_reviewed(loaded):
        return ()
    wrong = {each.column for each in loaded.snapshot.problems}
    return tuple(each.code for each in checklist_for(loaded.story, on) if each.code in wrong)


def _is_reviewed(loaded: Loaded) -> bool:
    return loaded.story.is_reviewed or loaded.story.completed_on is not None


def bulk_send(ids: Iterable[int], letter_id: str, on: Occasion) -> BulkNotices:
    """Send the letter to every application that can get it; return who did and who did not.

    Each is looked at again: what was sent, told or closed meanwhile is left out.
    """
    done = bulk_preview(ids, letter_id, on)
    for each in done.ready:
        send_notice(load(each.id, on), each.letter_id, each.items, on)
    return done
