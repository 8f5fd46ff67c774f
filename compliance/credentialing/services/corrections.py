"""Corrections: a fact that supersedes another, or values set right, always with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.core.dates import day_words
from compliance.core.errors import BadValue, NotNow
from compliance.core.facts import Fact, standing
from compliance.credentialing.rules.beginnings import before_rules
from compliance.credentialing.rules.entries import Entry as ApplicationEntry
from compliance.credentialing.rules.snapshots import Snapshot
from compliance.credentialing.services.loading import (
    Loaded,
    need_reason,
    preview,
    record,
    refuse_waiting_letter,
)
from compliance.ledger.services import Entry
from compliance.occasions import Occasion

CORRECTABLE = {
    "received_on": "Date received",
    "completed_on": "Date complete",
    "notice_sent_on": "Notice sent",
    "decided_on": "Date decided",
    "withdrawn_on": "Date withdrawn",
    "activated_on": "Date activated",
}

TYPED_CHANNELS = frozenset({"paper", "declared"})
"""How a notice went out where a person, not the mail server, says on which day."""

IN_LETTERS = frozenset({"first_name", "last_name", "email", "contact_email", "practice_name"})


@dataclass(frozen=True)
class DateCorrection:
    """A date to set right: which one, to what day, why, and where the word comes from."""

    which: str
    day: date
    why: str
    origin: str = ""


def fact_behind(loaded: Loaded, which: str) -> Fact:
    """Return the standing fact that carries a date.

    Raises:
        NotNow: nothing of the kind was recorded, or the date is worked out from other facts.
    """
    told = standing(loaded.facts)
    found = [fact for fact in told if _carries(fact, which)]
    if not found:
        name = CORRECTABLE.get(which, which)
        if which == "completed_on" and loaded.story.found_complete:
            received = day_words(loaded.story.received_on)
            raise NotNow(
                f"{name}: nothing was missing, so it is complete on receipt, {received}. "
                "Correct the date received instead."
            )
        raise NotNow(f"{name}: no such date was recorded, so there is nothing to correct.")
    day = _shown(loaded, which)
    return next((fact for fact in reversed(found) if fact.happened_on == day), found[-1])


def _shown(loaded: Loaded, which: str) -> date | None:
    """Return the day that the page shows for a date, so that its own fact is set right."""
    story = loaded.story
    told = [each.sent_on for each in story.notices if not each.is_bounced and each.said]
    return {
        "received_on": story.received_on,
        "completed_on": story.completed_on,
        "notice_sent_on": min(told, default=None),
        "decided_on": story.decided_on,
        "withdrawn_on": story.ended_on,
        "activated_on": story.activated_on,
    }.get(which)


def _carries(fact: Fact, which: str) -> bool:
    if which == "completed_on":
        return fact.kind == "item_arrived" or bool(
            fact.kind == "found_complete" and fact.payload.get("declared")
        )
    kinds = {
        "received_on": "received",
        "notice_sent_on": "notice_sent",
        "decided_on": "decided",
        "withdrawn_on": "withdrawn",
        "activated_on": "activated",
    }
    return fact.kind == kinds.get(which)


def correction_entries(loaded: Loaded, correction: DateCorrection, on: Occasion) -> list[Entry]:
    """Return the superseding fact for a date that was recorded wrong."""
    if correction.day > on.today:
        said = f"{day_words(correction.day)} is after today, {day_words(on.today)}."
        raise BadValue(said, "day")
    old = fact_behind(loaded, correction.which)
    _refuse_proven(old)
    return [superseding(old, correction.day, old.payload, correction.why, correction.origin)]


def superseding(
    old: Fact, day: date, payload: Mapping[str, Any], why: str, origin: str = ""
) -> Entry:
    """Return a fact of the same kind that takes the place of `old`."""
    return Entry(old.kind, day, dict(payload), why=why, origin=origin, supersedes_id=old.id)


def _refuse_proven(old: Fact) -> None:
    """Refuse to type over the moment at which the mail server took a notice: that is its proof.

    A clock closes when the mail server has accepted the message, whatever anyone remembers.
    """
    if old.kind == "notice_sent" and old.payload.get("channel") not in TYPED_CHANNELS:
        raise BadValue(
            f"This notice was mailed, and the mail server accepted it on "
            f"{day_words(old.happened_on)}. That day is its proof and cannot be typed. If the "
            "letter came back, enter the bounce on its page. If another letter went out on "
            "paper, record that one with its proof.",
            "which",
        )


def preview_correction(loaded: Loaded, correction: DateCorrection, on: Occasion) -> Snapshot:
    """Return the application as the correction would leave it, both clocks included.

    What cannot be saved is refused here already, as by `correct_date`; only the reason may wait.
    """
    return _checked(loaded, correction, on)[1]


def correct_date(loaded: Loaded, correction: DateCorrection, on: Occasion) -> None:
    """Set a date right; the old fact stays readable and the clocks are counted anew.

    Raises:
        BadValue: no reason, the same day again, a day that cannot be, or a mailed notice.
        NotNow: nothing to correct, or a letter waits to go out.
    """
    need_reason(correction.why)
    record(loaded, _checked(loaded, correction, on)[0], on)


def _checked(
    loaded: Loaded, correction: DateCorrection, on: Occasion
) -> tuple[list[Entry], Snapshot]:
    """Return the facts of a correction and what they leave, having refused what cannot be."""
    refuse_waiting_letter(loaded)
    entries = correction_entries(loaded, correction, on)
    old, day = fact_behind(loaded, correction.which), correction.day
    if day == old.happened_on:
        raise BadValue(f"It is {day_words(day)} already. Enter another day.", "day")
    if old.kind == "received" and (message := before_rules(day, on.book)):
        raise BadValue(message, "day")
    _refuse_before_writing(loaded, old, day)
    found = preview(loaded, entries, on)
    _refuse_impossible_order(found)
    if day < found.story.received_on:
        received = day_words(found.story.received_on)
        message = f"{day_words(day)} is before the application was received, on {received}."
        raise BadValue(message, "day")
    return entries, found


def _refuse_before_writing(loaded: Loaded, old: Fact, day: date) -> None:
    """Refuse a notice before the review that it states, or before the date printed on it."""
    if old.kind != "notice_sent":
        return
    if (review := _review_behind(loaded, old)) and day < review.happened_on:
        said = "complete" if review.kind == "found_complete" else "incomplete"
        found = f"it was found {said} on {day_words(review.happened_on)}"
        raise BadValue(f"It would be told on {day_words(day)}, before {found}.", "day")
    dated_on = old.payload.get("dated_on")
    if dated_on and day < (written := date.fromisoformat(dated_on)):
        message = f"The letter is dated {day_words(written)}, so it cannot have gone out before."
        raise BadValue(message, "day")


def _review_behind(loaded: Loaded, notice: Fact) -> Fact | None:
    """Return the review by staff that a notice tells of, None where a file declared it."""
    kind = f"found_{notice.payload.get('said')}"
    return next(
        (
            fact
            for fact in reversed(standing(loaded.facts))
            if fact.kind == kind and not fact.payload.get("declared") and fact.place < notice.place
        ),
        None,
    )


def _refuse_impossible_order(found: Snapshot) -> None:
    story = found.story
    notices = [each.sent_on for each in story.notices if not each.is_bounced]
    for day, word in (
        (min(notices, default=None), "told"),
        (story.completed_on, "complete"),
        (story.decided_on, "decided"),
        (story.ended_on, "closed"),
    ):
        if day and day < story.received_on:
            received = day_words(story.received_on)
            message = (
                f"It would be {word} on {day_words(day)}, before it was received on {received}."
            )
            raise BadValue(message, "day")
    if story.decided_on and story.completed_on and story.decided_on < story.completed_on:
        message = f"It would be decided on {day_words(story.decided_on)}, before it was complete."
        raise BadValue(message, "day")
    if story.activated_on and story.decided_on and story.activated_on < story.decided_on:
        message = f"It would be active on {day_words(story.activated_on)}, before it was decided."
        raise BadValue(message, "day")


def correct_values(
    loaded: Loaded, values: Mapping[str, Any], why: str, on: Occasion, *, origin: str = ""
) -> None:
    """Set values of the entry right (name, NPI, role, practice, ...), with a reason.

    Raises:
        NotNow: a letter waits to go out to that name or address.
    """
    need_reason(why)
    now = loaded.story.entry.as_payload()
    changed = {key: value for key, value in values.items() if now.get(key, "") != value}
    if not changed:
        return
    if changed.keys() & IN_LETTERS:
        refuse_waiting_letter(loaded)
    fixed = ApplicationEntry.from_payload({**now, **changed})
    if not fixed.last_name.strip():
        raise BadValue("An application needs a last name.", "last_name")
    record(loaded, [Entry("corrected", on.today, {"values": changed}, why=why, origin=origin)], on)
