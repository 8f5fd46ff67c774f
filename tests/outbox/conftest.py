from collections.abc import Iterator
from dataclasses import replace

import pytest

from compliance.doors import Door, door_of
from tests.conftest import occasion
from tests.makers.clocks import SetClock
from tests.makers.mailbox import MailBox, mail_server


@pytest.fixture
def clock() -> SetClock:
    return SetClock(occasion().now)


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as running:
        yield running


@pytest.fixture
def door(app, clock, box) -> Door:
    settings = replace(
        door_of(app).settings, mail_url=box.url, mail_from="Alder Creek <plan@plan.example>"
    )
    return Door(settings, clock)
