"""Letters on paper, with their proof, and letters that came back."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from compliance.core.dates import day_words
from compliance.core.errors import BadValue, NotNow
from compliance.core.facts import standing
from compliance.core.states import MessageState
from compliance.credentialing.services.endings import end_with_letter, open_with_letter
from compliance.credentialing.services.loading import Loaded, load, need_reason, record
from compliance.credentialing.services.notice_letters import Wanted, preview_letter
from compliance.credentialing.services.notice_reviews import record_review
from compliance.credentialing.services.notices import letter_payload
from compliance.ledger.services import Entry
from compliance.occasions import Occasion
from compliance.outbox.queries import message
from compliance.outbox.services import bounce_message


@dataclass(frozen=True)
class Proof:
    """What shows that a letter was sent: a tracking number, or a document of the application."""

    tracking: str = ""
    document: str = ""

    @property
    def is_given(self) -> bool:
        """Return whether there is any proof."""
        return bool(self.tracking.strip() or self.document.strip())


def record_paper_notice(
    loaded: Loaded, wanted: Wanted, sent_on: date, proof: Proof, on: Occasion
) -> None:
    """Record a letter sent on paper, with its exact text; the clock closes on the day it went.

    The text is that of the date which `wanted` carries, else of the day it went.

    Raises:
        BadValue: without proof, a day that cannot be, or as `preview_letter`.
    """
    _refuse_unproven(loaded, proof)
    _refuse_day(loaded, sent_on, on)
    dated_on = wanted.day or sent_on
    _refuse_date(loaded, dated_on, sent_on)
    shown = preview_letter(loaded, replace(wanted, day=dated_on), on)
    record_review(loaded, shown.review, on)
    payload = {
        **letter_payload(shown),
        "channel": "paper",
        "subject": shown.subject,
        "body_text": shown.body_text,
        "proof": asdict(proof),
        "dated_on": dated_on.isoformat(),
    }
    sent = Entry("notice_sent", sent_on, payload)
    record(load(loaded.id, on), [sent], on)
    end_with_letter(load(loaded.id, on), [sent], on)


def _refuse_unproven(loaded: Loaded, proof: Proof) -> None:
    if not proof.is_given:
        raise BadValue(
            "A notice counts only with proof. Give the tracking number, or attach the receipt.",
            "tracking",
        )
    attached = {fact.payload.get("sha256") for fact in standing(loaded.facts)}
    if proof.document and proof.document not in attached:
        raise BadValue("Choose a document of this application.", "document")


def _refuse_day(loaded: Loaded, sent_on: date, on: Occasion) -> None:
    if sent_on > on.today:
        said = f"{day_words(sent_on)} is after today, {day_words(on.today)}."
        raise BadValue(said, "sent_on")
    if sent_on < loaded.story.received_on:
        received = day_words(loaded.story.received_on)
        said = f"{day_words(sent_on)} is before the application was received, {received}."
        raise BadValue(said, "sent_on")


def _refuse_date(loaded: Loaded, dated_on: date, sent_on: date) -> None:
    """Refuse a date that cannot stand on the letter: what is kept is what was read."""
    received_on = loaded.story.received_on
    if not received_on <= dated_on <= sent_on:
        raise BadValue(
            f"A letter sent on {day_words(sent_on)} about an application received on "
            f"{day_words(received_on)} cannot be dated {day_words(dated_on)}. Enter the date that "
            "is printed on it.",
            "dated_on",
        )


def record_returned(loaded: Loaded, notice_fact_id: int, why: str, on: Occasion) -> None:
    """Record that a letter came back; what it had met runs again.

    Raises:
        NotNow: no such letter stands, or it has come back already.
    """
    need_reason(why)
    notice = next((each for each in loaded.story.notices if each.fact_id == notice_fact_id), None)
    if notice is None or notice.is_bounced:
        raise NotNow("That letter does not stand as sent any more. Load the page again.")
    number = notice.message_id
    payload = {"notice_fact_id": notice_fact_id, "message_id": number, "diagnostic": why}
    bounced = Entry("notice_bounced", on.today, payload, why=why)
    record(loaded, [bounced], on)
    open_with_letter(load(loaded.id, on), bounced, on)
    if number is not None and message(number).state is MessageState.SENT:
        bounce_message(number, why, on)
