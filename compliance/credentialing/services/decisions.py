"""Deciding: committee, deferral, decision, activation, and the other ways a file ends."""

from datetime import date

from compliance.core.dates import day_words
from compliance.core.errors import BadValue, NotNow
from compliance.core.states import APPLICATION_WORDS
from compliance.credentialing.rules.clocks import close_without_answer_on, told_of_missing_on
from compliance.credentialing.rules.story import Story
from compliance.credentialing.services.loading import (
    Loaded,
    need_reason,
    record,
    refuse_not_now,
    refuse_waiting_letter,
)
from compliance.ledger.services import Entry
from compliance.occasions import Occasion


def send_to_committee(loaded: Loaded, meets_on: date, on: Occasion) -> None:
    """Put a complete application on the list of a committee meeting.

    Raises:
        NotNow: the application is not complete, or is closed.
        BadValue: a meeting before the application was received.
    """
    refuse_not_now(loaded, "committee")
    if meets_on < loaded.story.received_on:
        received = day_words(loaded.story.received_on)
        message = f"{day_words(meets_on)} is before the application was received, on {received}."
        raise BadValue(message, "day")
    record(loaded, [Entry("committee", on.today, {"meets_on": meets_on.isoformat()})], on)


def defer(loaded: Loaded, day: date, why: str, on: Occasion) -> None:
    """Record that the committee put its decision off. The clock runs on.

    Raises:
        NotNow: the application is not complete, or is closed.
    """
    refuse_not_now(loaded, "deferral")
    need_reason(why)
    record(loaded, [Entry("deferred", day, why=why)], on)


def record_decision(
    loaded: Loaded, decision: str, day: date, on: Occasion, *, why: str = ""
) -> None:
    """Record the decision. Past the limit a reason is asked for and kept.

    Raises:
        NotNow: the application is not complete, or is closed.
        BadValue: a day after today or before completion, or a late one without its reason.
    """
    refuse_not_now(loaded, "decision")
    if day > on.today:
        message = f"{day_words(day)} is after today, {day_words(on.today)}."
        raise BadValue(message, "day")
    completed = loaded.story.completed_on
    if completed and day < completed:
        message = f"{day_words(day)} is before it was complete, on {day_words(completed)}."
        raise BadValue(message, "day")
    clock = loaded.snapshot.decision
    if clock and clock.due.legal_on and day > clock.due.legal_on and not why.strip():
        limit = day_words(clock.due.legal_on)
        raise BadValue(f"The limit was {limit}. Say why the decision is late.", "why")
    record(loaded, [Entry("decided", day, {"decision": decision}, why=why)], on)


def activate(loaded: Loaded, day: date, on: Occasion) -> None:
    """Record that an approved provider was activated.

    Raises:
        NotNow: not approved, closed since, or active already.
        BadValue: a day before the approval.
    """
    refuse_not_now(loaded, "activation")
    approved_on = loaded.story.decided_on
    if approved_on and day < approved_on:
        message = f"{day_words(day)} is before the approval, on {day_words(approved_on)}."
        raise BadValue(message, "day")
    record(loaded, [Entry("activated", day)], on)


def close(loaded: Loaded, kind: str, day: date, why: str, on: Occasion) -> None:
    """Close an application: withdrawn, closed (no answer), not_eligible or void.

    Raises:
        BadValue: no reason given, or closed for want of an answer before its day.
        NotNow: closed already, no answer is waited for, or a letter waits to go out.
    """
    refuse_not_now(loaded, "ending")
    refuse_waiting_letter(loaded)
    if kind in {"void", "not_eligible", "closed"}:
        need_reason(why)
    if kind == "closed":
        _refuse_before_silence(loaded.story, day, on)
    record(loaded, [Entry(kind, day, why=why)], on)


def _refuse_before_silence(story: Story, day: date, on: Occasion) -> None:
    """Refuse to close for want of an answer before the applicant's time is over."""
    told_on, first_on = told_of_missing_on(story), close_without_answer_on(story, on.book)
    if told_on is None or first_on is None:
        raise NotNow(
            "The applicant was not told of anything that is missing, so no answer is waited for. "
            "Send a notice that names it, or close the file for another reason."
        )
    if day < first_on:
        count = on.book.parameter(on.book.clock("close_without_answer").counts[0])
        raise BadValue(
            f"The applicant was told on {day_words(told_on)} what is missing and has "
            f"{count.days_on(told_on)} calendar days to answer. Close it on "
            f"{day_words(first_on)} or later. Source: {count.sources[0].cite}, {count.id}.",
            "day",
        )


def merge(loaded: Loaded, into: Loaded, into_ref: str, why: str, on: Occasion) -> None:
    """Close a duplicate into the file it repeats; the earlier receipt keeps its clock.

    Raises:
        BadValue: no reason, or as `refuse_merger`.
    """
    refuse_merger(loaded, into, into_ref)
    need_reason(why)
    record(loaded, [Entry("merged", on.today, {"into": into_ref}, why=why)], on)


def refuse_merger(loaded: Loaded, into: Loaded, into_ref: str) -> None:
    """Refuse a merger that cannot be, before anybody is asked to look at both files.

    Raises:
        NotNow: closed, a letter waits, or the other file is closed or later.
        BadValue: into itself.
    """
    refuse_not_now(loaded, "merger")
    refuse_waiting_letter(loaded)
    if loaded.id == into.id:
        raise BadValue("An application cannot be merged into itself.", "into")
    if loaded.story.received_on < into.story.received_on:
        raise NotNow(
            f"This file was received on {day_words(loaded.story.received_on)}, before {into_ref}. "
            "Merge the later one into the earlier, so that no clock starts late."
        )
    if into.story.ended:
        word = APPLICATION_WORDS[into.story.ended].label
        raise NotNow(f"{into_ref} is closed: {word}. Nobody would work on this one any more.")
