"""Whoever's sign-in changes is told by mail, whoever changed it."""

import pytest

from compliance.accounts.links import RESET, password_token
from compliance.accounts.models import SecondStep
from compliance.db import session
from compliance.outbox.queries import LogFilter, delivery_log, message
from tests.conftest import occasion, sign_in
from tests.makers.people import PASSWORD, make_person

ANOTHER = "another long password"


def told():
    """Return to whom a mail about a changed sign-in goes, and its first sentence."""
    lines = delivery_log(LogFilter(kinds=frozenset({"account"})))
    return [(each.to_address, message(each.id).body_text.split("\n")[0]) for each in lines]


@pytest.fixture
def theo(people):
    step = SecondStep(person_id=people.theo.id, secret="unread", made_at=occasion().now)
    session().add(step)
    session().commit()
    return people.theo


def test_a_changed_password_is_told(client, people):
    sign_in(client, people.theo)
    form = {"password": PASSWORD, "new_password": ANOTHER, "new_password_confirm": ANOTHER}
    assert client.post("/account/password", data=form).status_code == 302
    ((to, said),) = told()
    assert to == people.theo.email
    assert said.startswith("The password of your Daybook account")


def test_a_wrong_present_password_tells_nobody(client, people):
    sign_in(client, people.theo)
    form = {"password": "wrong", "new_password": ANOTHER, "new_password_confirm": ANOTHER}
    client.post("/account/password", data=form)
    assert told() == []


def test_a_second_step_reset_by_an_administrator_is_told_to_its_owner(client, theo):
    sign_in(client, make_person("Ada Abbott", occasion(), "admin"))
    assert client.post(f"/settings/people/{theo.id}/second-step").status_code == 303
    ((to, said),) = told()
    assert to == theo.email
    assert "no longer asks for a code" in said


@pytest.mark.parametrize(
    ("path", "words"), [("off", "no longer asks for a code"), ("codes", "New recovery codes")]
)
def test_what_one_changes_oneself_is_told_too(client, people, path, words):
    sign_in(client, people.theo)
    step = SecondStep(person_id=people.theo.id, secret="unread", made_at=occasion().now)
    session().add(step)
    prefix = {"off": "off", "codes": "renew"}[path]
    typed = {f"{prefix}-password": PASSWORD}
    assert client.post(f"/account/second-step/{path}", data=typed).status_code == 303
    ((_, said),) = told()
    assert words in said


def test_a_password_chosen_by_a_link_is_told_but_not_the_first_one(app, client, people):
    settings = app.extensions["daybook"]["settings"]
    chosen = {"password": ANOTHER, "again": ANOTHER}
    invited = make_person("Ines Ibarra", occasion(), "meetings", password_hash=None)
    for person in (people.theo, invited):
        address = f"/reset/{password_token(person, RESET, 0, settings)}"
        assert client.post(address, data=chosen).location == "/login"
    assert [to for to, _ in told()] == [people.theo.email]
