"""A letter that ends a file: the file closes when it is accepted, and opens if it comes back."""

from collections.abc import Iterable

from compliance.core.facts import standing
from compliance.core.states import ApplicationState
from compliance.credentialing.services.loading import Loaded, record
from compliance.ledger.services import Entry
from compliance.occasions import Occasion


def end_with_letter(loaded: Loaded, written: Iterable[Entry], on: Occasion) -> None:
    """Close the file at once where one of the facts just written says such a letter went out."""
    is_open = ApplicationState(loaded.snapshot.state).is_open
    for entry in written:
        letter = on.book.letters.get(str(entry.payload.get("letter", "")))
        if entry.kind == "notice_sent" and letter and letter.ends and is_open:
            sent_id = _fact_of(loaded, entry)
            why = f"“{letter.title}” was sent."
            end = Entry(letter.ends, entry.happened_on, {"letter_fact_id": sent_id}, why=why)
            record(loaded, [end], on)
            return


def _fact_of(loaded: Loaded, entry: Entry) -> int:
    mine = (each for each in standing(loaded.facts) if each.kind == entry.kind)
    return next(each.id for each in reversed(list(mine)) if each.payload == entry.payload)


def open_with_letter(loaded: Loaded, bounced: Entry, on: Occasion) -> None:
    """Open the file again where the letter that ended it came back: nobody was told."""
    if loaded.story.ended is None:
        return
    letter_id = bounced.payload["notice_fact_id"]
    facts = standing(loaded.facts)
    ends = [each for each in facts if each.kind == loaded.story.ended.value]
    if ends and ends[-1].payload.get("letter_fact_id") == letter_id:
        why = "The letter that ended the application came back."
        record(loaded, [Entry("reopened", bounced.happened_on, why=why)], on)
