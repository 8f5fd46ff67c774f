"""The review that a letter states: complete or incomplete, recorded with it or before it."""

from collections.abc import Sequence
from datetime import date

from compliance.core.dates import day_words
from compliance.core.errors import NotNow
from compliance.core.rulebook import Letter
from compliance.credentialing.services.completeness import find_complete, find_incomplete
from compliance.credentialing.services.loading import Loaded
from compliance.ledger.services import Entry
from compliance.occasions import Occasion


def review_entry(loaded: Loaded, letter: Letter, items: Sequence[str], day: date) -> Entry | None:
    """Return the review that the letter states, or None where it is on record already.

    Raises:
        NotNow: the record says otherwise.
    """
    story = loaded.story
    if letter.says == "complete" and story.completed_on is None:
        if story.missing:
            raise NotNow(
                f"{len(story.missing)} of the items asked for have not arrived. Record the day "
                "each arrived, or say that the application is incomplete."
            )
        return Entry("found_complete", day)
    if letter.says == "incomplete" and not set(items) <= set(story.missing):
        if story.completed_on and not story.is_declared:
            raise NotNow(
                f"This application was complete on {day_words(story.completed_on)}; its decision "
                "clock runs. A supervisor may reopen it as incomplete, with a reason."
            )
        return Entry("found_incomplete", day, {"items": list(items)})
    return None


def record_review(loaded: Loaded, review: Entry | None, on: Occasion) -> None:
    """Record the review that a letter states; None is on record already."""
    if review is None:
        return
    if review.kind == "found_complete":
        find_complete(loaded, review.happened_on, on)
    else:
        find_incomplete(loaded, review.happened_on, review.payload["items"], on)
