"""Sending a notice by mail, and taking it back while it has not gone out.

Sending records the review and queues one message. The notice itself is a fact only once the mail
server has accepted it: `settling` writes that.
"""

from collections.abc import Sequence

from compliance.core.errors import NotFound, NotNow
from compliance.core.facts import standing
from compliance.credentialing.rules.notices import address_problems
from compliance.credentialing.services.loading import Loaded, load, record
from compliance.credentialing.services.notice_letters import (
    NoticePreview,
    preview_notice,
)
from compliance.credentialing.services.notice_reviews import record_review
from compliance.credentialing.services.projection import SUBJECT
from compliance.ledger.services import Entry
from compliance.occasions import Occasion
from compliance.outbox.queries import MessageView, message
from compliance.outbox.services import (
    NewMessage,
    cancel_message,
    queue_message,
    retry_failed,
)

KIND = "notice"

__all__ = [
    "KIND",
    "NoticePreview",
    "preview_notice",
    "resend_notice",
    "send_notice",
    "undo_notice",
]


def send_notice(
    loaded: Loaded, letter_id: str, items: Sequence[str], on: Occasion, edited: str = ""
) -> int:
    """Record what the letter says about completeness, queue it, and return its message's number.

    Asked twice about the same state of the record, it queues one message. The clock runs until
    the mail server has accepted it.

    Raises:
        NotNow: no address to mail it to, the same letter is under way, or the state forbids it.
        BadValue: as `preview_notice`.
    """
    on.refuse_past()
    shown = preview_notice(loaded, letter_id, items, on, edited)
    if not shown.to:
        raise NotNow(next(address_problems(loaded.story.entry)))
    _refuse_second(loaded, letter_id)
    number = queue_message(_message(loaded, shown), on)
    now = load(loaded.id, on)
    if not _is_queued(now, number):
        record_review(now, shown.review, on)
        record(now, [Entry("notice_queued", on.today, _payload(shown, number))], on)
    return number


def _refuse_second(loaded: Loaded, letter_id: str) -> None:
    waiting = loaded.snapshot.waiting_like(letter_id)
    if waiting:
        raise NotNow(
            f"The same letter to {waiting.to} is on its way (message {waiting.message_id}). "
            "Take it back first, or wait for the mail server's answer."
        )


def _is_queued(loaded: Loaded, number: int) -> bool:
    queued = (fact for fact in loaded.facts if fact.kind == "notice_queued")
    return any(fact.payload["message_id"] == number for fact in queued)


def _message(loaded: Loaded, shown: NoticePreview) -> NewMessage:
    return NewMessage(
        kind=KIND,
        to_address=shown.to,
        cc_address=shown.cc,
        subject=shown.subject,
        body_text=shown.body_text,
        body_html=shown.body_html,
        subject_kind=SUBJECT,
        subject_id=loaded.id,
        message_key=f"notice:{loaded.id}:{shown.letter.id}:{loaded.latest_fact_id}",
        not_before=shown.not_before,
    )


def _payload(shown: NoticePreview, number: int) -> dict[str, object]:
    until = shown.not_before.isoformat() if shown.not_before else ""
    return {
        **letter_payload(shown),
        "channel": "email",
        "to": shown.to,
        "cc": shown.cc,
        "message_id": number,
        "not_before": until,
    }


def letter_payload(shown: NoticePreview) -> dict[str, object]:
    """Return what a fact keeps of a letter: kind, version, letterhead, answer and items."""
    edited = {"edited": True} if shown.is_edited else {}
    return {
        "letter": shown.letter.id,
        "letter_version": shown.letter_version.isoformat(),
        "letterhead": shown.letterhead,
        "said": shown.letter.says,
        "items": list(shown.items),
        **edited,
    }


def undo_notice(message_id: int, on: Occasion) -> str:
    """Take a notice back inside its undo window and return what stays on record.

    Raises:
        NotNow: its window has closed.
    """
    found = notice_message(message_id)
    cancel_message(message_id, on)
    loaded = load(found.subject_id or 0, on)
    record(loaded, [Entry("notice_cancelled", on.today, {"message_id": message_id})], on)
    if loaded.story.is_reviewed:
        return "Taken back; nothing was sent. The review stays on record, and the clocks with it."
    return "Taken back; nothing was sent."


def resend_notice(message_id: int, on: Occasion) -> None:
    """Queue a letter that failed once more, unchanged; it goes out with the next run.

    Raises:
        NotNow: it has not failed, or a letter of the same kind is under way.
    """
    found = notice_message(message_id)
    loaded = load(found.subject_id or 0, on)
    queued = [
        fact.payload
        for fact in standing(loaded.facts)
        if fact.kind == "notice_queued" and fact.payload["message_id"] == message_id
    ]
    _refuse_second(loaded, str(queued[-1]["letter"]))
    retry_failed(message_id, on)
    again = {**queued[-1], "not_before": "", "again": True}
    record(loaded, [Entry("notice_queued", on.today, again)], on)


def notice_message(message_id: int) -> MessageView:
    """Return the outbox's message of a notice; raises `NotFound` for any other message."""
    found = message(message_id)
    if found.kind != KIND or found.subject_kind != SUBJECT:
        raise NotFound(f"Message {message_id} is not a notice.")
    return found
