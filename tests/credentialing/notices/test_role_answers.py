"""What a decision about a role does to the applications that wait for it."""

from datetime import date, timedelta

import pytest

from compliance.core.errors import NotNow
from compliance.credentialing.jobs import heed_role_decisions, settle_notices
from compliance.credentialing.queries.one import application
from compliance.credentialing.rules.steps import is_running
from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.decisions import close
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.notice_letters import Wanted, ref_of
from compliance.credentialing.services.notices import preview_notice, send_notice
from compliance.credentialing.services.paper_notices import Proof, record_paper_notice
from compliance.credentialing.services.settling import enter_bounce
from compliance.db import session, transaction
from compliance.eligibility.services import decide_role, end_decision, take_back_decision
from compliance.outbox.jobs import deliver
from tests.conftest import TODAY
from tests.credentialing.notices.desk import ANA, again, on, received
from tests.makers.applications import make_application
from tests.makers.roles import decide, role_decision
from tests.makers.statements import statements_asked

pytestmark = pytest.mark.usefixtures("with_rules")
LINES = ("commercial_dmhc", "medi_cal")
NO = {"role": "APCC", "billing": "not_eligible", "wording": "We do not take APCC."}


def apcc(**matters):
    return received(role="APCC", lines=LINES, **matters)


def step_of(loaded):
    return again(loaded).snapshot.step


def answers_of(loaded):
    facts = again(loaded).facts
    return [each.payload["answer"] for each in facts if each.kind == "role_answered"]


def mailed(loaded, door, clock):
    with transaction():
        number = send_notice(again(loaded), "not_eligible", (), on())
    clock.wait(hours=2)
    deliver(door)
    settle_notices(door)
    return number


def test_a_no_on_every_line_asks_for_the_written_answer_at_once():
    loaded = apcc()
    decide(on(), *LINES, **NO)
    assert step_of(loaded) == "refuse_role"
    assert again(loaded).story.role_answer.wording == "We do not take APCC."


def test_a_no_on_one_of_two_lines_lets_the_file_go_on():
    loaded = apcc()
    decide(on(), "medi_cal", **NO)
    assert step_of(loaded) == "send_notice"
    assert answers_of(loaded) == []


def test_another_role_and_a_closed_file_hear_nothing():
    other, closed = received(role="RPA", lines=LINES), apcc()
    with transaction():
        close(again(closed), "withdrawn", TODAY, "", on())
    decide(on(), *LINES, **NO)
    assert answers_of(other) == answers_of(closed) == []


def test_a_shipped_no_changes_no_file():
    loaded = received(role="APCC", lines=("medicare_advantage",))
    decide(on(), "county", **NO)
    assert step_of(loaded) == "send_notice"


def test_a_file_received_after_the_decision_is_answered_on_receipt():
    decide(on(), *LINES, **NO)
    assert step_of(apcc()) == "refuse_role"


def test_a_later_day_is_heeded_when_it_comes(door, clock):
    loaded = apcc()
    decide(on(), *LINES, **NO, from_on=TODAY + timedelta(days=1))
    assert step_of(loaded) == "send_notice"
    clock.wait(days=1)
    assert heed_role_decisions(door) == {"told": 1}
    assert step_of(loaded) == "refuse_role"
    assert heed_role_decisions(door) == {"told": 0}


def test_a_decision_taken_back_lets_the_file_go_on():
    loaded = apcc()
    numbers = decide(on(), *LINES, **NO)
    with transaction():
        take_back_decision(numbers[0], "Entered by mistake", on())
    assert step_of(loaded) == "send_notice"
    assert answers_of(loaded) == ["not_eligible", ""]


def test_a_decision_that_ended_yesterday_answers_no_more():
    loaded = apcc()
    numbers = decide(on(), *LINES, **NO)
    with transaction():
        end_decision(numbers[0], TODAY - timedelta(days=1), "New contract", on())
    assert step_of(loaded) == "send_notice"


def test_the_letter_says_role_lines_and_the_published_wording():
    loaded = apcc()
    decide(on(), *LINES, **NO)
    body = preview_notice(again(loaded), "not_eligible", (), on()).body_text
    assert "Associate professional clinical counselor (APCC)" in body
    assert "Commercial, DMHC and Medi-Cal managed care" in body
    assert "We do not take APCC." in body


def test_without_published_words_the_letter_says_the_answer_line_by_line():
    loaded = apcc()
    decide(on(), *LINES, **NO | {"wording": ""})
    body = preview_notice(again(loaded), "not_eligible", (), on()).body_text
    assert "For Medi-Cal managed care, our answer for this role" in body


def test_nobody_is_told_no_before_the_plan_decided_it():
    with pytest.raises(NotNow, match="has not decided"):
        preview_notice(apcc(), "not_eligible", (), on())


def test_the_file_closes_when_the_mail_server_has_accepted(door, clock):
    loaded = apcc()
    decide(on(), *LINES, **NO)
    mailed(loaded, door, clock)
    after = again(loaded)
    assert (after.snapshot.state, after.story.ended_on) == ("not_eligible", TODAY)
    assert not any(is_running(each) for each in after.snapshot.clocks)


def test_while_the_letter_waits_the_file_stays_open():
    loaded = apcc()
    decide(on(), *LINES, **NO)
    with transaction():
        send_notice(again(loaded), "not_eligible", (), on())
    after = again(loaded)
    assert (after.snapshot.state, after.snapshot.step) == ("new", "letter_waits")


def test_a_letter_that_comes_back_opens_the_file_again(door, clock):
    loaded = apcc()
    decide(on(), *LINES, **NO)
    number = mailed(loaded, door, clock)
    with transaction():
        enter_bounce(number, "550 no such user", door.occasion())
    after = again(loaded)
    assert (after.snapshot.state, after.snapshot.step) == ("new", "refuse_role")
    assert any(is_running(each) for each in after.snapshot.clocks)


def test_a_letter_on_paper_closes_it_on_the_day_it_went():
    loaded = apcc()
    decide(on(), *LINES, **NO)
    sent_on = TODAY - timedelta(days=1)
    with transaction():
        record_paper_notice(again(loaded), Wanted("not_eligible"), sent_on, Proof("9407"), on())
    assert again(loaded).story.ended_on == sent_on


def test_the_file_of_the_day_before_shows_no_answer(clock):
    loaded = apcc()
    decide(on(), *LINES, **NO)
    past = on().seen_from(TODAY - timedelta(days=1), None)
    assert application(ref_of(loaded.id), past).snapshot.step == "send_notice"
    assert application(ref_of(loaded.id), on()).snapshot.step == "refuse_role"


def test_of_a_role_that_is_only_listed_no_clock_runs():
    loaded = apcc()
    decide(on(), *LINES, role="APCC", credentialed="roster_only")
    assert answers_of(loaded) == ["roster_only"]
    assert not any(is_running(each) for each in again(loaded).snapshot.clocks)


def test_a_limit_that_had_passed_before_the_role_was_only_listed_stays_missed():
    loaded = apcc(received_on=date(2026, 10, 1))
    decide(on(), *LINES, role="APCC", credentialed="roster_only")
    (notice,) = again(loaded).snapshot.clocks
    assert notice.missed_on == TODAY


def test_values_set_right_ask_for_the_answer_anew():
    decide(on(), *LINES, **NO)
    loaded = received(role="LCSW", lines=LINES)
    with transaction():
        correct_values(loaded, {"role": "APCC"}, "Read wrongly", on())
    assert step_of(loaded) == "refuse_role"


def test_many_files_are_told_in_few_statements():
    for _ in range(20):
        make_application(on(), role="APCC", lines=LINES, email=ANA)
    session().commit()
    with statements_asked() as said, transaction():
        decide_role(role_decision(**NO), LINES, on())
    assert len(said) < 40
    assert load(1, on()).snapshot.step == "refuse_role"
