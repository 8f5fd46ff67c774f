"""The panel of an application that says what its role may do."""

import pytest

from compliance.credentialing.services.notice_letters import ref_of
from compliance.db import session
from tests.conftest import sign_in
from tests.credentialing.notices.desk import on
from tests.makers.applications import make_application
from tests.makers.roles import decide
from tests.web.page_client import PageClient


@pytest.fixture
def theo(client, people, with_rules) -> PageClient:
    return PageClient(sign_in(client, people.theo))


def shown(theo, **matters):
    number = make_application(on(), **matters)
    session().commit()
    return theo.get(f"/applications/{ref_of(number)}")


def test_each_line_says_its_answer_and_leads_to_its_cell(theo):
    decide(on(), "commercial_dmhc", role="APCC")
    page = shown(theo, role="APCC", lines=("commercial_dmhc", "commercial_cdi"))
    text = " ".join(page.text.split())
    assert "Commercial, DMHC : Supervised" in text or "Commercial, DMHC: Supervised" in text
    assert "The plan has not decided; the clocks run" in text
    assert "/roles?cell=APCC.commercial_cdi" in page.response.text


def test_a_decided_no_offers_the_letter_as_the_next_step(theo):
    decide(on(), "commercial_dmhc", role="APCC", billing="not_eligible", wording="We do not.")
    page = shown(theo, role="APCC")
    assert "Send not-eligible letter" in page.response.text
    assert "tell the applicant in writing that the role is not eligible" in page.response.text


def test_a_role_nobody_knows_has_no_panel(theo):
    assert "What the role may do" not in shown(theo, role="MAGE").response.text
