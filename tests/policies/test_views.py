"""The pages of duties: what they show, what they refuse, and who may not look."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from compliance.audit.models import AuditEntry
from compliance.choices.services import NewChoice, choose
from compliance.core.duties import Part
from compliance.db import session
from compliance.deadlines.models import Deadline
from compliance.ledger.models import FactRow
from compliance.policies.queries.owners import spans_known
from compliance.policies.queries.register import ADOPTED, one_line
from compliance.policies.services.evidence import NewEvidence, add_evidence
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.duties import LINK, give, prove
from tests.makers.people import make_person
from tests.policies.conftest import ADOPTED as ADOPTED_ON

PDF = b"%PDF-1.4 a bulletin"
KEY = "a-key-of-the-form"


@pytest.fixture
def plan(desk):
    choose(NewChoice(ADOPTED, ADOPTED_ON.isoformat(), ADOPTED_ON), occasion().now)
    choose(NewChoice("plan.name", "Alder Creek", ADOPTED_ON), occasion().now)
    give("CRED-05", desk.dana, desk.on(desk.elise), from_on=date(2026, 9, 1))
    session().commit()
    return desk


@pytest.fixture
def page(app, plan):
    """Return a client signed in as one of the desk."""
    return lambda person: sign_in(app.test_client(), person)


def post(client, path, **form):
    return client.post(path, data={"post_key": KEY, **form})


def kinds():
    return list(session().scalars(select(FactRow.kind).order_by(FactRow.id)))


def test_the_register_shows_the_meter_of_35_and_the_other_21(page, plan):
    text = page(plan.dana).get("/responsibilities").text
    assert "0 of 35" in text
    assert "21 items" in text
    assert text.count("data-row") == 56


def test_a_part_of_the_meter_leads_to_its_duties(page, plan):
    client = page(plan.dana)
    assert "state=overdue" in client.get("/responsibilities").text
    found = client.get("/responsibilities.csv?state=overdue").text
    assert "CRED-05" in found
    assert "COLL-04" not in found


def test_an_unknown_state_in_the_address_of_a_file_is_refused(page, plan):
    assert page(plan.dana).get("/responsibilities.csv?state=late").status_code == 422


def test_an_owner_sees_only_what_is_assigned(page, plan):
    client = page(plan.nina)
    assert client.get("/responsibilities").text.count("data-row") == 0
    assert client.get("/responsibilities/CRED-05").status_code == 404
    give("CRED-05", plan.nina, plan.on(plan.elise), part=Part.RESPONSIBLE)
    session().commit()
    assert client.get("/responsibilities").text.count("data-row") == 1
    assert client.get("/responsibilities/CRED-05").status_code == 200
    assert "CRED-06" not in client.get("/responsibilities.csv").text


@pytest.mark.parametrize("path", ["evidence", "attest", "time"])
def test_an_owner_cannot_work_on_the_duty_of_somebody_else(page, plan, path):
    assert page(plan.nina).get(f"/responsibilities/CRED-05/{path}").status_code == 404
    assert page(plan.joel).get(f"/responsibilities/CRED-05/{path}").status_code == 403


def test_a_partner_never_opens_the_register(page, plan):
    hal = make_person("Hal Pruitt", occasion(), "partner")
    session().commit()
    assert page(hal).get("/responsibilities").status_code == 403


def test_a_file_is_kept_and_served_again(page, plan):
    client = page(plan.dana)
    form = {
        "piece": "contact",
        "covers_on": "11/24/2026",
        "name": "Contact card",
        "file": (BytesIO(PDF), "card.pdf"),
    }
    assert post(client, "/responsibilities/CRED-05/evidence", **form).status_code == 303
    number = (
        session().scalars(select(FactRow.id).where(FactRow.kind == "duty_evidence_added")).one()
    )
    shown = client.get(f"/responsibilities/CRED-05/evidence/{number}")
    assert shown.data == PDF
    assert shown.mimetype == "application/pdf"
    shown.close()
    assert "Contact card" in client.get("/responsibilities/CRED-05").text


def test_a_page_named_pdf_and_an_empty_form_are_refused_with_what_was_typed(page, plan):
    client = page(plan.dana)
    form = {"piece": "contact", "covers_on": "11/24/2026", "name": "Card"}
    wrong = {**form, "file": (BytesIO(b"<html>"), "card.pdf")}
    refused = post(client, "/responsibilities/CRED-05/evidence", **wrong).text
    assert "card.pdf is named as a PDF, but what it holds is none." in refused
    assert 'value="Card"' in refused
    empty = post(client, "/responsibilities/CRED-05/evidence", **form).text
    assert "Choose a file, or give the address of a page." in empty
    assert "duty_evidence_added" not in kinds()


def test_sending_back_without_a_reason_is_refused(page, plan):
    dana = plan.on(plan.dana)
    number = add_evidence(one_line("CRED-05", dana), NewEvidence("contact", TODAY, url=LINK), dana)
    session().commit()
    client = page(plan.elise)
    path = f"/responsibilities/CRED-05/evidence/{number}/review"
    assert "Give the reason" in post(client, path, verdict="reject").text
    sent = post(client, path, verdict="reject", why="Out of date.", post_key="another-key")
    assert sent.status_code == 303
    assert "Out of date." in client.get("/responsibilities/CRED-05").text


def test_reviewing_ones_own_evidence_is_refused_in_the_form_and_in_the_log(page, plan):
    elise = plan.on(plan.elise)
    made = NewEvidence("contact", TODAY, url=LINK)
    number = add_evidence(one_line("CRED-05", elise), made, elise)
    session().commit()
    path = f"/responsibilities/CRED-05/evidence/{number}/review"
    answer = post(page(plan.elise), path, verdict="accept")
    assert "You added this evidence yourself" in answer.text
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (entry.kind, entry.act, entry.person_id) == ("refusal", "duties.review", plan.elise.id)


def test_attesting_asks_first_and_names_who_signs(page, plan):
    prove("CRED-05", plan.on(plan.dana), plan.on(plan.elise))
    session().commit()
    client = page(plan.dana)
    asked = client.get("/responsibilities/CRED-05/attest").text
    assert "Attest as Dana Whitfield" in asked
    seen = session().scalars(select(FactRow.id).order_by(FactRow.id.desc())).first()
    assert "Tick the box" in post(client, "/responsibilities/CRED-05/attest", seen=seen).text
    form = {"seen": seen, "sure": "y"}
    assert post(client, "/responsibilities/CRED-05/attest", **form).status_code == 303
    assert post(client, "/responsibilities/CRED-05/attest", **form).status_code == 303
    assert kinds().count("duty_attested") == 1
    assert "1 of 35" in client.get("/responsibilities").text


def test_the_page_says_why_it_cannot_be_attested_yet(page, plan):
    text = page(plan.dana).get("/responsibilities/CRED-05").text
    assert "Waiting for: written procedure; contact card." in text
    assert "Review and attest" not in text


def test_several_are_assigned_at_once(page, plan):
    client = page(plan.elise)
    asked = client.post("/responsibilities/assign", data={"ids": ["CRED-06", "CRED-07"]}).text
    assert "2 responsibilities" in asked
    form = {
        "ids": ["CRED-06", "CRED-07"],
        "sure": "1",
        "person": str(plan.joel.id),
        "part": "accountable",
        "from_on": "11/24/2026",
    }
    assert post(client, "/responsibilities/assign", **form).status_code == 303
    found = spans_known(plan.on(plan.elise), "CRED-06", "CRED-07")
    assert [each[0].name for each in found.values()] == ["Joel Sandoval", "Joel Sandoval"]


def test_an_overlap_comes_back_with_both_names(page, plan):
    form = {"person": str(plan.joel.id), "part": "accountable", "from_on": "11/24/2026"}
    text = post(page(plan.elise), "/responsibilities/CRED-05/assign", **form).text
    assert "CRED-05 has Dana Whitfield from 1 Sep 2026" in text


def test_staff_cannot_assign(page, plan):
    assert page(plan.dana).get("/responsibilities/CRED-05/assign").status_code == 403


def test_one_s_own_absence_hands_the_deadline_to_the_deputy(page, plan):
    give("CRED-05", plan.joel, plan.on(plan.elise), part=Part.DEPUTY)
    session().commit()
    client = page(plan.dana)
    sent = post(client, "/account/absence", from_on="11/24/2026", back_on="12/04/2026")
    assert sent.status_code == 303
    owner = select(Deadline.owner_id).where(Deadline.ref == "CRED-05", Deadline.kind == "duty")
    assert session().scalar(owner) == plan.joel.id
    client.post("/account/absence/end")
    assert session().scalar(owner) == plan.dana.id


def test_on_another_day_nobody_says_they_are_away(page, plan):
    client = page(plan.dana)
    assert "Record absence" in client.get("/account/absence").text
    assert "Record absence" not in client.get("/account/absence?as_of=2026-10-01").text


def test_adoption_settles_every_duty(page, plan):
    client = page(plan.elise)
    assert post(client, "/responsibilities/adoption", adopted_on="11/02/2026").status_code == 303
    due = select(Deadline.due_on).where(Deadline.ref == "CRED-05", Deadline.kind == "duty")
    assert session().scalar(due) == date(2027, 1, 29)
    ahead = post(
        client, "/responsibilities/adoption", adopted_on="11/25/2026", post_key="another-key"
    )
    assert "is still to come" in ahead.text


def test_the_readiness_report_counts_by_department(page, plan):
    client = page(plan.dana)
    assert "0 of 35 responsibilities attested" in client.get("/responsibilities/readiness").text
    lines = client.get("/responsibilities/readiness.csv").text.splitlines()
    assert lines[1].startswith("department,lead,responsibilities,attested")
    assert lines[2].startswith("Credentialing,,8,0")


def test_on_another_day_the_page_offers_no_act(page, plan):
    text = page(plan.elise).get("/responsibilities/CRED-05?as_of=2026-10-01").text
    assert "Add evidence" not in text
    assert "Ask for more time" not in text
    assert "Not started" in text
