"""The mail server, the clock and the people of the notices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from compliance.choices.services import NewChoice, choose
from compliance.db import session
from compliance.doors import Door, door_of
from tests.conftest import sign_in
from tests.credentialing.notices.desk import PLAN, on
from tests.makers.clocks import SetClock
from tests.makers.mailbox import MailBox, mail_server
from tests.web.page_client import PageClient


@pytest.fixture
def clock() -> SetClock:
    return SetClock(on().now)


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as running:
        yield running


@pytest.fixture
def door(app, clock, box) -> Door:
    _name_the_plan()
    settings = replace(door_of(app).settings, mail_url=box.url, mail_from="Plan <p@plan.example>")
    return Door(settings, clock)


@pytest.fixture
def folder_door(door, tmp_path) -> Door:
    return replace(door, settings=replace(door.settings, mail_url="", instance=tmp_path))


@pytest.fixture
def plan(with_rules) -> None:
    _name_the_plan()


def _name_the_plan() -> None:
    for key, value in PLAN.items():
        choose(NewChoice(key, value, date(2020, 1, 1)), on().now)
    session().commit()


@pytest.fixture
def theo(client, people, plan) -> PageClient:
    return PageClient(sign_in(client, people.theo))


@pytest.fixture
def olivia(client, people, plan) -> PageClient:
    return PageClient(sign_in(client, people.olivia))


@pytest.fixture
def nora(client, people, plan) -> PageClient:
    return PageClient(sign_in(client, people.nora))
