import os
import random
import time
from collections import Counter

import pytest

from compliance.core.states import MessageState
from compliance.db import transaction
from compliance.occasions import SYSTEM, Occasion
from compliance.outbox.queries import LogFilter, delivery_log, message
from compliance.outbox.services import NewMessage, queue_message
from compliance.wallclock import WallClock
from tests.faults.conftest import is_alive, kill, wait_for
from tests.makers.mailbox import mail_server
from tests.makers.rulebook import book

pytestmark = pytest.mark.faults
KILLS = int(os.environ.get("DAYBOOK_KILLS", "10"))
SEED = int(os.environ.get("DAYBOOK_SEED", str(random.randrange(10**6))))


def queue(count: int) -> list[int]:
    clock = WallClock()
    on = Occasion(SYSTEM, clock.now(), clock.today(), book())
    new = [NewMessage("notice", f"p{number}@example.org", "S", "B") for number in range(count)]
    with transaction():
        return [queue_message(each, on) for each in new]


def test_deliverer_killed_at_random_moments_sends_nothing_twice(on_file, children):
    print(f"seed {SEED}")  # noqa: T201
    chance = random.Random(SEED)
    numbers = queue(KILLS * 12)
    with mail_server(pause=0.008) as box:
        some = children(box.url)
        for _ in range(KILLS):
            child = some.begin("deliver")
            enough = len(box.received) + chance.randint(1, 4)
            wait_for(lambda many=enough: len(box.received) >= many)
            time.sleep(chance.uniform(0, 0.03))
            kill(child)
            wait_for(lambda gone=child: not is_alive(gone))
        last = some.begin("deliver_later")
        wait_for(lambda: not is_alive(last), 60)
        received = Counter(each["To"] for each in box.mails)
    check(numbers, received)


def check(numbers: list[int], received: Counter[str]) -> None:
    found = [message(number) for number in numbers]
    states = Counter(each.state for each in found)
    assert set(states) <= {MessageState.SENT, MessageState.UNKNOWN}, states
    assert KILLS // 10 <= states[MessageState.UNKNOWN] <= KILLS, (
        "kills must hit deliveries under way"
    )
    for each in found:
        times = received[each.to_address]
        assert times == 1 if each.state is MessageState.SENT else times <= 1, each
        assert [line.result.value for line in each.log] == [each.state.value]


def test_two_deliverers_at_once_share_the_messages(on_file, children):
    numbers = queue(40)
    with mail_server(pause=0.002) as box:
        some = children(box.url)
        both = [some.begin("deliver"), some.begin("deliver")]
        wait_for(lambda: not any(map(is_alive, both)), 30)
        received = Counter(each["To"] for each in box.mails)
    assert set(received.values()) == {1}
    assert len(received) == len(numbers)
    assert {each.state for each in delivery_log(LogFilter())} == {MessageState.SENT}
