"""Adding evidence and reviewing it: accepted, or sent back to its owner with the reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from compliance.accounts.queries import person_by_id
from compliance.core.dates import day_words
from compliance.core.errors import BadValue, NotAllowed, NotFound, NotNow
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.mail import render_mail
from compliance.occasions import Occasion
from compliance.outbox.services import NewMessage, queue_message
from compliance.policies.queries.register import DUTY, DutyLine
from compliance.policies.rules.story import PENDING, Held
from compliance.policies.services.settling import settle

LONGEST_URL = 2000


@dataclass(frozen=True)
class FileGiven:
    """A file that is kept in the store already."""

    sha256: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class NewEvidence:
    """What is added for one piece: a file or a link, and the day from which it holds."""

    piece: str
    covers_on: date
    name: str = ""
    url: str = ""
    file: FileGiven | None = None
    note: str = ""


def add_evidence(line: DutyLine, new: NewEvidence, on: Occasion) -> int:
    """Record evidence, which then waits for review; return the number of the fact.

    Raises:
        BadValue: no such piece, neither file nor https link, or a day to come.
    """
    if new.piece not in {each.code for each in line.duty.evidence}:
        raise BadValue("Choose which evidence this is.", "piece")
    if new.covers_on > on.today:
        raise BadValue(
            f"{day_words(new.covers_on)} is still to come. Give the day it holds from.", "covers_on"
        )
    payload = {"piece": new.piece, "covers_on": new.covers_on.isoformat(), **_given(new)}
    entry = Entry("duty_evidence_added", on.today, payload, why=new.note)
    fact = record_fact(Subject(DUTY, line.number), entry, on)
    settle(on, [line.number])
    return fact.id


def _given(new: NewEvidence) -> dict[str, Any]:
    if new.file is not None:
        return {
            "name": new.name.strip() or new.file.name,
            "file": new.file.name,
            "sha256": new.file.sha256,
            "media_type": new.file.media_type,
            "size": new.file.size,
        }
    url = new.url.strip()
    if not url:
        raise BadValue("Choose a file, or give the address of a page.", "file")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or len(url) > LONGEST_URL:
        raise BadValue(
            f"{url[:80]} is not an https address. Copy the whole address of the page.", "url"
        )
    return {"name": new.name.strip() or parts.hostname, "url": url}


def accept_evidence(line: DutyLine, evidence_id: int, on: Occasion) -> None:
    """Record that evidence was looked at and accepted. Errors as `reject_evidence`."""
    held = _to_review(line, evidence_id, on)
    entry = Entry("duty_evidence_accepted", on.today, {"evidence": held.id})
    record_fact(Subject(DUTY, line.number), entry, on)
    settle(on, [line.number])


def reject_evidence(
    line: DutyLine, evidence_id: int, why: str, on: Occasion, base_url: str
) -> None:
    """Record that evidence does not do, and write to whoever added it why.

    Raises:
        NotFound: this duty has no such evidence.
        NotNow: it was reviewed already.
        NotAllowed: one's own evidence.
        BadValue: no reason.
    """
    held = _to_review(line, evidence_id, on)
    if not why.strip():
        raise BadValue("Give the reason; it is sent to the owner.", "why")
    entry = Entry("duty_evidence_rejected", on.today, {"evidence": held.id}, why=why.strip())
    fact = record_fact(Subject(DUTY, line.number), entry, on)
    _tell(line, _Sent(held, why.strip(), fact.id), on, base_url)
    settle(on, [line.number])


def _to_review(line: DutyLine, evidence_id: int, on: Occasion) -> Held:
    held = line.standing.story.held_by_id(evidence_id)
    if held is None:
        raise NotFound(f"{line.duty.id} has no such evidence.")
    if held.verdict != PENDING:
        raise NotNow(f"{held.name} was {held.verdict} already. Load the page again.")
    if on.actor.person_id is not None and held.person_id == on.actor.person_id:
        raise NotAllowed("You added this evidence yourself. Somebody else has to review it.")
    return held


@dataclass(frozen=True)
class _Sent:
    """Evidence that is sent back: by which fact, and why."""

    held: Held
    why: str
    fact_id: int


def _tell(line: DutyLine, sent: _Sent, on: Occasion, base_url: str) -> None:
    """Queue a message to whoever added the evidence: what came back, why, where to mend it."""
    if sent.held.person_id is None:
        return
    person = person_by_id(sent.held.person_id)
    mail = render_mail(
        "evidence_rejected",
        ref=line.duty.id,
        title=line.duty.title,
        evidence=sent.held.name,
        why=sent.why,
        by=on.actor.name,
        link=f"{base_url}/responsibilities/{line.duty.id}",
        sender=str(on.book.choice("plan.name", "")),
    )
    message = NewMessage(
        kind="evidence_rejected",
        to_address=person.email,
        subject=mail.subject,
        body_text=mail.text,
        body_html=mail.html,
        person_id=person.id,
        message_key=f"evidence:{sent.fact_id}",
    )
    queue_message(message, on)
