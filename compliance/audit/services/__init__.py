"""The verbs of the audit log: act, refusal, export, look; digests and checks."""

from compliance.audit.services.entries import exported, refused, signed, tell_log, was_refused
from compliance.audit.services.looks import (
    identifies,
    looked_at,
    shown_on_console,
    shown_to,
    write_pending,
)

__all__ = [
    "exported",
    "identifies",
    "looked_at",
    "refused",
    "shown_on_console",
    "shown_to",
    "signed",
    "tell_log",
    "was_refused",
    "write_pending",
]
