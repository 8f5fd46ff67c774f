"""The verbs of the audit log: act, refusal, export, look; digests and checks."""

from compliance.audit.services.entries import exported, refused, signed, was_refused
from compliance.audit.services.looks import looked_at, write_pending

__all__ = ["exported", "looked_at", "refused", "signed", "was_refused", "write_pending"]
