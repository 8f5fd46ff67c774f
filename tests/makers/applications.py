"""Applications for tests: sound, of invented people; a test states only what matters."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from compliance.core.identifiers import NPI_PREFIX, luhn_sum
from compliance.credentialing.rules.entries import Dates, Entry
from compliance.credentialing.services.receive import Received, receive_application
from compliance.occasions import Occasion

PEOPLE = (
    ("Maricela", "Ortega-Ruiz", "LCSW"),
    ("Lucía", "Benavides-Park", "LCSW"),
    ("Caleb", "Oyelaran", "AMFT"),
    ("Hannah", "Lindqvist", "LPCC"),
    ("Priya", "Venkataraman", "PSY"),
    ("Mai", "Nguyễn Thị", "LMFT"),
)
PRACTICE = "Cedar Flat Family Medicine"
CONTACT = "credentialing@cedarflat.example"
DATES = frozenset(Dates.__dataclass_fields__)
ENTRY = frozenset(Entry.__dataclass_fields__)
_numbers: Iterator[int] = count(1)


def npi(number: int) -> str:
    """Return an NPI that nobody holds: it starts with 2 and its check digit is right."""
    body = f"2{number:08}"
    return body + str(-luhn_sum(f"{NPI_PREFIX}{body}0") % 10)


def make_entry(**matters: Any) -> Entry:
    """Return the values of one application; each call is another person."""
    number = next(_numbers)
    first, last, role = PEOPLE[number % len(PEOPLE)]
    sound = {
        "first_name": first,
        "last_name": last,
        "role": role,
        "npi": npi(number),
        "email": f"applicant{number}@cedarflat.example",
        "contact_email": CONTACT,
        "practice_name": PRACTICE,
        "lines": ("commercial_dmhc",),
    }
    return Entry(**{**sound, **matters})


def make_received(on: Occasion, **matters: Any) -> Received:
    """Return an application to be received, by default 4 days before the occasion.

    `matters` are values of the entry (`email`, `role`, …), its dates (`received_on`,
    `completed_on`, …) or the rest of `Received` (`owner_id`, `ref`, `said`, …).
    """
    dates = {key: matters.pop(key) for key in DATES & set(matters)}
    entry = {key: matters.pop(key) for key in ENTRY & set(matters)}
    received_on: date = dates.pop("received_on", on.today - timedelta(days=4))
    return Received(make_entry(**entry), Dates(received_on=received_on, **dates), **matters)


def make_application(on: Occasion, **matters: Any) -> int:
    """Receive an application as `make_received` makes it and return its number."""
    return receive_application(make_received(on, **matters), on)
