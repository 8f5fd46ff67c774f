"""What the mail server said, taken in as facts: the clock closes when it has accepted."""

from datetime import date, timedelta

import pytest

from compliance.choices.services import NewChoice, choose
from compliance.core.errors import NotNow
from compliance.core.states import MessageState
from compliance.credentialing.jobs import settle_notices
from compliance.credentialing.queries.notices import notice_page, notices_of
from compliance.credentialing.queries.one import application
from compliance.credentialing.rules.steps import is_running
from compliance.credentialing.services.completeness import record_arrival
from compliance.credentialing.services.notices import preview_notice, resend_notice, send_notice
from compliance.credentialing.services.settling import take_in_message
from compliance.db import session, transaction
from compliance.outbox.jobs import deliver
from compliance.outbox.queries import message
from compliance.outbox.rules import LOST_AFTER
from compliance.outbox.services import settle_unknown
from compliance.outbox.services.delivery import claim_next
from tests.conftest import TODAY
from tests.credentialing.notices.desk import (
    ANA,
    accepted,
    again,
    kinds,
    notice_is_met_on,
    on,
    received,
    ref,
    running,
    sent,
)
from tests.makers.applications import CONTACT

pytestmark = pytest.mark.usefixtures("with_rules")


def test_the_clock_closes_on_the_day_the_server_accepted(door, box, clock):
    loaded = received()
    number = sent(loaded)
    clock.wait(hours=20)
    assert deliver(door).sent == 1
    assert notice_is_met_on(loaded) is None
    assert settle_notices(door) == {"taken_in": 1}
    (mail,) = box.mails
    assert (mail["To"], mail["Cc"]) == (ANA, CONTACT)
    assert "January 19, 2027" in mail.get_body(("plain",)).get_content()
    assert notice_is_met_on(loaded) == TODAY + timedelta(days=1)
    fact = again(loaded).facts[-1]
    assert fact.payload["message_id"] == number
    assert fact.payload["response"] == "250 2.0.0 taken"
    assert fact.payload["letter_version"] == "2020-01-01"


def test_a_letter_is_kept_with_its_exact_text_channel_times_and_result(door, clock):
    loaded = received()
    shown = preview_notice(loaded, "incomplete", ("w9", "release"), on())
    number = accepted(loaded, door, clock, letter="incomplete", items=("w9", "release"))
    page = notice_page(number, on())
    assert page.message.body_text == shown.body_text
    assert (page.message.to_address, page.message.cc_address) == (ANA, CONTACT)
    assert (page.sending.channel, page.sending.letterhead) == ("email", shown.letterhead)
    assert (page.message.queued_at, page.message.accepted_at) == (on().now, clock.now())
    assert [(each.tried_at, each.word) for each in page.message.log] == [(clock.now(), "accepted")]
    assert page.message.response == "250 2.0.0 taken"
    assert page.sending.items == ("release", "w9")
    (notice,) = again(loaded).story.notices
    assert notice.items == ("release", "w9")


def test_an_evening_in_california_is_not_the_next_day(door, clock):
    loaded = received()
    sent(loaded)
    clock.wait(hours=14, minutes=59)  # 23:59 on the same day
    deliver(door)
    settle_notices(door)
    assert notice_is_met_on(loaded) == TODAY


def test_settling_again_writes_nothing(door, clock):
    loaded = received()
    sent(loaded)
    clock.wait(minutes=11)
    deliver(door)
    assert [settle_notices(door)["taken_in"] for _ in range(2)] == [1, 0]
    assert kinds(loaded).count("notice_sent") == 1


def test_mail_written_to_a_folder_meets_no_clock(folder_door, clock):
    loaded = received()
    accepted(loaded, folder_door, clock)
    assert notice_is_met_on(loaded) is None
    assert again(loaded).facts[-1].payload["state"] == "written"
    (line,) = notices_of(application(ref(loaded), on()), on())
    assert "written, not sent" in line.text


def test_the_demo_mail_server_accepts_and_is_named(folder_door, clock):
    choose(NewChoice("instance.demo", "yes", date(2020, 1, 1)), on().now)
    session().commit()
    loaded = received()
    number = accepted(loaded, folder_door, clock)
    assert notice_is_met_on(loaded) == TODAY
    assert message(number).state is MessageState.SENT
    assert message(number).response.startswith("the demo mail server, ")
    (line,) = notices_of(application(ref(loaded), on()), on())
    assert line.text == "Tue 24 Nov 09:11, email, accepted by the demo mail server"


def test_a_refused_letter_leaves_the_clock_running_and_shows(door, box, clock):
    loaded = received()
    box.rcpt[ANA] = "550 5.1.1 no such user"
    accepted(loaded, door, clock)
    assert kinds(loaded)[-1] == "notice_not_sent"
    assert is_running(again(loaded).snapshot.clocks[0])
    (line,) = notices_of(application(ref(loaded), on()), on())
    assert (line.tone, line.text) == ("over", "Tue 24 Nov, email, not sent: 550 5.1.1 no such user")


def test_a_letter_of_unknown_fate_counts_when_a_person_says_it_was_sent(door, box, clock):
    loaded = received()
    box.data = ["hang up"]
    number = accepted(loaded, door, clock)
    assert message(number).state is MessageState.UNKNOWN
    assert is_running(again(loaded).snapshot.clocks[0])
    (line,) = notices_of(application(ref(loaded), on()), on())
    assert "unknown, check: The connection broke" in line.text
    (said,) = preview_notice(again(loaded), "complete", (), on()).warnings
    assert said.startswith("Nobody knows whether the letter of Tue 24 Nov went out")
    with transaction():
        settle_unknown(number, True, on())
        take_in_message(number, on())
    assert notice_is_met_on(loaded) == TODAY


def test_a_letter_whose_deliverer_died_is_shown_as_unknown_and_not_sent_again(door, box, clock):
    loaded = received()
    number = sent(loaded)
    clock.wait(minutes=11)
    with transaction():
        claim_next("dead", clock.now())
    clock.wait(minutes=LOST_AFTER.total_seconds() / 60)
    deliver(door)
    settle_notices(door)
    assert box.received == []
    assert notice_page(number, on()).can_settle
    assert kinds(loaded)[-1] == "notice_not_sent"
    assert is_running(again(loaded).snapshot.clocks[0])


def test_a_letter_put_off_by_the_server_is_accepted_at_a_later_try(door, box, clock):
    loaded = received()
    box.data = ["450 4.2.0 later"]
    number = accepted(loaded, door, clock)
    assert notice_is_met_on(loaded) is None
    assert message(number).next_attempt_at == clock.now() + timedelta(minutes=1)
    clock.wait(minutes=1)
    deliver(door)
    settle_notices(door)
    assert notice_is_met_on(loaded) == TODAY
    assert [each.word for each in notice_page(number, on()).message.log] == ["put off", "accepted"]


def test_a_letter_sent_again_is_under_way_and_no_second_one_is_sent(door, box, clock):
    loaded = received()
    box.rcpt[ANA] = "550 5.1.1 no such user"
    number = accepted(loaded, door, clock)
    with transaction():
        resend_notice(number, door.occasion())
    assert again(loaded).snapshot.step == "letter_waits"
    with pytest.raises(NotNow, match="is on its way"):
        sent(again(loaded))
    box.rcpt.clear()
    assert deliver(door).sent == 1
    settle_notices(door)
    assert notice_is_met_on(loaded) == TODAY
    assert again(loaded).story.notices[0].letter == "complete"


def test_a_failed_letter_is_not_sent_again_beside_a_new_one(door, box, clock):
    loaded = received()
    box.rcpt[ANA] = "550 5.1.1 no such user"
    number = accepted(loaded, door, clock)
    sent(again(loaded))
    with pytest.raises(NotNow, match="is on its way"):
        resend_notice(number, door.occasion())


def test_the_second_notice_closes_its_own_clock(door, clock):
    loaded = received()
    accepted(loaded, door, clock, letter="incomplete", items=("w9",))
    record_arrival(again(loaded), "w9", TODAY, door.occasion())
    session().commit()
    assert running(loaded) == ["second_notice", "decision"]
    with transaction():
        send_notice(again(loaded), "complete", (), door.occasion())
    clock.wait(minutes=11)
    deliver(door)
    settle_notices(door)
    assert running(loaded) == ["decision"]


def test_a_reminder_meets_no_clock(door, clock):
    loaded = received()
    sent(loaded, "incomplete", ("w9",))
    accepted(again(loaded), door, clock, letter="reminder")
    said = [each.said for each in again(loaded).story.notices]
    assert said == ["incomplete", ""]
