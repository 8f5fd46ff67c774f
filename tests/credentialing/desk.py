"""Helpers at the pages of one application: files as they stand, addresses, forms filled in."""

from collections.abc import Callable
from datetime import date, timedelta

from compliance.credentialing.services import completeness, decisions
from compliance.credentialing.services.loading import load
from compliance.db import session
from tests.conftest import TODAY, occasion
from tests.makers.applications import make_application
from tests.web.page_client import Page, PageClient

WHY = "The fax was stamped a day later."
LATER = TODAY + timedelta(days=9)


def on():
    return occasion()


def received(**matters) -> int:
    number = make_application(on(), **{"received_on": date(2026, 11, 16), **matters})
    session().commit()
    return number


def incomplete() -> int:
    number = received()
    completeness.find_incomplete(load(number, on()), date(2026, 11, 17), ["release"], on())
    session().commit()
    return number


def complete() -> int:
    number = received()
    completeness.find_complete(load(number, on()), TODAY, on())
    session().commit()
    return number


def approved() -> int:
    number = complete()
    decisions.record_decision(load(number, on()), "approved", TODAY, on())
    session().commit()
    return number


def withdrawn() -> int:
    number = received()
    decisions.close(load(number, on()), "withdrawn", TODAY, "", on())
    session().commit()
    return number


def pair() -> int:
    received(received_on=date(2026, 11, 10))
    return received()


def ref_of(number: int) -> str:
    return f"APP-{1000 + number}"


def address(number: int, name: str) -> str:
    return f"/applications/{ref_of(number)}/acts/{name}"


def facts(number: int):
    session().rollback()
    return load(number, on()).facts


def kinds(number: int) -> list[str]:
    return [fact.kind for fact in facts(number)]


def errors(page: Page) -> dict[str, str]:
    """Return the messages of the summary by the field that each leads to."""
    found = {}
    for link in page.one("div", role="alert").iter("a"):
        found[(link.get("href") or "").lstrip("#").removesuffix("-0")] = "".join(link.itertext())
    return found


def filled(pages: PageClient, number: int, name: str, **typed: object) -> dict[str, object]:
    """Return the form as it stands on its page, with what is typed into it."""
    path = address(number, name)
    return {**pages.get(path).fields(path), **typed}


MERGED = {"into": "1001", "why": WHY, "shown": "APP-1001"}  # both files were looked at
Make = Callable[[], int]
# name: how the file stands, what is typed, the fact recorded, and what is refused
ACTS: dict[str, tuple[Make, dict[str, object], str, dict[str, object]]] = {
    "check": (complete, {"source": "NPDB", "check": "npdb"}, "check_recorded", {"source": ""}),
    "decision": (complete, {"decision": "denied"}, "decided", {"day": "2026-11-01"}),
    "activation": (approved, {}, "activated", {"day": "2026-11-23"}),
    "committee": (complete, {"day": str(LATER)}, "committee", {"day": "2026-02-30"}),
    "deferral": (complete, {"why": WHY}, "deferred", {"why": ""}),
    "arrival": (incomplete, {"item": "release"}, "item_arrived", {"day": str(LATER)}),
    "complete": (incomplete, {"not_needed": ["release"]}, "found_complete", {"day": "2026-02-30"}),
    "anyway": (received, {"why": WHY}, "credential_anyway", {"why": ""}),
    "note": (received, {"text": "Called back."}, "note", {"text": ""}),
    "contact": (received, {"text": "No answer."}, "contact_attempt", {"follow_up_on": "soon"}),
    "ending": (received, {"kind": "void", "why": WHY}, "void", {"why": ""}),
    "reopening": (withdrawn, {"why": WHY}, "reopened", {"why": ""}),
    "gap": (complete, {"items": ["release"], "why": WHY}, "reopened", {"items": []}),
    "merger": (
        pair,
        {"into": "1001", "why": WHY, "shown": "APP-1001"},
        "merged",
        {"into": "APP-4711"},
    ),
}
NAMES = sorted(ACTS)
