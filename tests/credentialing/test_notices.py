"""Notices on real tables: written, sent, settled, come back, on paper, to many at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from compliance.choices.services import NewChoice, choose
from compliance.core.errors import BadValue, Conflict, NotFound, NotNow
from compliance.core.states import MessageState
from compliance.credentialing.jobs import settle_notices
from compliance.credentialing.queries.notices import notice_page, notices_of, paper_page
from compliance.credentialing.queries.one import application
from compliance.credentialing.rules.steps import is_running
from compliance.credentialing.services.bulk_notices import AS_REVIEWED, bulk_preview, bulk_send
from compliance.credentialing.services.completeness import find_complete, record_arrival
from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.decisions import close
from compliance.credentialing.services.loading import Loaded, load, load_unchanged
from compliance.credentialing.services.notice_letters import Wanted, ref_of
from compliance.credentialing.services.notices import preview_notice, send_notice, undo_notice
from compliance.credentialing.services.paper_notices import (
    Proof,
    record_paper_notice,
    record_returned,
)
from compliance.credentialing.services.settling import enter_bounce, take_in_message
from compliance.db import session, transaction
from compliance.doors import Door, door_of
from compliance.mail import read_bounce
from compliance.outbox.jobs import deliver
from compliance.outbox.models import Message
from compliance.outbox.queries import message
from compliance.outbox.services import record_bounce, settle_unknown
from tests.conftest import TODAY, occasion
from tests.makers.applications import CONTACT, make_application
from tests.makers.clocks import SetClock
from tests.makers.mailbox import MailBox, mail_server

pytestmark = pytest.mark.usefixtures("with_rules")

PLAN = {
    "plan.name": "Alder Creek Health Plan",
    "plan.phone": "(555) 010-0100",
    "plan.email": "cred@aldercreek.example",
}
NAMES = {key.replace(".", "__"): value for key, value in PLAN.items()}
ANA = "ana@example.org"


def on(today: date = TODAY, **more):
    return occasion(today, **{**NAMES, **more})


def received(**matters) -> Loaded:
    number = make_application(on(), email=matters.pop("email", ANA), **matters)
    session().commit()
    return load(number, on())


def again(loaded: Loaded) -> Loaded:
    return load(loaded.id, on())


def sent(loaded: Loaded, letter="complete", items=(), **more) -> int:
    with transaction():
        return send_notice(loaded, letter, items, on(), **more)


def notice_is_met_on(loaded: Loaded) -> date | None:
    return again(loaded).snapshot.clocks[0].met_on


def ref(loaded: Loaded) -> str:
    return ref_of(loaded.id)


def kinds(loaded: Loaded) -> list[str]:
    return [fact.kind for fact in again(loaded).facts]


def running(loaded: Loaded) -> list[str]:
    return [each.kind for each in again(loaded).snapshot.clocks if is_running(each)]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(on().now)


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as running:
        yield running


@pytest.fixture
def door(app, clock, box) -> Door:
    for key, value in PLAN.items():
        choose(NewChoice(key, value, date(2020, 1, 1)), on().now)
    session().commit()
    settings = replace(door_of(app).settings, mail_url=box.url, mail_from="Plan <p@plan.example>")
    return Door(settings, clock)


@pytest.fixture
def folder_door(door, tmp_path) -> Door:
    return replace(door, settings=replace(door.settings, mail_url="", instance=tmp_path))


# --- preview -------------------------------------------------------------------------------------


def test_a_preview_is_the_letter_as_it_goes_out_and_writes_nothing():
    loaded = received()
    shown = preview_notice(loaded, "complete", (), on())
    assert (shown.to, shown.cc) == (ANA, CONTACT)
    assert "We expect to decide by Tuesday, January 19, 2027." in shown.body_text
    assert kinds(loaded) == ["received"]
    number = sent(loaded)
    assert message(number).body_text == shown.body_text
    assert message(number).body_html == shown.body_html


def test_a_preview_warns_where_there_is_no_address():
    shown = preview_notice(received(email="", contact_email="nobody"), "complete", (), on())
    assert not shown.can_be_mailed
    assert shown.warnings[0].endswith("Add one, or send a paper letter.")
    assert "“nobody” is not an email address" in shown.warnings[1]


def test_a_preview_of_complete_says_what_is_wrong_with_the_file():
    shown = preview_notice(received(npi="2000000001"), "complete", (), on())
    assert shown.warnings == ("2000000001 is not a valid NPI. Check every digit.",)


def test_an_unknown_letter_is_not_found_and_the_known_ones_are_named():
    with pytest.raises(NotFound, match="Known: complete, incomplete, reminder"):
        preview_notice(received(), "welcome", (), on())


def test_incomplete_needs_an_item_of_the_checklist():
    with pytest.raises(BadValue, match="Choose at least one missing item"):
        preview_notice(received(), "incomplete", (), on())
    with pytest.raises(BadValue, match="Not on the checklist: shoes"):
        preview_notice(received(), "incomplete", ("shoes",), on())


def test_what_is_still_missing_cannot_be_left_out_of_the_letter():
    loaded = received()
    sent(loaded, "incomplete", ("w9", "release"))
    with pytest.raises(BadValue, match="Still missing: Release and consent"):
        preview_notice(again(loaded), "incomplete", ("w9",), on())


def test_complete_is_refused_while_an_item_is_missing():
    loaded = received()
    sent(loaded, "incomplete", ("w9",))
    with pytest.raises(NotNow, match="1 of the items asked for have not arrived"):
        preview_notice(again(loaded), "complete", (), on())


def test_a_plan_without_a_phone_number_is_told_where_to_enter_it():
    with pytest.raises(BadValue, match="Enter the plan's phone number under Settings"):
        preview_notice(received(), "complete", (), on(plan__phone=""))


# --- sending -------------------------------------------------------------------------------------


def test_sending_records_the_review_and_queues_one_message_and_no_notice_yet():
    loaded = received()
    number = sent(loaded, "incomplete", ("w9",))
    assert kinds(loaded) == ["received", "found_incomplete", "notice_queued"]
    found = message(number)
    assert (found.kind, found.subject_id, found.to_address) == ("notice", loaded.id, ANA)
    assert found.cc_address == CONTACT
    assert notice_is_met_on(loaded) is None


def test_a_letter_can_be_undone_for_ten_minutes():
    number = sent(received())
    assert message(number).not_before == on().now + timedelta(minutes=10)


def test_the_plan_may_choose_another_undo_window():
    with transaction():
        number = send_notice(received(), "complete", (), on(notices__undo_minutes="2"))
    assert message(number).not_before == on().now + timedelta(minutes=2)


@pytest.mark.parametrize("days", [7, 8], ids=["on the due day", "past it"])
def test_the_undo_window_is_nothing_once_the_clock_is_due(days):
    number = sent(received(received_on=TODAY - timedelta(days=days)))
    assert message(number).not_before is None


def test_a_double_click_is_one_message():
    loaded = received()
    assert sent(loaded) == sent(loaded)
    assert kinds(loaded).count("notice_queued") == 1


def test_the_same_letter_is_not_sent_again_while_one_is_on_its_way():
    loaded = received()
    sent(loaded)
    with pytest.raises(NotNow, match="is on its way"):
        sent(again(loaded))


def test_an_applicant_without_an_address_gets_no_mail_and_nothing_is_recorded():
    loaded = received(email="")
    with pytest.raises(NotNow, match="send a paper letter"):
        sent(loaded)
    assert kinds(loaded) == ["received"]


def test_a_closed_application_gets_no_notice():
    loaded = received()
    close(loaded, "withdrawn", TODAY, "", on())
    with pytest.raises(NotNow, match="This application is closed"):
        sent(again(loaded))


def test_a_declared_completion_day_stays_when_its_notice_is_sent():
    loaded = received(received_on=date(2026, 11, 12), completed_on=date(2026, 11, 18))
    number = sent(loaded)
    assert "complete as of November 18, 2026" in message(number).body_text
    assert again(loaded).story.completed_on == date(2026, 11, 18)


def test_edited_words_go_out_and_stay_marked():
    loaded = received()
    body = preview_notice(loaded, "complete", (), on()).body_text
    number = sent(loaded, edited=body.replace("Dear", "Hello"))
    assert "Hello" in message(number).body_text
    assert again(loaded).facts[-1].payload["edited"] is True


def test_edited_words_without_the_promised_day_are_refused():
    loaded = received()
    body = preview_notice(loaded, "complete", (), on()).body_text
    with pytest.raises(BadValue, match="must still say: Tuesday, January 19, 2027"):
        sent(loaded, edited=body.replace("Tuesday, January 19, 2027", "soon"))


def test_a_stale_page_does_not_send():
    loaded = received()
    sent(loaded, "incomplete", ("w9",))
    with pytest.raises(Conflict):
        load_unchanged(loaded.id, loaded.latest_fact_id, on())


# --- undo ----------------------------------------------------------------------------------------


def test_undo_takes_back_the_letter_and_nothing_else(door, box, clock):
    loaded = received()
    number = sent(loaded)
    with transaction():
        assert "The review stays on record" in undo_notice(number, on())
    clock.wait(minutes=30)
    deliver(door)
    settle_notices(door)
    assert box.received == []
    assert kinds(loaded) == ["received", "found_complete", "notice_queued", "notice_cancelled"]


def test_a_letter_can_be_sent_again_after_it_was_taken_back():
    loaded = received()
    first = sent(loaded)
    with transaction():
        undo_notice(first, on())
    assert sent(again(loaded)) != first


def test_undo_after_the_window_is_refused():
    number = sent(received())
    late = occasion(now=on().now + timedelta(minutes=11), **NAMES)
    with pytest.raises(NotNow, match="can no longer be undone"):
        undo_notice(number, late)


# --- delivery and settling -----------------------------------------------------------------------


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


def report(number: int, status: str = "5.1.1") -> bytes:
    token = session().get_one(Message, number).rfc822_id
    return (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mail.test\r\n\r\nFinal-Recipient: rfc822; {ANA}\r\n"
        f"Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; no such user\r\n\r\n"
        "--x\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: <{token}@plan.example>\r\n\r\n--x--\r\n"
    ).encode()


def accepted(loaded: Loaded, door: Door, clock: SetClock, **more) -> int:
    number = sent(loaded, **more)
    clock.wait(minutes=11)
    deliver(door)
    settle_notices(door)
    return number


def test_a_bounce_reopens_the_clock(door, clock):
    loaded = received()
    number = accepted(loaded, door, clock)
    with transaction():
        record_bounce(read_bounce(report(number)), on())
    settle_notices(door)
    fact = again(loaded).facts[-1]
    assert (fact.kind, fact.payload["message_id"]) == ("notice_bounced", number)
    assert "no such user" in fact.payload["diagnostic"]
    assert is_running(again(loaded).snapshot.clocks[0])


def test_a_bounce_before_the_acceptance_was_taken_in_tells_both(door, clock):
    loaded = received()
    number = sent(loaded)
    clock.wait(minutes=11)
    deliver(door)
    with transaction():
        record_bounce(read_bounce(report(number)), on())
    settle_notices(door)
    assert kinds(loaded)[-2:] == ["notice_sent", "notice_bounced"]


def test_a_bounce_entered_by_hand_counts_at_once_and_once(door, clock):
    loaded = received()
    number = accepted(loaded, door, clock)
    with transaction():
        enter_bounce(number, "mailbox closed", door.occasion())
    assert settle_notices(door) == {"taken_in": 0}
    assert kinds(loaded).count("notice_bounced") == 1
    assert is_running(again(loaded).snapshot.clocks[0])


def test_a_letter_that_never_went_out_cannot_have_come_back():
    number = sent(received())
    with pytest.raises(NotNow, match="never went out"):
        enter_bounce(number, "gone", on())


def test_mail_written_to_a_folder_meets_no_clock(folder_door, clock):
    loaded = received()
    accepted(loaded, folder_door, clock)
    assert notice_is_met_on(loaded) is None
    assert again(loaded).facts[-1].payload["state"] == "written"
    (line,) = notices_of(application(ref(loaded), on()), on())
    assert "written, not sent" in line.text


def test_mail_written_to_a_folder_counts_in_a_demo(folder_door, clock):
    choose(NewChoice("instance.demo", "yes", date(2020, 1, 1)), on().now)
    loaded = received()
    accepted(loaded, folder_door, clock)
    assert notice_is_met_on(loaded) == TODAY


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
    with transaction():
        settle_unknown(number, True, on())
        take_in_message(number, on())
    assert notice_is_met_on(loaded) == TODAY


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


# --- paper ---------------------------------------------------------------------------------------

PROOF = Proof(tracking="9407 1000 0000 0000 0000 00")
COMPLETE = Wanted("complete")


def test_a_paper_letter_with_proof_closes_the_clock_on_the_day_it_went():
    loaded = received(email="")
    record_paper_notice(loaded, COMPLETE, TODAY - timedelta(days=1), PROOF, on())
    fact = again(loaded).facts[-1]
    assert notice_is_met_on(loaded) == TODAY - timedelta(days=1)
    assert fact.payload["proof"]["tracking"] == PROOF.tracking
    assert fact.payload["body_text"].startswith("November 23, 2026\n")


def test_a_paper_letter_without_proof_is_refused():
    loaded = received()
    with pytest.raises(BadValue, match="A notice counts only with proof"):
        record_paper_notice(loaded, COMPLETE, TODAY, Proof(tracking=" "), on())
    assert kinds(loaded) == ["received"]


def test_a_receipt_must_be_a_document_of_the_application():
    with pytest.raises(BadValue, match="Choose a document of this application"):
        record_paper_notice(received(), COMPLETE, TODAY, Proof(document="feed"), on())


@pytest.mark.parametrize("days", [1, -5], ids=["tomorrow", "before it was received"])
def test_a_paper_letter_went_on_a_day_that_can_be(days):
    with pytest.raises(BadValue) as refused:
        record_paper_notice(received(), COMPLETE, TODAY + timedelta(days=days), PROOF, on())
    assert refused.value.field == "sent_on"


def test_a_paper_letter_that_came_back_reopens_the_clock():
    loaded = received()
    record_paper_notice(loaded, COMPLETE, TODAY, PROOF, on())
    number = again(loaded).facts[-1].id
    record_returned(again(loaded), number, "moved away", on())
    assert is_running(again(loaded).snapshot.clocks[0])
    with pytest.raises(NotNow, match="does not stand as sent any more"):
        record_returned(again(loaded), number, "moved away", on())


def test_a_paper_letter_is_shown_with_its_text_and_proof():
    loaded = received()
    record_paper_notice(loaded, COMPLETE, TODAY, PROOF, on())
    found = application(ref(loaded), on())
    page = paper_page(found, found.facts[-1].id, on())
    assert page.paragraphs[0] == ["November 24, 2026"]
    assert page.can_return


# --- many at once --------------------------------------------------------------------------------


def reviewed(**matters) -> Loaded:
    loaded = received(**matters)
    find_complete(loaded, TODAY, on())
    session().commit()
    return again(loaded)


def test_a_bulk_preview_says_who_is_left_out_and_why():
    ready, unread, silent = reviewed(), received(), reviewed(email="")
    gone, waiting = reviewed(), reviewed()
    close(gone, "withdrawn", TODAY, "", on())
    session().commit()
    sent(waiting)
    told = reviewed()
    record_paper_notice(told, COMPLETE, TODAY, PROOF, on())
    every = [each.id for each in (ready, unread, silent, gone, waiting, told)]
    found = bulk_preview([*every, ready.id], "complete", on())
    assert [each.id for each in found.ready] == [ready.id]
    whys = {each.id: each.why for each in found.skipped}
    assert whys[unread.id].startswith("Not reviewed")
    assert whys[silent.id].startswith("There is no email address")
    assert whys[gone.id] == "Closed: Withdrawn."
    assert whys[waiting.id] == "The same letter is on its way already."
    assert whys[told.id] == "Already told, on Tue 24 Nov."


def test_a_bulk_letter_says_what_each_review_said():
    complete, incomplete = reviewed(), received()
    number = sent(incomplete, "incomplete", ("w9",))
    with transaction():
        undo_notice(number, on())
    with transaction():
        done = bulk_send([complete.id, incomplete.id], AS_REVIEWED, on())
    assert [each.letter_id for each in done.ready] == ["complete", "incomplete"]
    assert kinds(complete)[-1] == kinds(incomplete)[-1] == "notice_queued"


def test_a_bulk_act_done_twice_sends_once():
    loaded = reviewed()
    with transaction():
        bulk_send([loaded.id], "complete", on())
    with transaction():
        assert bulk_send([loaded.id], "complete", on()).ready == ()


# --- pages' questions ----------------------------------------------------------------------------


def test_the_page_of_a_notice_offers_what_can_be_done(door, box, clock):
    loaded = received()
    number = sent(loaded)
    assert notice_page(number, on()).can_undo
    clock.wait(minutes=11)
    deliver(door)
    settle_notices(door)
    page = notice_page(number, on())
    assert (page.can_undo, page.can_retry, page.can_settle, page.can_return) == (
        False,
        False,
        False,
        True,
    )
    assert page.word.label == "Accepted"


def test_a_notice_is_not_found_on_a_day_before_it_was_written():
    loaded = received()
    number = sent(loaded)
    past = replace(on(), as_of=TODAY - timedelta(days=1))
    with pytest.raises(NotFound, match="or had none by that day"):
        notice_page(number, past)


def test_a_corrected_address_gets_the_next_letter():
    loaded = received(email="")
    correct_values(loaded, {"email": ANA}, "the applicant called", on())
    assert message(sent(again(loaded))).to_address == ANA
