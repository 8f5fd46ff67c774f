"""Time travel: what a day looked like stays as it was, byte for byte, whatever is written later."""

from datetime import date, timedelta

import pytest

from tests.house.crawler import Crawl
from tests.house.demo import TODAY, Demo
from tests.house.pages import GROUPS, PAGES
from tests.house.test_crawl import starts

DAYS_BACK = (1, 2, 5, 11, 20, 40)
ASKS = "compliance"


def questions() -> list[str]:
    """Return the address of every export and JSON route that answers for another day."""
    asked = []
    for page in PAGES.values():
        if page.as_of and ASKS in GROUPS.get(page.roles, ()) and page.address:
            asked += [f"{page.address}.{twin}" for twin in page.twins if twin == "csv"]
            if page.shows in ("file", "json"):
                asked.append(page.address)
    return sorted(set(asked))


def answers(demo: Demo) -> dict[tuple[str, date], bytes]:
    client = demo.client_of(ASKS)
    days = [date.fromisoformat(TODAY) - timedelta(days=back) for back in DAYS_BACK]
    found = {}
    for address in questions():
        for day in days:
            answer = client.get(address, query_string={"as_of": day, "known_on": day})
            assert answer.status_code == 200, f"{address} on {day}: {answer.status_code}"
            found[address, day] = answer.data
    return found


@pytest.mark.journey
def test_past_answers_stay_the_same_whatever_is_written(demo_copy):
    before = answers(demo_copy)
    for role in ("credentialing", "supervisor", "compliance"):
        crawl = Crawl(demo_copy.client_of(role))
        crawl.follow(*starts(role))
        crawl.submit_all()
    after = answers(demo_copy)
    changed = [
        f"{address} as of {day}"
        for (address, day) in before
        if before[address, day] != after[address, day]
    ]
    assert not changed, "\n".join(changed)
