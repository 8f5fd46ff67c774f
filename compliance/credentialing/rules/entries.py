"""What an applicant gives: the values of one application, and what is wrong with them.

Two kinds of wrong. A *problem* is kept beside the value, for what was received was received and
its notice clock runs. A *refusal* stops the entry, because no clock could be counted from it.
Source: contract section 4.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal

from compliance.core.dates import day_words
from compliance.core.identifiers import (
    caqh_problem,
    license_problem,
    npi_problem,
    tin_problem,
    us_state_problem,
)
from compliance.core.rulebook import Rulebook
from compliance.credentialing.rules.beginnings import before_rules
from compliance.outbox.rules import is_address

MODELS = ("pcbh", "cocm", "none")
MBHO = "mbho"
DESTINATIONS = ("plan", MBHO)
CLASSES = ("bh", "non_bh")
ADDRESSES = ("email", "contact_email")
DECISIONS = ("approved", "denied")
SAYS = ("complete", "incomplete")
LONGEST_SORT_NAME = 1000  # casefolding may lengthen two names of 500 characters
ProviderClass = Literal["bh", "non_bh"]


@dataclass(frozen=True)
class Entry:
    """The values of one application as received. Blank means not given.

    `delegate` is the key of the MBHO that an application to an MBHO went to.
    """

    last_name: str
    first_name: str = ""
    npi: str = ""
    role: str = ""
    provider_class: str = ""
    license_number: str = ""
    license_state: str = ""
    caqh_id: str = ""
    email: str = ""
    contact_email: str = ""
    practice_name: str = ""
    practice_npi: str = ""
    tin: str = ""
    model: str = "none"
    lines: tuple[str, ...] = ()
    destination: str = "plan"
    delegate: str = ""
    supervisor_npi: str = ""

    def as_payload(self) -> dict[str, Any]:
        """Return the values that were given, as a fact keeps them."""
        given = {key: value for key, value in vars(self).items() if value}
        return {**given, "lines": list(self.lines)} if self.lines else given

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Entry":
        """Return the entry that a fact kept; values it does not know are left aside."""
        known = {each.name for each in fields(cls)}
        values = {key: value for key, value in payload.items() if key in known}
        if "lines" in values:
            values["lines"] = tuple(values["lines"])
        return cls(**values)

    @property
    def name(self) -> str:
        """Return the applicant's name as it is written on pages."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def sort_name(self) -> str:
        """Return the name that lists are ordered by, as far as its column goes."""
        return f"{self.last_name}, {self.first_name}".casefold().rstrip(", ")[:LONGEST_SORT_NAME]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a kept value: the column, the value, one sentence."""

    column: str
    value: str
    message: str

    def as_payload(self) -> dict[str, str]:
        """Return the problem as a row keeps it."""
        return asdict(self)


def delegate_of(entry: Entry) -> str:
    """Return the key of the MBHO an application went to: the first one's unless named, "" for none.

    What went to the plan is no MBHO's, whatever else was given.
    """
    return (entry.delegate or MBHO) if entry.destination == MBHO else ""


def class_of(entry: Entry, book: Rulebook) -> ProviderClass:
    """Return the provider class that picks the clocks: as given, else the role's.

    A role that must be asked about and was not counts as behavioral health: its clocks are the
    stricter ones. Source: domain notes 4.3.
    """
    if entry.provider_class == "non_bh":
        return "non_bh"
    role = book.roles.get(entry.role)
    if not entry.provider_class and role and role.provider_class == "non_bh":
        return "non_bh"
    return "bh"


def problems_of(entry: Entry, book: Rulebook) -> tuple[Problem, ...]:
    """Return what is wrong with an entry that is kept all the same, in the order of columns."""
    return tuple(_problems(entry, book))


def _problems(entry: Entry, book: Rulebook) -> Iterator[Problem]:
    if message := npi_problem(entry.npi):
        yield Problem("npi", entry.npi, message)
    yield from _role_problems(entry, book)
    yield from _license_problems(entry, book)
    if entry.caqh_id and (message := caqh_problem(entry.caqh_id)):
        yield Problem("caqh_id", entry.caqh_id, message)
    for column in ADDRESSES:
        given = getattr(entry, column).strip()
        if given and (message := address_problem(given)):
            yield Problem(column, given, message)
    yield from _practice_problems(entry)
    yield from _unknown_words(entry, book)


def address_problem(text: str) -> str | None:
    """Return what is wrong with an email address, or None for one that mail can go to."""
    if is_address(text):
        return None
    return f"“{text}” is not an email address. Write it as name@practice.com."


def _license_problems(entry: Entry, book: Rulebook) -> Iterator[Problem]:
    if entry.license_number:
        prefixes = book.roles[entry.role].license_prefixes if entry.role in book.roles else ()
        if message := license_problem(entry.license_number, prefixes):
            yield Problem("license_number", entry.license_number, message)
    if entry.license_state and (message := us_state_problem(entry.license_state)):
        yield Problem("license_state", entry.license_state, message)


def _practice_problems(entry: Entry) -> Iterator[Problem]:
    """Yield what is wrong with the numbers around the applicant. A tax number is not repeated."""
    for column in ("practice_npi", "supervisor_npi"):
        given = getattr(entry, column)
        if given and (message := npi_problem(given)):
            yield Problem(column, given, message)
    if entry.tin and (message := tin_problem(entry.tin)):
        yield Problem("tin", "", message)


CHOICES = {
    "provider_class": ("provider class", ("", *CLASSES)),
    "model": ("model", MODELS),
    "destination": ("destination", DESTINATIONS),
}


def _unknown_words(entry: Entry, book: Rulebook) -> Iterator[Problem]:
    for column, (name, known) in CHOICES.items():
        value = getattr(entry, column)
        if value not in known:
            words = [each for each in known if each]
            way_out = f"Use {', '.join(words[:-1])} or {words[-1]}."
            yield Problem(column, value, f"{value} is not a {name}. {way_out}")
    for line in entry.lines:
        if line not in book.lines:
            every = ", ".join(book.lines)
            yield Problem("lines", line, f"{line} is not a line of business. Known: {every}.")


def _role_problems(entry: Entry, book: Rulebook) -> Iterator[Problem]:
    role = book.roles.get(entry.role)
    if role is None:
        known = ", ".join(book.roles)
        message = f"{entry.role} is not a role code. Known: {known}."
        if not entry.role:
            message = f"No role was given. Choose one of {known}."
        yield Problem("role", entry.role, message)
    elif role.provider_class == "asked" and not entry.provider_class:
        yield Problem(
            "provider_class",
            "",
            f"{entry.role} may be behavioral health (bh) or not (non_bh). Say which; until then "
            "the shorter clocks run.",
        )


@dataclass(frozen=True)
class Dates:
    """The dated events that an entry or a file row may bring with it."""

    received_on: date | None = None
    completed_on: date | None = None
    notice_sent_on: date | None = None
    decided_on: date | None = None
    withdrawn_on: date | None = None


DATE_WORDS = {
    "completed_on": "completed",
    "notice_sent_on": "told of completeness",
    "decided_on": "decided",
    "withdrawn_on": "withdrawn",
}


def refusals_of(entry: Entry, dates: Dates, today: date, book: Rulebook) -> tuple[Problem, ...]:
    """Return why an entry cannot be recorded; empty if it can. Source: contract section 4."""
    return tuple(_refusals(entry, dates, today, book))


def _refusals(entry: Entry, dates: Dates, today: date, book: Rulebook) -> Iterator[Problem]:
    if not entry.last_name.strip():
        yield Problem("last_name", "", "No last name was given. Every application needs one.")
    received = dates.received_on
    if received is None:
        yield Problem("received_on", "", "No date received was given. Both clocks count from it.")
        return
    if message := before_rules(received, book):
        yield Problem("received_on", str(received), message)
    for column in ("received_on", *DATE_WORDS):
        day = getattr(dates, column)
        if day and day > today:
            yield Problem(column, str(day), f"{day_words(day)} is after today, {day_words(today)}.")
    for column, word in DATE_WORDS.items():
        day = getattr(dates, column)
        if day and day < received:
            before = f"before it was received on {day_words(received)}"
            message = f"{word.capitalize()} on {day_words(day)}, {before}."
            yield Problem(column, str(day), message)
    yield from _decided_too_early(dates)


def _decided_too_early(dates: Dates) -> Iterator[Problem]:
    decided, completed = dates.decided_on, dates.completed_on
    if decided and completed and decided < completed:
        before = f"before it was complete on {day_words(completed)}"
        message = f"Decided on {day_words(decided)}, {before}."
        yield Problem("decided_on", str(decided), message)
