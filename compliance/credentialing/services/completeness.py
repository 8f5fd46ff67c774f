"""Complete or not: what a review found missing, what arrived, what was reopened."""

from collections.abc import Sequence
from datetime import date

from compliance.core.dates import day_words
from compliance.core.errors import BadValue, NotNow
from compliance.core.rulebook import ChecklistItem
from compliance.credentialing.rules.story import Story
from compliance.credentialing.services.loading import (
    Loaded,
    need_reason,
    record,
    refuse_closed,
    refuse_not_now,
)
from compliance.ledger.services import Entry
from compliance.occasions import Occasion

NOT_NAMED_WORDS = "items that the file did not name"


def find_complete(
    loaded: Loaded, day: date, on: Occasion, *, not_needed: Sequence[str] = ()
) -> None:
    """Record that a review found everything there; the clock counts from the last arrival.

    Raises:
        NotNow: an item that was asked for has neither arrived nor been marked not needed.
    """
    refuse_not_now(loaded, "complete")
    left = [item for item in loaded.story.missing if item not in not_needed]
    if left:
        titles = {each.code: each.title for each in checklist_for(loaded.story, on)}
        named = ", ".join(titles.get(item, NOT_NAMED_WORDS) for item in left)
        raise NotNow(
            f"{len(left)} of the items asked for {'has' if len(left) == 1 else 'have'} not "
            f"arrived: {named}. Record the day each arrived, or mark it as not needed."
        )
    payload = {"not_needed": list(not_needed)} if not_needed else {}
    record(loaded, [Entry("found_complete", day, payload)], on)


def find_incomplete(loaded: Loaded, day: date, items: Sequence[str], on: Occasion) -> None:
    """Record which items a review found missing.

    Raises:
        BadValue: no item was named, or one the checklist does not know.
        NotNow: the file was complete already; only a supervisor may reopen it.
    """
    refuse_closed(loaded)
    check_items(items, loaded.story, on)
    completed = loaded.story.completed_on
    if completed and not loaded.story.is_declared:
        raise NotNow(
            f"This application was complete on {day_words(completed)}; its decision clock runs. "
            "A supervisor may reopen it as incomplete, with a reason."
        )
    record(loaded, [Entry("found_incomplete", day, {"items": list(items)})], on)


def check_items(items: Sequence[str], story: Story, on: Occasion) -> None:
    """Refuse an empty list and items that the checklist of the receipt day does not hold."""
    if not items:
        raise BadValue("Choose at least one missing item.", "items")
    known = {each.code for each in checklist_for(story, on)}
    unknown = [item for item in items if item not in known]
    if unknown:
        raise BadValue(f"Not on the checklist: {', '.join(unknown)}.", "items")


def checklist_for(story: Story, on: Occasion) -> tuple[ChecklistItem, ...]:
    """Return the checklist items in force on receipt that this role needs."""
    checklist = on.book.checklists["completeness"]
    role = story.entry.role
    items = checklist.items_on(story.received_on)
    return tuple(each for each in items if not each.roles or role in each.roles)


def record_arrival(loaded: Loaded, item: str, day: date, on: Occasion) -> None:
    """Record the day an item arrived, whenever staff looked."""
    refuse_not_now(loaded, "arrival")
    record(loaded, [Entry("item_arrived", day, {"item": item})], on)


def reopen_as_incomplete(loaded: Loaded, items: Sequence[str], why: str, on: Occasion) -> None:
    """Reopen a complete file because a gap was found; both decision dates stay on record.

    Raises:
        NotNow: the file is closed or decided, or was not complete.
    """
    refuse_not_now(loaded, "gap")
    check_items(items, loaded.story, on)
    need_reason(why)
    record(loaded, [Entry("reopened", on.today, {"items": list(items)}, why=why)], on)


def reopen(loaded: Loaded, why: str, on: Occasion) -> None:
    """Reopen a closed application with a reason; its clocks count from their old starts."""
    refuse_not_now(loaded, "reopening")
    need_reason(why)
    record(loaded, [Entry("reopened", on.today, why=why)], on)
