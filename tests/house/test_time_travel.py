"""Time travel: what a day looked like stays as it was, byte for byte, whatever is written later."""

from contextvars import Context
from datetime import date

import pytest

from compliance.setup.sample.player import StillClock, play
from compliance.setup.services import upgrade
from compliance.setup.story import begin_story
from compliance.wallclock import moment_of
from tests.house.demo import TODAY, opened
from tests.house.past import asked, changes


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
    past = {
        (each, day): was for day in that_day if day < today for each, was in that_day[day].items()
    }
    later = {
        (each, day): says
        for day in dict.fromkeys(day for _, day in past)
        for each, says in asked(demo, as_of=day, known_on=day).items()
    }
    assert len({day for _, day in past}) > 50
    changed = changes(past, later)
    assert not changed, "\n".join(changed)
