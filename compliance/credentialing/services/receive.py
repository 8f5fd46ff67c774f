"""Receiving applications: one by form or ten thousand by file, the same way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select, text, update

from compliance.core.errors import BadFile
from compliance.credentialing.models import ApplicationRef
from compliance.credentialing.rules.entries import Dates, Entry, refusals_of
from compliance.credentialing.services.belonging import (
    applicant_of,
    link_twins,
    practice_of,
    sound_npi,
)
from compliance.credentialing.services.projection import SLICE, SUBJECT, project
from compliance.credentialing.services.role_answers import heed_files
from compliance.db import session, write_rows
from compliance.directory.services import place_practices, place_providers
from compliance.ledger.services import Entry as FactEntry
from compliance.ledger.services import Subject, fact_values, write_facts
from compliance.occasions import Occasion

FIRST_NUMBER = 1001
NOT_NAMED = "unspecified"


@dataclass(frozen=True)
class Received:
    """One application to be received, with the dated events it may bring along."""

    entry: Entry
    dates: Dates
    said: str = ""
    decision: str = ""
    owner_id: int | None = None
    ref: str = ""
    origin: str = ""
    channel: str = ""
    delegate_received_on: date | None = None
    birth_date: date | None = None
    imported: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)


def identity_of(entry: Entry, received_on: date) -> str:
    """Return what an application without a reference is known by (contract section 4)."""
    return identities_of(entry, received_on)[0]


def identities_of(entry: Entry, received_on: date) -> list[str]:
    """Return every identity the entry could have been kept under, strongest first.

    A wrong NPI names nobody: it is kept, but two people with the same wrong one stay two. Once
    it is set right, the weaker identities still find the application that came in before.
    """
    npi = sound_npi(entry.npi)
    named = (each for each in (npi, entry.license_number, entry.sort_name) if each)
    to = f"{entry.destination[:180]}:{entry.delegate[:80]}" if entry.delegate else entry.destination
    rest = [entry.role[:180], to[:270], received_on.isoformat()]
    return ["|".join([who[:800], *rest]) for who in named] or ["|".join(["", *rest])]


def receive_application(received: Received, on: Occasion) -> int:
    """Write one application and return its number; refuses what no clock could count from."""
    refusals = refusals_of(received.entry, received.dates, on.today, on.book)
    if refusals:
        raise BadFile(" ".join(each.message for each in refusals))
    return receive_applications([received], on)[0]


def receive_applications(
    batch: Sequence[Received], on: Occasion, *, sweep: bool = True
) -> list[int]:
    """Write applications with their facts, rows and deadlines; return their numbers in order.

    The caller has checked the batch with `refusals_of`.
    """
    on.refuse_past()
    numbers: list[int] = []
    for start in range(0, len(batch), SLICE):
        some = batch[start : start + SLICE]
        made = _make_refs(some, on)
        facts = [
            fact_values(Subject(SUBJECT, number), fact, on)
            for number, each in zip(made, some, strict=True)
            for fact in first_facts(each)
        ]
        write_facts(facts)
        project(made, on, sweep=sweep)
        pairs = zip(made, some, strict=True)
        link_twins([number for number, each in pairs if each.entry.model == "pcbh"], on)
        heed_files(made, on)
        numbers += made
    return numbers


def _make_refs(batch: Sequence[Received], on: Occasion) -> list[int]:
    hold_numbers()
    providers = place_providers([applicant_of(each.entry, each.birth_date) for each in batch], on)
    practices = place_practices([practice_of(each.entry) for each in batch], on)
    next_number = max(_next_number(), *(1 + (_number_in(each.ref) or 0) for each in batch))
    rows = []
    for each, provider_id, practice_id in zip(batch, providers, practices, strict=True):
        number = _number_in(each.ref)
        if not each.ref:
            number, next_number = next_number, next_number + 1
        rows.append(
            {
                "ref": each.ref or f"APP-{number}",
                "number": number,
                "identity": identity_of(each.entry, each.dates.received_on or on.today),
                "provider_id": provider_id,
                "practice_id": practice_id,
                "imported": each.imported,
                "made_at": on.now,
            }
        )
    write_rows(ApplicationRef, rows)
    refs = [str(row["ref"]) for row in rows]
    query = select(ApplicationRef.ref, ApplicationRef.id).where(ApplicationRef.ref.in_(refs))
    numbers = dict(session().execute(query).all())
    return [numbers[ref] for ref in refs]


def hold_numbers() -> None:
    """Let nobody else number applications until this transaction ends.

    SQLite has one writer anyway; PostgreSQL would let two find the same number, or the same
    identity, free.
    """
    if session().get_bind().dialect.name == "postgresql":
        session().execute(text("LOCK TABLE application_refs IN SHARE ROW EXCLUSIVE MODE"))


def _next_number() -> int:
    latest = session().scalar(select(func.max(ApplicationRef.number)))
    return max(FIRST_NUMBER, (latest or 0) + 1)


def _number_in(ref: str) -> int | None:
    digits = ref.removeprefix("APP-")
    is_ours = ref.startswith("APP-") and digits.isdecimal() and str(int(digits)) == digits
    return int(digits) if is_ours and len(digits) < 10 else None


def first_facts(received: Received) -> list[FactEntry]:
    """Return the facts that an application brings with it, in the order they happened.

    A completed day from a file is kept as declared; a notice said to be `complete` means that
    nothing was missing on receipt.
    """
    dates, entry = received.dates, received.entry
    day = dates.received_on
    if day is None:
        raise BadFile("No date received was given. Both clocks count from it.")
    origin = received.origin
    payload = entry.as_payload() | ({"channel": received.channel} if received.channel else {})
    payload |= {"extra": received.extra} if received.extra else {}
    if received.delegate_received_on:
        payload["delegate_received_on"] = received.delegate_received_on.isoformat()
    facts = [FactEntry("received", day, payload, origin=origin)]
    if received.owner_id is not None:
        facts.append(FactEntry("assigned", day, {"owner_id": received.owner_id}, origin=origin))
    facts += completeness_facts(received)
    if dates.decided_on:
        facts.append(decided_fact(dates.decided_on, received.decision, origin))
    if dates.withdrawn_on:
        facts.append(FactEntry("withdrawn", dates.withdrawn_on, origin=origin))
    return facts


def completeness_facts(received: Received) -> list[FactEntry]:
    """Return what a row declares about completeness and the notice."""
    dates, origin = received.dates, received.origin
    facts = []
    if received.said == "incomplete" and dates.notice_sent_on and not dates.completed_on:
        asked = {"items": [NOT_NAMED], "declared": True}
        facts.append(FactEntry("found_incomplete", dates.notice_sent_on, asked, origin=origin))
    completed = dates.completed_on
    if received.said == "complete" and completed is None and dates.notice_sent_on:
        completed = dates.received_on
    if completed:
        facts.append(FactEntry("found_complete", completed, {"declared": True}, origin=origin))
    if dates.notice_sent_on:
        facts.append(notice_fact(dates.notice_sent_on, received.said, origin))
    return facts


def notice_fact(sent_on: date, said: str, origin: str) -> FactEntry:
    """Return the fact of a notice that a file says was sent."""
    payload = {"said": said or "complete", "channel": "declared", "letter": said}
    return FactEntry("notice_sent", sent_on, payload, origin=origin)


def decided_fact(decided_on: date, decision: str, origin: str) -> FactEntry:
    """Return the fact of a decision that a file says was made."""
    return FactEntry("decided", decided_on, {"decision": decision or "approved"}, origin=origin)


def keep_imported(rows: Sequence[dict[str, Any]]) -> None:
    """Write what a file said of applications: each row holds `id` and `imported`."""
    if rows:
        session().execute(update(ApplicationRef), rows)
