import json
from contextlib import nullcontext
from dataclasses import replace

import pytest
from click.testing import CliRunner

from compliance.core.errors import Environment
from compliance.core.states import MessageState
from compliance.db import transaction
from compliance.outbox.cli import mail
from compliance.outbox.jobs import deliver
from compliance.outbox.queries import LogFilter, delivery_log, message
from compliance.outbox.services import NewMessage, queue_message
from tests.conftest import occasion
from tests.makers.reports import delivery_report

pytestmark = pytest.mark.usefixtures("database")


class FakeApp:
    def __init__(self, door):
        self.extensions = {"daybook": {"settings": door.settings, "clock": door.clock}}

    def app_context(self):
        return nullcontext()


class FakeConsole:
    json = True

    def __init__(self, door):
        self.app = FakeApp(door)

    def writing(self):
        return occasion()

    def emit(self, document, lines):
        print(json.dumps(document))  # noqa: T201


def run(door, *words, given=None):
    return CliRunner().invoke(
        mail,
        words,
        obj=FakeConsole(door),
        input=given,
        standalone_mode=False,
        catch_exceptions=False,
    )


def test_test_message_goes_out_and_the_answer_is_printed(door, box):
    ran = run(door, "test", "ops@example.org")
    assert json.loads(ran.stdout) == {
        "to": "ops@example.org",
        "state": "sent",
        "answer": "250 2.0.0 taken",
    }
    assert box.mails[0]["To"] == "ops@example.org"


def test_refused_test_message_exits_with_one_and_is_not_tried_again(door, box):
    box.rcpt["ops@example.org"] = "451 later"
    ran = run(door, "test", "ops@example.org")
    assert (ran.return_value, json.loads(ran.stdout)["state"]) == (1, "failed")
    assert deliver(door).waiting == 0


def test_mail_server_out_of_reach_is_told(door):
    away = replace(door, settings=replace(door.settings, mail_url="smtp://127.0.0.1:1"))
    with pytest.raises(Environment, match="Cannot reach"):
        run(away, "test", "ops@example.org")
    assert delivery_log(LogFilter())[0].state is MessageState.FAILED


def test_bounce_on_stdin_marks_its_message(door, box):
    with transaction():
        number = queue_message(NewMessage("notice", "ana@example.org", "S", "B"), occasion())
    deliver(door)
    given = delivery_report(str(box.mails[0]["Message-ID"]), "ana@example.org")
    ran = run(door, "bounce", "-", given=given)
    assert json.loads(ran.stdout)["message"] == number
    assert message(number).state is MessageState.BOUNCED
