"""Everyday entries: owner, notes, contact attempts, checks and documents."""

from dataclasses import dataclass
from datetime import date

from compliance.core.dates import day_words
from compliance.core.errors import BadValue
from compliance.credentialing.services.loading import Loaded, record, refuse_not_now
from compliance.ledger.services import Entry
from compliance.occasions import Occasion


def assign(loaded: Loaded, owner_id: int | None, on: Occasion) -> None:
    """Give the application an owner, or none; running alerts follow the new owner."""
    if loaded.story.owner_id == owner_id:
        return
    record(loaded, [Entry("assigned", on.today, {"owner_id": owner_id})], on)


def note(loaded: Loaded, text: str, on: Occasion) -> None:
    """Record a note."""
    if not text.strip():
        raise BadValue("Write the note.", "text")
    record(loaded, [Entry("note", on.today, {"text": text.strip()})], on)


ANYWAY = "credential_anyway"


def credential_anyway(loaded: Loaded, why: str, on: Occasion) -> None:
    """Record that the provider is credentialed although the pathway does not ask for it."""
    refuse_not_now(loaded, "anyway")
    if not why.strip():
        raise BadValue("Give the reason; it is kept with the record.", "why")
    record(loaded, [Entry(ANYWAY, on.today, why=why.strip())], on)


def contact_attempt(
    loaded: Loaded, how: str, text: str, follow_up_on: date | None, on: Occasion
) -> None:
    """Record that the applicant was called or written to today, with the day to follow up."""
    if follow_up_on and follow_up_on < on.today:
        today = day_words(on.today)
        message = f"{day_words(follow_up_on)} is before the contact itself, today, {today}."
        raise BadValue(message, "follow_up_on")
    payload = {"channel": how, "text": text.strip()}
    if follow_up_on:
        payload["follow_up_on"] = follow_up_on.isoformat()
    record(loaded, [Entry("contact_attempt", on.today, payload)], on)


@dataclass(frozen=True)
class CheckDone:
    """A check with the source asked and what it said."""

    check: str
    source: str
    result: str
    day: date
    text: str = ""
    all_verified: bool = False


def record_check(loaded: Loaded, done: CheckDone, on: Occasion) -> None:
    """Record one check of a credential; the last third-party one starts AB 1041's limit."""
    refuse_not_now(loaded, "check")
    payload = {
        "check": done.check,
        "source": done.source,
        "result": done.result,
        "text": done.text,
        "all_verified": done.all_verified,
    }
    record(loaded, [Entry("check_recorded", done.day, payload)], on)


@dataclass(frozen=True)
class Attached:
    """A stored document: its hash in the store, its name, type and size."""

    sha256: str
    name: str
    media_type: str
    size: int
    item: str = ""


def attach_document(loaded: Loaded, attached: Attached, day: date, on: Occasion) -> None:
    """Record a document, and the arrival of the checklist item it answers."""
    payload = {
        "sha256": attached.sha256,
        "name": attached.name,
        "media_type": attached.media_type,
        "size": attached.size,
        "item": attached.item,
    }
    entries = [Entry("document_attached", day, payload)]
    if attached.item in loaded.story.missing:
        entries.append(Entry("item_arrived", day, {"item": attached.item}))
    record(loaded, entries, on)
