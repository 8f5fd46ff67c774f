"""Evidence and attestations on real tables: added, reviewed, frozen, moved, called for."""

from datetime import date

import pytest
from sqlalchemy import select

from compliance.accounts.absences import record_absence
from compliance.core.duties import Part
from compliance.core.errors import BadValue, Conflict, NotAllowed, NotFound, NotNow
from compliance.core.states import DutyState
from compliance.db import session
from compliance.deadlines.models import Deadline
from compliance.ledger.models import FactRow
from compliance.outbox.models import Message
from compliance.policies.queries.register import one_line
from compliance.policies.services.attesting import (
    NewEvent,
    ask_for_time,
    attest,
    record_event,
    state_reason,
)
from compliance.policies.services.evidence import (
    NewEvidence,
    accept_evidence,
    add_evidence,
    reject_evidence,
)
from compliance.policies.services.loading import load_for_work
from compliance.policies.services.settling import read_and_settle, refresh, settle
from tests.conftest import TODAY
from tests.makers.duties import LINK, give, prove

BASE = "https://daybook.example"


@pytest.fixture
def owned(desk):
    give("CRED-05", desk.dana, desk.on(desk.elise), from_on=date(2026, 9, 1))
    give("CRED-05", desk.joel, desk.on(desk.elise), part=Part.DEPUTY)
    return desk


def add(desk, piece="contact", **matters):
    on = desk.on(desk.dana)
    evidence = NewEvidence(piece, TODAY, **{"url": LINK, **matters})
    return add_evidence(one_line("CRED-05", on), evidence, on)


def test_added_evidence_waits_for_review(owned):
    add(owned)
    assert one_line("CRED-05", owned.on(owned.dana)).standing.pieces[1].state == "in_review"


@pytest.mark.parametrize(
    "url", ["http://plan.example/x", "ftp://plan.example", "javascript:alert(1)", "https://", ""]
)
def test_only_https_addresses_are_evidence(owned, url):
    with pytest.raises(BadValue):
        add(owned, url=url)


def test_evidence_for_an_unknown_piece_or_a_day_to_come_is_refused(owned):
    with pytest.raises(BadValue, match="Choose which evidence"):
        add(owned, piece="nothing")
    on = owned.on(owned.dana)
    ahead = NewEvidence("contact", date(2026, 11, 25), url=LINK)
    with pytest.raises(BadValue, match="25 Nov 2026 is still to come"):
        add_evidence(one_line("CRED-05", on), ahead, on)


def test_rejected_evidence_goes_back_by_mail_with_the_reason(owned):
    number = add(owned)
    on = owned.on(owned.elise)
    reject_evidence(one_line("CRED-05", on), number, "It is out of date.", on, BASE)
    message = session().scalars(select(Message)).one()
    assert message.to_address == "dana@aldercreek.example"
    assert message.subject == "CRED-05: evidence sent back"
    assert "It is out of date." in message.body_text
    assert f"{BASE}/responsibilities/CRED-05" in message.body_text
    view = one_line("CRED-05", on).standing.pieces[1]
    assert (view.state, view.held.why) == ("rejected", "It is out of date.")


def test_a_rejection_without_reason_is_refused(owned):
    number, on = add(owned), owned.on(owned.elise)
    with pytest.raises(BadValue, match="Give the reason"):
        reject_evidence(one_line("CRED-05", on), number, " ", on, BASE)


def test_nobody_reviews_their_own_evidence_nor_twice(owned):
    on = owned.on(owned.elise)
    evidence = NewEvidence("contact", TODAY, url=LINK)
    own = add_evidence(one_line("CRED-05", on), evidence, on)
    with pytest.raises(NotAllowed, match="You added this evidence yourself"):
        accept_evidence(one_line("CRED-05", on), own, on)
    other = add(owned)
    accept_evidence(one_line("CRED-05", on), other, on)
    with pytest.raises(NotNow, match="was accepted already"):
        accept_evidence(one_line("CRED-05", on), other, on)


def test_attesting_freezes_the_evidence_and_meets_the_deadline(owned):
    on = owned.on(owned.dana)
    line = prove("CRED-05", on, owned.on(owned.elise))
    attest(line, on)
    said = session().scalars(select(FactRow).where(FactRow.kind == "duty_attested")).one().payload
    assert said["name"] == "Dana Whitfield"
    assert [each["url"] for each in said["evidence"]] == [LINK, LINK]
    assert len(said["sha256"]) == 64
    assert one_line("CRED-05", on).standing.state is DutyState.ATTESTED
    met = session().scalars(select(Deadline).where(Deadline.met_on.is_not(None))).one()
    assert (met.ref, met.met_on) == ("CRED-05", TODAY)


def test_without_every_piece_nobody_attests(owned):
    on = owned.on(owned.dana)
    with pytest.raises(NotNow, match="Waiting for: written procedure; contact card"):
        attest(one_line("CRED-05", on), on)


def test_only_the_owner_attests_or_the_deputy_while_the_owner_is_away(owned):
    line = prove("CRED-05", owned.on(owned.dana), owned.on(owned.elise))
    for person in (owned.elise, owned.joel):
        with pytest.raises(NotAllowed, match="Only the owner of CRED-05 attests"):
            attest(line, owned.on(person))
    record_absence(owned.dana.id, TODAY, None, owned.on(owned.elise))
    attest(one_line("CRED-05", owned.on(owned.joel)), owned.on(owned.joel))
    assert one_line("CRED-05", owned.on(owned.joel)).standing.state is DutyState.ATTESTED


def test_an_attested_duty_is_not_attested_again_at_once(owned):
    on = owned.on(owned.dana)
    attest(prove("CRED-05", on, owned.on(owned.elise)), on)
    with pytest.raises(NotNow, match="Attest it anew from 17 Nov 2027"):
        attest(one_line("CRED-05", on), on)


def test_a_figure_off_target_is_attested_only_with_a_reason(desk):
    on = desk.on(desk.elise)
    give("ADM-07", desk.elise, on)
    read_and_settle(one_line("ADM-07", on), on)
    with pytest.raises(NotNow, match="Waiting for: 55 open of 56 responsibilities"):
        attest(one_line("ADM-07", on), on)
    state_reason(one_line("ADM-07", on), "experts", "The rest is named in December.", on)
    attest(one_line("ADM-07", on), on)
    said = session().scalars(select(FactRow).where(FactRow.kind == "duty_attested")).one().payload
    figure = said["evidence"][0]
    assert (figure["numerator"], figure["denominator"]) == (1, 56)
    assert figure["reason"] == "The rest is named in December."
    assert figure["query"].endswith("live:owners_named")
    assert figure["data_as_of"] == TODAY.isoformat()
    assert len(figure["hash"]) == 64


def test_a_figure_is_recorded_again_when_it_changed_or_somebody_asks(desk):
    on = desk.on(desk.elise)
    figures = select(FactRow).where(FactRow.kind == "duty_figure_read", FactRow.subject_id == 707)
    refresh(on)
    refresh(on)
    assert len(session().scalars(figures).all()) == 1
    read_and_settle(one_line("ADM-07", on), on)
    assert len(session().scalars(figures).all()) == 2


def test_more_time_needs_a_reason_and_a_later_day(owned):
    on = owned.on(owned.dana)
    for day, why, said in (
        (date(2026, 11, 24), "Work", "is not ahead"),
        (date(2027, 1, 4), " ", "Give the reason"),
    ):
        with pytest.raises(BadValue, match=said):
            ask_for_time(one_line("CRED-05", on), day, why, on)
    ask_for_time(one_line("CRED-05", on), date(2027, 1, 4), "The manual is at the printer.", on)
    assert one_line("CRED-05", on).standing.due_on == date(2027, 1, 4)
    running = select(Deadline.due_on).where(Deadline.ref == "CRED-05", Deadline.kind == "duty")
    assert session().scalar(running) == date(2027, 1, 4)


def test_an_event_opens_a_turn_and_is_refused_where_none_calls(desk):
    on = desk.on(desk.elise)
    line = one_line("COLL-04", on)
    record_event(line, NewEvent("The contract is silent on 99494", date(2026, 11, 20)), on)
    assert one_line("COLL-04", on).standing.due_on == date(2026, 12, 18)
    with pytest.raises(NotNow, match="No event calls for CRED-01"):
        record_event(one_line("CRED-01", on), NewEvent("Something", TODAY), on)
    for day in (date(2026, 11, 25), date(2026, 8, 16)):
        with pytest.raises(BadValue):
            record_event(line, NewEvent("Something", day), on)


def test_work_on_a_duty_of_somebody_else_is_refused(owned):
    with pytest.raises(NotFound, match="assigned to you"):
        load_for_work("CRED-05", owned.on(owned.nina))
    give("CRED-05", owned.nina, owned.on(owned.elise), part=Part.INFORMED)
    with pytest.raises(NotAllowed, match="CRED-05 is not assigned to you"):
        load_for_work("CRED-05", owned.on(owned.nina))


def test_what_was_recorded_since_the_page_was_opened_is_a_conflict(owned):
    on = owned.on(owned.dana)
    seen = one_line("CRED-05", on).standing.story.last_id
    add(owned)
    with pytest.raises(Conflict):
        load_for_work("CRED-05", on, seen)


def test_the_past_stays_as_it_was(owned):
    on = owned.on(owned.dana)
    attest(prove("CRED-05", on, owned.on(owned.elise)), on)
    before = on.seen_from(date(2026, 11, 23), None)
    assert one_line("CRED-05", before).standing.state is DutyState.OVERDUE
    settle(on)
