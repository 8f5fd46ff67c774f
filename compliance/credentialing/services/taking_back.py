"""Taking back a fact that should not have been recorded: it counts no more and stays readable."""

from compliance.core.errors import NotNow
from compliance.core.facts import Fact, standing
from compliance.credentialing.rules.snapshots import Snapshot
from compliance.credentialing.rules.story import Story
from compliance.credentialing.services.loading import (
    Loaded,
    need_reason,
    preview,
    record,
    refuse_waiting_letter,
)
from compliance.ledger.services import Entry
from compliance.occasions import Occasion

BY_SUPERVISORS = {"decided", "withdrawn", "closed", "not_eligible", "void", "merged", "reopened"}
NEVER_TAKEN_BACK = {
    "received", "struck", "notice_queued", "notice_not_sent", "notice_cancelled",
    "role_answered",
}  # fmt: skip


def can_be_taken_back(fact: Fact, on: Occasion) -> bool:
    """Return whether a person may take a standing fact back.

    The receipt is not (the file is closed as entered in error), nor what Daybook itself recorded
    of a letter: it went out or came back. Taking back a decision or an end reopens the file, so
    it needs the permission to reopen.
    """
    if fact.kind in NEVER_TAKEN_BACK or fact.payload.get("message_id"):
        return False
    return fact.kind not in BY_SUPERVISORS or on.actor.may("applications.reopen")


def preview_taking_back(loaded: Loaded, fact_id: int, on: Occasion) -> Snapshot:
    """Return the application as it would be without a fact, both clocks included."""
    return preview(loaded, [_struck(loaded, fact_id, "", on)], on)


def take_back(loaded: Loaded, fact_id: int, why: str, on: Occasion) -> None:
    """Take back a fact that should not have been recorded; it stays readable as taken back.

    Raises:
        NotNow: a fact that cannot be taken back, or that others stand on.
    """
    need_reason(why)
    refuse_waiting_letter(loaded)
    entry = _struck(loaded, fact_id, why, on)
    _refuse_without_ground(loaded.story, preview(loaded, [entry], on).story)
    record(loaded, [entry], on)


def _struck(loaded: Loaded, fact_id: int, why: str, on: Occasion) -> Entry:
    old = next((fact for fact in standing(loaded.facts) if fact.id == fact_id), None)
    if old is None:
        raise NotNow("That entry does not stand any more. Load the page again.")
    if old.kind == "received":
        raise NotNow("The receipt cannot be taken back. Close the file as entered in error.")
    if not can_be_taken_back(old, on):
        raise NotNow("That entry cannot be taken back by you. Ask a supervisor to look at it.")
    payload = {"struck": old.kind}
    return Entry("struck", old.happened_on, payload, why=why, supersedes_id=old.id)


def _refuse_without_ground(now: Story, then: Story) -> None:
    """Refuse to take away what a decision or an activation stands on."""
    if now.completed_on and not then.completed_on and then.decided_on:
        raise NotNow("The decision stands on this entry. Take the decision back first.")
    if now.decided_on and not then.decided_on and then.activated_on:
        raise NotNow("The activation stands on this entry. Take the activation back first.")
