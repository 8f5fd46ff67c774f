"""Delivery reports (RFC 3464): which message came back, for whom, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

from compliance.core.errors import BadFile


@dataclass(frozen=True)
class Bounce:
    """One message that came back. `message_id` is ours, as the report quotes it."""

    message_id: str
    recipient: str
    status: str
    diagnostic: str


def read_bounce(raw: bytes) -> Bounce:
    """Return what a delivery report says about the first recipient it failed for.

    Raises:
        BadFile: not a delivery report, or one that tells of no failure (a delay, a delivery).
    """
    mail = message_from_bytes(raw, policy=default)
    blocks = list(_status_blocks(mail))
    if not blocks:
        raise BadFile(
            "This is not a delivery report: it has no part of type message/delivery-status. Save "
            "the whole report with its headers and give that."
        )
    failed = [each for each in blocks if _field(each, "Action").lower() == "failed"]
    if not failed:
        actions = ", ".join(sorted({_field(each, "Action") for each in blocks} - {""})) or "nothing"
        raise BadFile(f"This report tells of no failure (it says: {actions}). Nothing to record.")
    return Bounce(
        message_id=_original_id(mail, blocks),
        recipient=_typed(failed[0], "Original-Recipient") or _typed(failed[0], "Final-Recipient"),
        status=_field(failed[0], "Status"),
        diagnostic=_typed(failed[0], "Diagnostic-Code"),
    )


def _status_blocks(mail: EmailMessage) -> Iterator[Message]:
    """Yield the groups of fields: first about the message, then one for each recipient."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            if isinstance(payload, list):
                yield from (each for each in payload if isinstance(each, Message))


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _typed(block: Message, name: str) -> str:
    """Return the value of a field that begins with its type, as `rfc822; ana@example.org`."""
    kind, semicolon, value = _field(block, name).partition(";")
    return value.strip() if semicolon else kind.strip()


def _original_id(mail: EmailMessage, blocks: list[Message]) -> str:
    """Return the Message-ID in the quoted original, else the envelope's id."""
    for part in mail.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            found = _quoted_id(part)
            if found:
                return found
    return next((found for each in blocks if (found := _field(each, "Original-Envelope-Id"))), "")


def _quoted_id(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return _field(payload[0], "Message-ID") if isinstance(payload[0], Message) else ""
    body = part.get_payload(decode=True)
    quoted = message_from_bytes(body if isinstance(body, bytes) else b"")
    return _field(quoted, "Message-ID")
