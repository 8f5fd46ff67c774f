"""What the product answers about days gone by, and how two such answers differ."""

import re
from datetime import date, timedelta
from itertools import zip_longest
from urllib.parse import urlencode

from flask.testing import FlaskClient
from lxml.html import fragment_fromstring

from tests.house.demo import TODAY, Demo
from tests.house.pages import GROUPS, PAGES, Page

DAYS_BACK = (1, 2, 5, 11, 20, 40)
ASKS = "compliance"
SIDE_BY_SIDE = {"record.index", "record.corrections"}
"""Pages that set a day beside today, so that they change with today."""
LOGGED = ("/audit.csv", "/audit/looks.csv")
"""Asking for a file is an entry and a look of the day itself: asked of days gone by alone."""
NOT_YET = b"It was not there yet."
Answers = dict[tuple[str, date], bytes]


def questions() -> list[str]:
    """Return the address of every export and JSON route that answers for another day."""
    files = (each for each in answering() if each.shows in ("file", "json"))
    found = {each for page in files for each in page.addresses if not each.endswith("xlsx")}
    return sorted(found - set(LOGGED))


def pages_on(number: int) -> list[str]:
    """Return some of the pages that answer for another day: each is asked on one of the days."""
    pages = (page for page in answering() if page.shows == "page")
    addresses = sorted(
        {each for page in pages if page.endpoint not in SIDE_BY_SIDE for each in page.addresses}
    )
    return addresses[number :: len(DAYS_BACK)]


def answering() -> list[Page]:
    asked = (page for page in PAGES.values() if page.as_of)
    return [page for page in asked if page.is_public or ASKS in GROUPS[page.roles]]


def asked(demo: Demo, **query: date) -> dict[str, bytes]:
    """Return what every question is answered with now."""
    client = demo.client_of(ASKS)
    return {address: answered(client, address, **query) for address in questions()}


def answered(client: FlaskClient, address: str, **query: date) -> bytes:
    """Return an export as it is, of a page what its main part says."""
    given = urlencode({name: day.isoformat() for name, day in query.items()})
    with client.get(f"{address}{'&' if '?' in address else '?'}{given}") as answer:
        if answer.status_code == 404:
            return NOT_YET
        assert answer.status_code == 200, f"{address} {query}: {answer.status_code}"
        return main_text(answer.text).encode() if "html" in answer.content_type else answer.data


def main_text(page: str) -> str:
    """Return what the main part of a page says, line by line.

    Left out are what was done just now, and the tabs, which may be a person's own.
    """
    main = page.partition('<main id="main"')[2].partition(">")[2].partition("</main>")[0]
    told = re.sub(r'<div id="flashes".*?</div>\n|<nav class="views".*?</nav>', "", main, flags=re.S)
    lines = (" ".join(each.split()) for each in fragment_fromstring(told, "div").itertext())
    return "\n".join(filter(None, lines))


def first_difference(was: bytes, says: bytes) -> str:
    """Return the first line that is another one now."""
    lines = (each.decode(errors="replace").splitlines() for each in (was, says))
    pairs = zip_longest(*lines)
    return next((f"was {one!r}, says {two!r}" for one, two in pairs if one != two), "line ends")


def answers(demo: Demo, *, pages: bool) -> Answers:
    """Return what exports, and pages if asked for, answer now about a few days of the past."""
    days = [date.fromisoformat(TODAY) - timedelta(days=back) for back in DAYS_BACK]
    client = demo.client_of(ASKS)
    found: Answers = {}
    for number, day in enumerate(days):
        for address in [*questions(), *LOGGED, *(pages_on(number) if pages else ())]:
            found[address, day] = answered(client, address, as_of=day, known_on=day)
    return found


def changes(before: Answers, after: Answers) -> list[str]:
    """Return a line for each answer that is another one now."""
    return [
        f"{address} as of {day}: {first_difference(was, after[address, day])}"
        for (address, day), was in before.items()
        if was != after[address, day]
    ]
