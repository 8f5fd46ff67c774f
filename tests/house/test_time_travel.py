"""Time travel: what a day looked like stays as it was, byte for byte, whatever is written later."""

from contextvars import Context
from datetime import date, timedelta
from itertools import zip_longest

import pytest

from compliance.setup.sample.player import StillClock, play
from compliance.setup.services import upgrade
from compliance.setup.story import begin_story
from compliance.wallclock import moment_of
from tests.house.crawler import Crawl
from tests.house.demo import TODAY, Demo, opened
from tests.house.pages import GROUPS, PAGES
from tests.house.test_crawl import starts

DAYS_BACK = (1, 2, 5, 11, 20, 40)
ASKS = "compliance"


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


def answers(demo: Demo) -> dict[tuple[str, date], bytes]:
    days = [date.fromisoformat(TODAY) - timedelta(days=back) for back in DAYS_BACK]
    return {
        (address, day): body
        for day in days
        for address, body in asked(demo, as_of=day, known_on=day).items()
    }


@pytest.mark.journey
def test_each_day_is_answered_later_as_it_was_that_day(tmp_path):
    today = date.fromisoformat(TODAY)
    begin_story(tmp_path, today)
    demo = opened(tmp_path)
    clock = demo.app.extensions["daybook"]["clock"]
    that_day: dict[date, dict[str, bytes]] = {}

    def ask(day: date) -> None:
        demo.app.extensions["daybook"]["clock"] = StillClock(at=moment_of(day, 23, 30))
        that_day[day] = Context().run(asked, demo)  # outside `play`: a request has a `g` of its own
        demo.app.extensions["daybook"]["clock"] = clock

    with demo.app.app_context():
        upgrade(demo.app.extensions["daybook"]["settings"], clock.now())
        play(demo.app, ask)
    later = {day: asked(demo, as_of=day, known_on=day) for day in that_day if day < today}
    changed = [
        f"{address} as of {day}: {first_difference(that_day[day][address], body)}"
        for day, found in later.items()
        for address, body in found.items()
        if body != that_day[day][address]
    ]
    assert len(later) > 50
    assert not changed, "\n".join(changed)


@pytest.mark.journey
def test_past_answers_stay_the_same_whatever_is_written(demo_copy):
    before = answers(demo_copy)
    for role in ("credentialing", "supervisor", "compliance"):
        crawl = Crawl(demo_copy.client_of(role))
        crawl.follow(*starts(role))
        crawl.submit_all()
    after = answers(demo_copy)
    changed = [
        f"{address} as of {day}: {first_difference(before[address, day], after[address, day])}"
        for (address, day) in before
        if before[address, day] != after[address, day]
    ]
    assert not changed, "\n".join(changed)
