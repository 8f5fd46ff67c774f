"""Packs: stored records with the moment of their figures, never changed, sent to both sides."""

import json
from datetime import timedelta

import pytest

from compliance.core.errors import Conflict, NotNow
from compliance.core.states import DeadlineState
from compliance.db import session
from compliance.deadlines.models import Deadline
from compliance.mail import Accepted
from compliance.meetings.queries.coming import next_meeting
from compliance.meetings.queries.packs import Draft, pack_data
from compliance.meetings.queries.pages import meeting_page
from compliance.meetings.rules.summary import Standing, sentences, summary
from compliance.meetings.services.agenda import Moved, comment, move_meeting
from compliance.meetings.services.mailing import (
    INVITE,
    invite_letter,
    pack_letter,
    send_letter,
    take_back,
    take_in,
)
from compliance.meetings.services.packs import (
    kept_data,
    kept_pdf,
    pack_bytes,
    prepare_pack,
    record_pack,
)
from compliance.meetings.services.recording import meeting_now
from compliance.outbox.models import Message
from compliance.outbox.queries import settled_messages
from compliance.outbox.services.delivery import claim_next, mark_accepted
from tests.conftest import TODAY, occasion
from tests.makers.meetings import make_action, make_series

pytestmark = pytest.mark.usefixtures("with_rules")
REF = "2026-12-03"


def made(on, folder, *, is_final=False):
    page = meeting_page(REF, on)
    return record_pack(prepare_pack(page, is_final, folder, on), on)


def test_making_it_again_gives_the_next_draft_and_never_changes_one(tmp_path):
    on = occasion()
    make_series(on)
    first = made(on, tmp_path).packs[0]
    comment(meeting_page(REF, on).meeting.id, "Ask for October.", on)
    packs = made(on, tmp_path).packs
    assert [each.label for each in packs] == ["Draft 1", "Draft 2"]
    assert packs[0] == first
    assert "Ask for October." in json.dumps(kept_data(packs[1], tmp_path))
    assert "Ask for October." not in json.dumps(kept_data(packs[0], tmp_path))


def test_the_same_record_makes_the_same_bytes(tmp_path):
    on = occasion()
    make_series(on)
    pack = made(on, tmp_path).packs[0]
    again = pack_bytes(kept_data(pack, tmp_path), pack.figures_at)
    assert kept_pdf(pack, tmp_path).read_bytes() == again


def test_two_at_once_make_one_draft_and_a_refusal(tmp_path):
    on = occasion()
    make_series(on)
    page = meeting_page(REF, on)
    prepared = prepare_pack(page, False, tmp_path, on)
    record_pack(prepared, on)
    with pytest.raises(Conflict):
        record_pack(prepared, on)


def test_a_pack_names_the_people_the_moment_and_what_is_owed():
    on = occasion()
    make_action(make_series(on), on)
    data = pack_data(meeting_page(REF, on), Draft(1), on)
    assert data["stamp"].startswith("Draft 1, Tue 24 Nov 2026 09:00 PT")
    assert data["people"][0]["people"].startswith("Rosa Tamayo (chair), Grace Okafor (recorder)")
    assert [each["wording"] for each in data["actions"]] == ["Send the October file"]
    assert len([each for each in data["summary"].split(". ") if each]) == 3


def test_the_summary_has_three_sentences_figures_first():
    said = summary(Standing(sentences("Two targets are missed."), 1, 6, 0, 0))
    assert said == (
        "Two targets are missed. One action item of 6 is late. Nothing is put to a decision."
    )
    assert summary(Standing((), 0, 0, 2, 3)) == (
        "No action item is open. Two decisions are asked for. "
        "Three credentialing clocks are past the legal limit."
    )


def delivered(on):
    """Let the mail server accept everything that is due, then take the answers in."""
    later = on.now + timedelta(hours=1)
    while claim := claim_next("test", later):
        mark_accepted(claim, Accepted("250 ok"), later)
    for kind in (INVITE, "meeting_pack"):
        take_in(settled_messages(kind), on)


def test_the_pack_is_sent_once_a_mail_server_has_accepted_it(tmp_path):
    on = occasion()
    make_series(on)
    meeting = made(on, tmp_path, is_final=True)
    page = meeting_page(REF, on)
    send_letter(meeting.id, pack_letter(page.meeting, page.series, "https://d.example", on), on)
    assert meeting_now(meeting.id).sent_on is None
    delivered(on)
    assert meeting_now(meeting.id).sent_on == TODAY
    session().expire_all()
    pack = session().query(Deadline).filter_by(kind="meeting_pack", ref=REF).one()
    assert (pack.state, pack.met_on) == (DeadlineState.MET, TODAY)


def invited(on):
    page = meeting_page(REF, on)
    return send_letter(page.meeting.id, invite_letter(page.meeting, page.series, on), on)


def test_an_invitation_goes_to_both_sides_with_its_calendar_file():
    on = occasion()
    make_series(on)
    invited(on)
    sent = session().query(Message).filter_by(kind=INVITE).all()
    assert len(sent) == 4
    assert all("METHOD:REQUEST" in each.calendar for each in sent)
    assert all(each.not_before for each in sent)


def test_it_is_taken_back_while_it_waits_and_not_after():
    on = occasion()
    make_series(on)
    number = invited(on).id
    with pytest.raises(NotNow, match="on their way"):
        invited(on)
    assert take_back(number, INVITE, on) == 4
    assert meeting_now(number).mailed_last(INVITE).is_taken_back
    delivered(on)
    with pytest.raises(NotNow, match="have gone out"):
        take_back(number, INVITE, on)


def test_after_a_move_the_sequence_grows_and_the_uid_stays():
    on = occasion()
    make_series(on)
    meeting = invited(on)
    delivered(on)
    assert meeting_now(meeting.id).mailed_last(INVITE).count("sent") == 4
    to = Moved(meeting.day + timedelta(days=7), meeting.at, meeting.place, "Chair away.")
    move_meeting(meeting.id, to, on)
    page = meeting_page(REF, on)
    text = invite_letter(page.meeting, page.series, on).calendar
    assert "SEQUENCE:1" in text
    assert f"UID:meeting-{meeting.id}-{REF}@" in text


def test_the_next_meeting_says_what_blocks_its_pack():
    on = occasion()
    assert next_meeting(on) is None
    make_series(on)
    coming = next_meeting(on, missing=lambda _day, _partner: 2)
    assert (coming.ref, coming.late_actions) == (REF, 0)
    assert coming.blocks == ("4 items have no lead", "2 figures missing")
