import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from compliance.db import session, transaction
from compliance.deadlines.models import Alert, Deadline
from compliance.deadlines.services import set_deadlines
from compliance.outbox.models import Message
from tests.faults.conftest import ROOT, is_alive, kill, wait_for
from tests.faults.sweeping import moment, sweep_day
from tests.makers.deadlines import make_subject, make_wanted
from tests.makers.people import make_person

pytestmark = pytest.mark.faults
KILLS = int(os.environ.get("DAYBOOK_KILLS", "10"))
SEED = int(os.environ.get("DAYBOOK_SEED", str(random.randrange(10**6))))
DEADLINES = 400
TOLD = (Alert.deadline_id, Alert.due_on, Alert.rung, Alert.audience, Alert.recipient_id)


@pytest.fixture
def sweepers(on_file, tmp_path):
    """Begin sweepers; the process they are forked from ends with the test."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tests.faults.sweeping", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout.readline() == "ready\n"

    def begin() -> int:
        process.stdin.write("sweep\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield begin
    process.stdin.close()
    process.wait(5)
    process.stdout.close()


@pytest.fixture
def due(on_file) -> dict[int, object]:
    """Write deadlines on every rung, some owned; return their numbers with the day to look."""
    on = moment()
    with transaction():
        boss = make_person("Olivia Ortega", on, "credentialing", "supervisor").id
        owner = make_person("Theo Tran", on, "credentialing", supervisor_id=boss).id
        make_person("Cora Chen", on, "compliance")
        set_deadlines(
            [
                make_subject(
                    make_wanted(
                        on.today + timedelta(days=number % 40 - 20),
                        legal_on=on.today + timedelta(days=number % 40 - 17),
                    ),
                    number=number,
                    owner_id=(owner, None)[number % 2],
                )
                for number in range(DEADLINES)
            ],
            on,
            sweep=False,
        )
    return next_days()


def next_days() -> dict[int, object]:
    rows = dict(session().execute(select(Deadline.id, Deadline.next_alert_on)).all())
    session().rollback()
    return rows


def told() -> list[tuple]:
    rows = sorted(tuple(row) for row in session().execute(select(*TOLD)))
    session().rollback()
    return rows


def mails() -> Counter:
    rows = session().execute(select(Message.kind, Message.person_id)).all()
    session().rollback()
    return Counter(tuple(row) for row in rows)


def forget(due: dict[int, object]) -> None:
    """Put the database back to how it was before the first sweep."""
    with transaction():
        session().execute(delete(Alert))
        session().execute(delete(Message))
        for number, day in due.items():
            session().execute(
                update(Deadline).where(Deadline.id == number).values(next_alert_on=day)
            )


def test_sweeper_killed_at_random_moments_tells_what_an_undisturbed_one_tells(
    on_file, sweepers, due
):
    print(f"seed {SEED}")  # noqa: T201
    chance = random.Random(SEED)
    for _ in range(KILLS):
        child = sweepers()
        time.sleep(chance.uniform(0.01, 0.15))
        kill(child)
        wait_for(lambda gone=child: not is_alive(gone))
    last = sweepers()
    wait_for(lambda: not is_alive(last), 60)
    disturbed = told(), next_days(), mails()
    forget(due)
    sweep_day(on_file)
    assert (told(), next_days(), mails()) == disturbed
    assert len(disturbed[0]) > DEADLINES


def test_two_sweepers_at_once_tell_everybody_once(on_file, sweepers, due):
    both = [sweepers(), sweepers()]
    wait_for(lambda: not any(map(is_alive, both)), 60)
    found = told()
    assert len({(number, rung, person) for number, _, rung, _, person in found}) == len(found)
    assert sweep_day(on_file).alerts_written == 0
    assert set(mails().values()) == {1}
