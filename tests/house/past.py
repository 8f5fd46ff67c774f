"""What the product answers about days gone by, and how two such answers differ."""

from datetime import date, timedelta
from itertools import zip_longest

from tests.house.demo import TODAY, Demo
from tests.house.pages import GROUPS, PAGES

DAYS_BACK = (1, 5, 20, 40)
ASKS = "compliance"
Answers = dict[tuple[str, date], bytes]


def questions() -> list[str]:
    """Return the address of every export and JSON route that answers for another day."""
    asked = (page for page in PAGES.values() if page.as_of and page.shows in ("file", "json"))
    mine = (page for page in asked if page.is_public or ASKS in GROUPS[page.roles])
    return sorted({each for page in mine for each in page.addresses if not each.endswith("xlsx")})


def asked(demo: Demo, **query: date) -> dict[str, bytes]:
    """Return what every question is answered with now."""
    client = demo.client_of(ASKS)
    found = {}
    for address in questions():
        answer = client.get(address, query_string=query)
        assert answer.status_code == 200, f"{address} {query}: {answer.status_code}"
        found[address] = answer.data
    return found


def first_difference(was: bytes, says: bytes) -> str:
    """Return the first line that is another one now."""
    pairs = zip_longest(was.decode().splitlines(), says.decode().splitlines())
    return next((f"was {one!r}, says {two!r}" for one, two in pairs if one != two), "line ends")


def answers(demo: Demo) -> Answers:
    """Return what is answered now about a few days of the past."""
    days = [date.fromisoformat(TODAY) - timedelta(days=back) for back in DAYS_BACK]
    return {
        (address, day): body
        for day in days
        for address, body in asked(demo, as_of=day, known_on=day).items()
    }


def changes(before: Answers, after: Answers) -> list[str]:
    """Return a line for each answer that is another one now."""
    return [
        f"{address} as of {day}: {first_difference(was, after[address, day])}"
        for (address, day), was in before.items()
        if was != after[address, day]
    ]
