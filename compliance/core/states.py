"""The words for states, one table per subject (contract section 5), with tone and icon."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Word:
    """How a state is shown: words, tone of the color scale, icon of the sprite."""

    label: str
    tone: str
    icon: str


class ApplicationState(StrEnum):
    """States of an application."""

    NEW = "new"
    INCOMPLETE = "incomplete"
    VERIFYING = "verifying"
    COMMITTEE = "committee"
    DEFERRED = "deferred"
    APPROVED = "approved"
    PROVISIONAL = "provisional"
    DENIED = "denied"
    ACTIVATED = "activated"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    NOT_ELIGIBLE = "not_eligible"
    VOID = "void"
    MERGED = "merged"

    @property
    def is_open(self) -> bool:
        """Return whether the plan still owes work on it."""
        return self in OPEN_STATES


OPEN_STATES = frozenset(
    {
        ApplicationState.NEW,
        ApplicationState.INCOMPLETE,
        ApplicationState.VERIFYING,
        ApplicationState.COMMITTEE,
        ApplicationState.DEFERRED,
    }
)

APPLICATION_WORDS: dict[ApplicationState, Word] = {
    ApplicationState.NEW: Word("New", "none", "inbox"),
    ApplicationState.INCOMPLETE: Word("Waiting on provider", "wait", "hourglass-empty"),
    ApplicationState.VERIFYING: Word("Verifying", "run", "shield-search"),
    ApplicationState.COMMITTEE: Word("Committee", "run", "gavel"),
    ApplicationState.DEFERRED: Word("Deferred (clock runs)", "run", "gavel"),
    ApplicationState.APPROVED: Word("Approved", "met", "circle-check"),
    ApplicationState.PROVISIONAL: Word("Provisional", "met", "circle-check"),
    ApplicationState.DENIED: Word("Not approved", "none", "circle-x"),
    ApplicationState.ACTIVATED: Word("Active", "met", "circle-check"),
    ApplicationState.WITHDRAWN: Word("Withdrawn", "none", "logout"),
    ApplicationState.CLOSED: Word("Closed, no answer", "none", "circle-x"),
    ApplicationState.NOT_ELIGIBLE: Word("Not eligible role", "none", "circle-x"),
    ApplicationState.VOID: Word("Entered in error", "none", "circle-x"),
    ApplicationState.MERGED: Word("Merged", "none", "link"),
}


class ClockState(StrEnum):
    """States of a clock for one subject."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DUE_SOON = "due_soon"
    PAST_DUE = "past_due"
    PAST_LEGAL = "past_legal"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    VOID = "void"


CLOCK_WORDS: dict[ClockState, Word] = {
    ClockState.NOT_STARTED: Word("Not started", "none", "circle-dashed"),
    ClockState.RUNNING: Word("On time", "run", "player-play"),
    ClockState.DUE_SOON: Word("Due soon", "soon", "clock-exclamation"),
    ClockState.PAST_DUE: Word("Past our date", "soon", "clock-exclamation"),
    ClockState.PAST_LEGAL: Word("Overdue", "over", "alert-octagon"),
    ClockState.MET: Word("Met", "met", "circle-check"),
    ClockState.MET_LATE: Word("Met late", "over", "alert-octagon"),
    ClockState.MISSED: Word("Missed", "over", "alert-octagon"),
    ClockState.VOID: Word("Not needed", "none", "circle-minus"),
}


class DeadlineState(StrEnum):
    """Stored states of a deadline; soon and past are worked out from its dates and the day."""

    RUNNING = "running"
    MET = "met"
    VOID = "void"


class DutyState(StrEnum):
    """States of a duty."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    IN_REVIEW = "in_review"
    ATTESTED = "attested"
    RE_ATTEST = "re_attest"
    OVERDUE = "overdue"


DUTY_WORDS: dict[DutyState, Word] = {
    DutyState.NOT_STARTED: Word("Not started", "none", "circle-dashed"),
    DutyState.IN_PROGRESS: Word("In progress", "run", "player-play"),
    DutyState.IN_REVIEW: Word("Evidence in review", "run", "file-search"),
    DutyState.ATTESTED: Word("Attested", "met", "circle-check"),
    DutyState.RE_ATTEST: Word("Re-attest", "soon", "clock-exclamation"),
    DutyState.OVERDUE: Word("Overdue", "over", "alert-octagon"),
}


class MessageState(StrEnum):
    """States of a message that goes out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    WRITTEN = "written"
    FAILED = "failed"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"


MESSAGE_WORDS: dict[MessageState, Word] = {
    MessageState.WAITING: Word("Waiting", "none", "clock"),
    MessageState.SENDING: Word("Sending", "run", "player-play"),
    MessageState.SENT: Word("Accepted", "met", "circle-check"),
    MessageState.WRITTEN: Word("Written, not sent", "soon", "file-text"),
    MessageState.FAILED: Word("Not sent", "over", "alert-octagon"),
    MessageState.UNKNOWN: Word("Unknown, check", "over", "help-circle"),
    MessageState.BOUNCED: Word("Came back", "over", "mail-x"),
    MessageState.CANCELLED: Word("Taken back", "none", "circle-minus"),
}


DEMO_SERVER = "the demo mail server"
"""Who accepts mail in the demo: a folder that plays the part, and is named wherever it does."""


class WorkState(StrEnum):
    """States of a piece of queued work."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ActionState(StrEnum):
    """States of an action item. Done is what its owner says, verified what somebody else saw."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    VERIFIED = "verified"
    CANCELLED = "cancelled"


ACTION_WORDS: dict[ActionState, Word] = {
    ActionState.OPEN: Word("Open", "none", "circle-dashed"),
    ActionState.IN_PROGRESS: Word("In progress", "run", "player-play"),
    ActionState.BLOCKED: Word("Blocked", "soon", "ban"),
    ActionState.DONE: Word("Done, to verify", "run", "check"),
    ActionState.VERIFIED: Word("Verified", "met", "circle-check"),
    ActionState.CANCELLED: Word("Cancelled", "none", "circle-minus"),
}
