"""One's own account: how one signs in, when one did, and signing out everywhere else."""

import pytest

from compliance.accounts.models import RecoveryCode, SecondStep
from compliance.accounts.second_step import renew_codes
from compliance.audit.models import AuditEntry
from compliance.db import session, transaction
from tests.conftest import occasion, sign_in
from tests.makers.people import PASSWORD
from tests.web.page_client import PageClient


@pytest.fixture
def codes(app, people):
    """Return Theo's recovery codes; his app is of no account here."""
    with transaction():
        step = SecondStep(person_id=people.theo.id, secret="unread", made_at=occasion().now)
        session().add(step)
        return renew_codes(people.theo.id)


def test_signing_out_everywhere_else_leaves_this_browser_signed_in(app, client, people):
    other = sign_in(app.test_client(), people.theo)
    sign_in(client, people.theo)
    assert client.post("/account/sessions/end").status_code == 303
    assert "signed out everywhere but here" in client.get("/account").text
    assert other.get("/account").location == "/login?next=/account"
    assert sign_in(app.test_client(), people.theo).get("/account").status_code == 200


def test_signing_out_everywhere_is_logged(client, people):
    sign_in(client, people.theo)
    client.post("/account/sessions/end")
    acts = session().query(AuditEntry.act).filter_by(person_id=people.theo.id).all()
    assert ("accounts.end_other_sessions",) in acts


def test_a_stranger_ends_no_session(app, client, people):
    sign_in(client, people.theo)
    assert app.test_client().post("/account/sessions/end").location == "/login"
    assert client.get("/account").status_code == 200


def test_the_profile_says_when_one_signed_in_and_what_is_left(client, people):
    sign_in(client, people.theo)
    shown = PageClient(client).get("/account").text
    assert "Tue 24 Nov 2026, 09:00 PT" in shown
    assert "Off. Set up a second step" in shown


def test_a_used_recovery_code_is_said_with_how_many_are_left(client, people, codes, monkeypatch):
    client.post("/login", data={"email": people.theo.email, "password": PASSWORD})
    assert client.post("/login/code", data={"code": codes[0]}).location == "/"
    assert "That code is used up. 9 recovery codes left" in client.get("/account").text
    assert "9 recovery codes left. Your second step" in PageClient(client).get("/account").text
    assert session().query(RecoveryCode).filter(RecoveryCode.used_at.is_not(None)).count() == 1
