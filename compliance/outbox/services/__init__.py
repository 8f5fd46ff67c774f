"""The verbs of the outbox: queue, cancel, settle; claim and mark while delivering."""

from compliance.outbox.services.messages import (
    NewMessage,
    cancel_message,
    hasten_message,
    queue_message,
)
from compliance.outbox.services.results import (
    bounce_message,
    mark_heard,
    record_bounce,
    retry_failed,
    settle_unknown,
)

__all__ = [
    "NewMessage",
    "bounce_message",
    "cancel_message",
    "hasten_message",
    "mark_heard",
    "queue_message",
    "record_bounce",
    "retry_failed",
    "settle_unknown",
]
