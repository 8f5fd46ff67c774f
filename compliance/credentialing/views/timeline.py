"""The timeline of an application: every fact in words, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.core.dates import day_full
from compliance.core.facts import Fact
from compliance.core.rulebook import Rulebook
from compliance.credentialing.forms.acts import CHECKS, RESULTS
from compliance.credentialing.queries.one import Application
from compliance.credentialing.rules.sendings import accepted_by
from compliance.credentialing.services.completeness import NOT_NAMED_WORDS
from compliance.credentialing.services.receive import NOT_NAMED
from compliance.credentialing.views.panels import TITLES
from compliance.web.filters import stamp_staff

FACT_WORDS = {
    "received": ("Received.", "key"),
    "found_incomplete": ("Found incomplete.", "key"),
    "found_complete": ("Found complete.", "key"),
    "item_arrived": ("Item arrived:", ""),
    "notice_sent": ("Notice sent:", "key"),
    "notice_bounced": ("Notice came back.", "bad"),
    "notice_queued": ("Notice written:", ""),
    "notice_cancelled": ("Notice taken back before it went out.", ""),
    "notice_not_sent": ("Notice not sent:", "bad"),
    "contact_attempt": ("Contact attempt:", ""),
    "note": ("Note:", ""),
    "credential_anyway": ("Credentialed anyway.", ""),
    "document_attached": ("Document attached:", ""),
    "assigned": ("Assigned to", ""),
    "check_recorded": ("Check recorded:", ""),
    "deferred": ("Committee deferred its decision.", ""),
    "committee": ("On the committee list for", ""),
    "decided": ("Decided:", "key"),
    "activated": ("Activated.", "key"),
    "withdrawn": ("Withdrawn by the applicant.", "key"),
    "closed": ("Closed, no answer.", "key"),
    "not_eligible": ("Closed: role not eligible.", "key"),
    "reopened": ("Reopened.", "key"),
    "void": ("Closed as entered in error.", "key"),
    "merged": ("Merged into", "key"),
    "corrected": ("Corrected:", ""),
    "role_answered": ("The plan answered for this role:", "key"),
    "struck": ("Taken back:", ""),
}
VALUE_WORDS = {
    "last_name": "last name",
    "first_name": "first name",
    "npi": "NPI",
    "role": "role",
    "provider_class": "provider class",
    "license_number": "license number",
    "license_state": "license state",
    "caqh_id": "CAQH number",
    "email": "email",
    "contact_email": "practice's contact email",
    "practice_name": "practice",
    "practice_npi": "practice NPI",
    "tin": "tax number",
    "model": "model",
    "lines": "lines of business",
    "destination": "sent to",
    "delegate": "MBHO it went to",
    "supervisor_npi": "supervisor's NPI",
    "birth_date": "birth date",
}
ROLE_WORDS = {
    "not_eligible": "not eligible on any line applied for.",
    "roster_only": "listed without credentialing, so no clock runs.",
    "": "it may go on.",
}
DECISION_WORDS = {
    "approved": "approved",
    "denied": "not approved",
    "provisional": "provisionally approved",
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    day: date
    title: str
    text: str = ""
    note: str = ""
    look: str = ""


def timeline(application: Application, book: Rulebook, today: date) -> list[Event]:
    """Return the events newest first, with the running limits still to come on top."""
    past = [
        _event(fact, application, book, today)
        for fact in sorted(application.facts, key=lambda f: (f.happened_on, f.id), reverse=True)
    ]
    return [*_to_come(application, today), *past]


def _to_come(application: Application, today: date) -> list[Event]:
    coming = []
    for clock in application.snapshot.clocks:
        limit = clock.due.legal_on or clock.due.due_on
        if clock.met_on is None and not clock.is_void and limit >= today:
            title = TITLES.get(clock.kind, clock.kind)
            coming.append(Event(limit, f"{title}: limit", look="fut"))
    return sorted(coming, key=lambda event: event.day, reverse=True)


def _event(fact: Fact, application: Application, book: Rulebook, today: date) -> Event:
    title, look = FACT_WORDS.get(fact.kind, (fact.kind, ""))
    who = application.people.get(fact.person_id or 0, "Daybook")
    note = f"Recorded by {who}, {stamp_staff(fact.recorded_at, today)}"
    if fact.why:
        note = f"{fact.why} {note}"
    if fact.origin:
        note = f"{note}, from {fact.origin}"
    if by := application.replaced.get(fact.id):
        title, look = f"{title} ({'taken back' if by == 'struck' else 'corrected'} later)", ""
    return Event(fact.happened_on, title, _fact_text(fact, application, book), note, look)


def _fact_text(fact: Fact, application: Application, book: Rulebook) -> str:
    load = fact.payload
    named = {each.code: each.title for each in _items(application, book)}
    named[NOT_NAMED] = NOT_NAMED_WORDS
    items = ", ".join(named.get(item, item) for item in load.get("items", ()))
    texts: dict[str, str] = {
        "received": _received_text(load),
        "found_incomplete": f"Missing: {items}." if items else "",
        "found_complete": "Declared by import." if load.get("declared") else "",
        "item_arrived": named.get(str(load.get("item")), str(load.get("item", ""))),
        "notice_sent": _notice_text(load, items, book),
        "notice_queued": _queued_text(load, book),
        "notice_not_sent": str(load.get("response", "")),
        "contact_attempt": f"{_sentence(load.get('channel'))} {load.get('text', '')}",
        "note": str(load.get("text", "")),
        "document_attached": str(load.get("name", "")),
        "assigned": application.people.get(load.get("owner_id") or 0, "nobody"),
        "check_recorded": _check_text(load),
        "committee": _day_words(load.get("meets_on")),
        "decided": DECISION_WORDS.get(str(load.get("decision")), ""),
        "merged": str(load.get("into", "")),
        "role_answered": ROLE_WORDS.get(str(load.get("answer", "")), ""),
        "corrected": _values_text(load),
        "struck": f"{title_of(str(load.get('struck', '')))}.",
    }
    return texts.get(fact.kind, "").strip()


def title_of(kind: str) -> str:
    """Return what a kind of fact is called: "Decided"."""
    return FACT_WORDS.get(kind, (kind, ""))[0].rstrip(".: ")


def fact_line(fact: Fact, application: Application, book: Rulebook) -> str:
    """Return one fact as one line: "Tue 10 Nov 2026. Decided: approved"."""
    title = FACT_WORDS.get(fact.kind, (fact.kind, ""))[0]
    text = f"{title} {_fact_text(fact, application, book)}".strip().rstrip(".")
    return f"{day_full(fact.happened_on)}. {text}"


def _values_text(load: dict[str, Any]) -> str:
    values: dict[str, Any] = load.get("values", {})
    told = [_value_text(column, value) for column, value in values.items() if column != "extra"]
    told += list(values.get("extra", {}))
    hidden = [f"{VALUE_WORDS[each]} (restricted)" for each in load.get("restricted", ())]
    return ", ".join([*told, *hidden])


def _value_text(column: str, value: object) -> str:
    word = VALUE_WORDS.get(column, column)
    if not value:
        return f"{word} removed"
    return f"{word} {', '.join(map(str, value)) if isinstance(value, list) else value}"


def _items(application: Application, book: Rulebook) -> Iterable[Any]:
    checklist = book.checklists["completeness"]
    return checklist.items_on(application.snapshot.story.received_on)


def _day_words(text: object) -> str:
    return f"{day_full(date.fromisoformat(str(text)))}." if text else ""


def _sentence(word: object) -> str:
    text = str(word or "")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _received_text(load: dict[str, Any]) -> str:
    how, day = _sentence(load.get("channel")), _day_words(load.get("delegate_received_on"))
    return f"{how} By the delegate on {day}" if day else how


def _check_text(load: dict[str, Any]) -> str:
    check, result = str(load.get("check", "")), str(load.get("result", ""))
    said = dict(RESULTS).get(result, result)
    return f"{dict(CHECKS).get(check, check)}, {load.get('source', '')}. {said}."


def _letter_name(load: dict[str, Any], book: Rulebook) -> str:
    """Return what the letter said, else what its kind is called."""
    letter = book.letters.get(str(load.get("letter", "")))
    return str(load.get("said") or (letter.title if letter else load.get("letter", "")))


def _queued_text(load: dict[str, Any], book: Rulebook) -> str:
    again = ", sent again" if load.get("again") else ""
    return f"{_letter_name(load, book)}{again}. To {load.get('to', '')}."


def _notice_text(load: dict[str, Any], items: str, book: Rulebook) -> str:
    said = _letter_name(load, book)
    words = {"declared": "declared by import", "paper": "paper letter"}
    accepted = f"accepted by {accepted_by(str(load.get('response', '')))}"
    how = words.get(str(load.get("channel", "email")), accepted)
    to = f" To {load['to']}." if load.get("to") else ""
    return f"{said}{', ' + items if items else ''}. {how.capitalize()}.{to}"
