"""When a message that could not be handed over is tried again, and what the log calls a try."""

from datetime import datetime, timedelta
from enum import StrEnum

from compliance.core.states import MessageState

WAITS_MINUTES = (1, 5, 15, 60, 240, 480, 960)
LOST_AFTER = timedelta(minutes=10)  # longer than any one handing-over can take


class AttemptResult(StrEnum):
    """What the log of a message records."""

    SENT = "sent"
    WRITTEN = "written"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    COPY_BOUNCED = "copy_bounced"
    SETTLED_SENT = "settled_sent"
    SETTLED_NOT_SENT = "settled_not_sent"
    RETRIED = "retried"
    CANCELLED = "cancelled"


ATTEMPT_WORDS = {
    AttemptResult.SENT: "accepted",
    AttemptResult.WRITTEN: "written, not sent",
    AttemptResult.TEMPORARY: "put off",
    AttemptResult.PERMANENT: "refused",
    AttemptResult.UNKNOWN: "unknown",
    AttemptResult.BOUNCED: "came back",
    AttemptResult.COPY_BOUNCED: "the copy came back",
    AttemptResult.SETTLED_SENT: "decided",
    AttemptResult.SETTLED_NOT_SENT: "decided",
    AttemptResult.RETRIED: "sent again",
    AttemptResult.CANCELLED: "taken back",
}
STATES = {
    AttemptResult.SENT: MessageState.SENT,
    AttemptResult.WRITTEN: MessageState.WRITTEN,
    AttemptResult.TEMPORARY: MessageState.WAITING,
    AttemptResult.PERMANENT: MessageState.FAILED,
    AttemptResult.UNKNOWN: MessageState.UNKNOWN,
    AttemptResult.BOUNCED: MessageState.BOUNCED,
    AttemptResult.SETTLED_SENT: MessageState.SENT,
    AttemptResult.SETTLED_NOT_SENT: MessageState.FAILED,
    AttemptResult.RETRIED: MessageState.WAITING,
    AttemptResult.CANCELLED: MessageState.CANCELLED,
}
"""Where a message stands after each line of its log; a copy that came back changes nothing."""
MAY_BOUNCE = frozenset({MessageState.SENT, MessageState.SENDING, MessageState.UNKNOWN})


def next_attempt_at(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after `attempts` tries, or None when no try is left.

    Waits are minutes: 1, 5, 15, 60, 240, 480, 960 (in all 29 hours), so eight tries at most.
    """
    if attempts > len(WAITS_MINUTES):
        return None
    return now + timedelta(minutes=WAITS_MINUTES[attempts - 1])


def can_cancel(
    state: MessageState, not_before: datetime | None, now: datetime, attempts: int = 0
) -> bool:
    """Return whether a message can still be undone.

    It waits, and either its undo window is open or the mail server has put it off.
    """
    is_open = not_before is not None and now < not_before
    return state is MessageState.WAITING and (is_open or attempts > 0)


def one_line(text: str) -> str:
    """Return the text as one header line: every run of white space or control is one blank."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def is_address(text: str) -> bool:
    """Return whether the text can stand as one mail address: printable, one @, both sides."""
    name, at, domain = text.rpartition("@")
    is_plain = text.isprintable() and not any(each in ' ,;<>()[]\\"' for each in text)
    return bool(name and at and domain) and "@" not in name and is_plain
