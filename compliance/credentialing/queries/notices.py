"""The notices of an application, and one notice's message with its log."""

from dataclasses import dataclass
from datetime import date

from compliance.accounts.standings import names_of
from compliance.core.dates import day_words
from compliance.core.errors import NotFound
from compliance.core.facts import Fact, standing
from compliance.core.rulebook import Rulebook
from compliance.core.states import MESSAGE_WORDS, MessageState, Word
from compliance.credentialing.queries.one import Application, application
from compliance.credentialing.rules.letters import paragraphs_of
from compliance.credentialing.rules.sendings import (
    Sending,
    SendingState,
    accepted_by,
    sendings_of,
)
from compliance.credentialing.services.notice_letters import ref_of
from compliance.credentialing.services.notices import notice_message
from compliance.occasions import Occasion
from compliance.outbox.past import delivery_log_at, message_at
from compliance.outbox.queries import LogFilter, LogLine, MessageView, delivery_log
from compliance.outbox.rules import can_cancel
from compliance.web.filters import clock_time, day_table, plural, stamp_staff

CHANNELS = {"email": "email", "paper": "paper letter", "declared": "declared by import"}
STATES = {
    SendingState.QUEUED: MessageState.WAITING,
    SendingState.SENT: MessageState.SENT,
    SendingState.TAKEN_BACK: MessageState.CANCELLED,
    SendingState.RETURNED: MessageState.BOUNCED,
}
SENT_ON_PAPER = Word("Sent", "met", "mail-check")


@dataclass(frozen=True)
class NoticeLine:
    """One letter as the application page lists it; `href` is the page that tells all of it."""

    title: str
    tone: str
    icon: str
    text: str
    href: str


@dataclass(frozen=True)
class NoticePage:
    """One notice: its message as it went out, what it was about, what may be done now."""

    application: Application
    sending: Sending
    message: MessageView
    title: str
    letter_line: str
    word: Word
    people: dict[int, str]
    can_undo: bool
    is_waiting: bool
    can_retry: bool
    can_settle: bool
    can_return: bool

    @property
    def paragraphs(self) -> list[list[str]]:
        """Return the body's paragraphs, each as its lines."""
        return paragraphs_of(self.message.body_text)

    def wait_words(self, today: date) -> str:
        """Return when a waiting letter goes out, or is tried again."""
        at = self.message.next_attempt_at
        if at is None or not (self.can_undo or self.message.attempts):
            return "It goes out with the next run"
        put_off = "It could not go out yet; next try at"
        word = put_off if self.message.attempts else "It goes out at"
        return f"{word} {clock_time(at, today)}"


@dataclass(frozen=True)
class PaperPage:
    """One paper letter: its exact text and its proof."""

    application: Application
    sending: Sending
    fact: Fact
    title: str
    letter_line: str
    word: Word
    receipt: Fact | None
    can_return: bool

    @property
    def paragraphs(self) -> list[list[str]]:
        """Return the body's paragraphs, each as its lines."""
        return paragraphs_of(str(self.fact.payload.get("body_text", "")))


def notices_of(found: Application, on: Occasion) -> list[NoticeLine]:
    """Return the letters of an application, newest first, as of the occasion's day."""
    sendings = sendings_of(standing(found.facts))
    live = _live(found.id, on)
    return [_line(each, found, live, on) for each in reversed(sendings)]


def _live(application_id: int, on: Occasion) -> dict[int, LogLine]:
    """Return the outbox's lines about the application, by message, as of the day seen."""
    wanted = LogFilter(subject_kind="application", subject_id=application_id)
    at = on.seen_until
    lines = delivery_log_at(at, wanted) if at else delivery_log(wanted, limit=100)
    return {each.id: each for each in lines}


def _message(message_id: int, on: Occasion) -> MessageView:
    found = notice_message(message_id)
    return message_at(found, on.seen_until) if on.seen_until else found


def _line(
    sending: Sending, found: Application, live: dict[int, LogLine], on: Occasion
) -> NoticeLine:
    message = live.get(sending.message_id or 0)
    word = word_of(sending, message.state if message else None)
    text = f"{_when(sending, on.day_seen)}, {CHANNELS.get(sending.channel, sending.channel)}"
    if sending.channel == "email" or sending.state is not SendingState.SENT:
        by = f" by {accepted_by(sending.response)}" if sending.state is SendingState.SENT else ""
        text = f"{text}, {word.label.lower()}{by}"
    if sending.state in {SendingState.NOT_SENT, SendingState.RETURNED} and sending.response:
        text = f"{text}: {sending.response}"
    return NoticeLine(
        title_of(sending, on.book), word.tone, word.icon, text, _href(sending, found.ref)
    )


def word_of(sending: Sending, live: MessageState | None = None) -> Word:
    """Return the word for where a letter stands; `live` is its message's state at present."""
    if sending.state is SendingState.QUEUED and live is not None:
        return MESSAGE_WORDS[live]
    if sending.state is SendingState.NOT_SENT:
        now = live if live is not None else MessageState(sending.result)
        return MESSAGE_WORDS[now]
    return MESSAGE_WORDS[STATES[sending.state]]


def _when(sending: Sending, today: date) -> str:
    if sending.accepted_at and sending.state is SendingState.SENT:
        return stamp_staff(sending.accepted_at, today)
    return day_table(sending.day, today)


def title_of(sending: Sending, book: Rulebook) -> str:
    """Return what the letter said in a few words: 'Incomplete: 2 items'."""
    letter = book.letters.get(sending.letter)
    title = sending.said.capitalize() or (letter.title if letter else sending.letter)
    return f"{title}: {plural(len(sending.items), 'item')}" if sending.items else title


def letter_line(sending: Sending, book: Rulebook) -> str:
    """Return which letter it was, in which version, and whether its words were changed by hand."""
    letter = book.letters.get(sending.letter)
    named = letter.title if letter else sending.letter
    if sending.letter_version:
        named = f"{named}, version of {day_words(date.fromisoformat(sending.letter_version))}"
    return f"{named}, words changed by hand" if sending.is_edited else named


def _href(sending: Sending, ref: str) -> str:
    """Return the address of the letter's own page; what a file declared has none."""
    if sending.message_id:
        return f"/notices/{sending.message_id}"
    return f"/applications/{ref}/notice/paper/{sending.fact_id}" if is_paper(sending) else ""


def is_paper(sending: Sending) -> bool:
    """Return whether the letter went on paper."""
    return sending.channel == "paper"


def notice_page(message_id: int, on: Occasion) -> NoticePage:
    """Return one notice with its message; raises `NotFound` where there was none by that day."""
    message = _message(message_id, on)
    found = application(ref_of(message.subject_id or 0), on)
    sending = _sending(found, message_id=message_id)
    is_past = bool(on.as_of or on.known_on)
    return NoticePage(
        application=found,
        sending=sending,
        message=message,
        title=title_of(sending, on.book),
        letter_line=letter_line(sending, on.book),
        word=word_of(sending, message.state),
        people=_people(message, on),
        can_undo=not is_past
        and can_cancel(message.state, message.not_before, on.now, message.attempts),
        is_waiting=not is_past and message.state is MessageState.WAITING,
        can_retry=not is_past and message.state is MessageState.FAILED,
        can_settle=not is_past and message.state is MessageState.UNKNOWN,
        can_return=not is_past and _can_return(sending, message),
    )


def _can_return(sending: Sending, message: MessageView) -> bool:
    return message.state is MessageState.SENT or sending.state is SendingState.SENT


def paper_page(found: Application, fact_id: int, on: Occasion) -> PaperPage:
    """Return one paper letter; raises `NotFound` where there was none by that day."""
    sending = _sending(found, fact_id=fact_id)
    if not is_paper(sending):
        raise NotFound(f"{found.ref} has no such paper letter.")
    fact = next(each for each in found.facts if each.id == fact_id)
    is_sent = sending.state is SendingState.SENT
    return PaperPage(
        application=found,
        sending=sending,
        fact=fact,
        title=title_of(sending, on.book),
        letter_line=letter_line(sending, on.book),
        word=SENT_ON_PAPER if is_sent else word_of(sending),
        receipt=_receipt(found, fact),
        can_return=is_sent and not (on.as_of or on.known_on),
    )


def _receipt(found: Application, fact: Fact) -> Fact | None:
    """Return the document that proves the letter, or None."""
    wanted = fact.payload.get("proof", {}).get("document")
    attached = (each for each in found.facts if each.kind == "document_attached")
    return next((each for each in attached if wanted and each.payload["sha256"] == wanted), None)


def _sending(found: Application, *, message_id: int = 0, fact_id: int = 0) -> Sending:
    """Return the letter of a message or of a fact, as it stood on the day looked at."""
    for each in sendings_of(standing(found.facts)):
        if message_id and each.message_id == message_id:
            return each
        if fact_id and each.fact_id == fact_id:
            return each
    raise NotFound(f"{found.ref} has no such letter, or had none by that day.")


def _people(message: MessageView, on: Occasion) -> dict[int, str]:
    """Return the names of who queued the message and who decided about it."""
    named = {message.queued_by, *(each.person_id for each in message.log)}
    return names_of(named, on.known_at)
