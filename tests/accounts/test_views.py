"""Sign-in, sign-out, one's own account, and the first password of an invited person."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from compliance.accounts.links import INVITE, RESET, password_token, person_of_link
from compliance.accounts.models import Person
from compliance.accounts.services import deactivate_person
from compliance.core.errors import NotNow
from compliance.db import session
from compliance.outbox.queries import LogFilter, delivery_log, message
from tests.conftest import occasion, sign_in
from tests.makers.people import PASSWORD, make_person


def test_a_stranger_is_led_to_sign_in(client):
    answered = client.get("/account")
    assert answered.status_code == 302
    assert answered.location == "/login?next=/account"


def test_sign_in_leads_where_the_person_wanted(client, people):
    form = {"email": people.olivia.email.upper(), "password": PASSWORD, "next": "/account"}
    assert client.post("/login", data=form).location == "/account"
    assert "Olivia Ortega" in client.get("/account").text


def test_sign_in_leads_to_no_other_site(client, people):
    form = {"email": people.olivia.email, "password": PASSWORD}
    answered = client.post("/login?next=https://elsewhere.example/", data=form)
    assert answered.status_code == 200
    assert "elsewhere" not in answered.text


def test_a_wrong_password_keeps_the_email_and_says_where(client, people):
    page = client.post("/login", data={"email": people.theo.email, "password": "wrong"}).text
    assert f'value="{people.theo.email}"' in page
    assert '<a href="#password">The email or password is not right</a>' in page


def test_an_unknown_email_reads_as_a_wrong_password(client, people):
    page = client.post("/login", data={"email": "who@example.org", "password": "wrong"}).text
    assert '<a href="#password">The email or password is not right</a>' in page


def test_an_empty_form_says_what_is_missing(client):
    page = client.post("/login", data={"email": "", "password": ""}).text
    assert '<a href="#email">Enter your email</a>' in page


def test_signing_out_is_a_post(client, people):
    sign_in(client, people.nora)
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 302
    assert client.get("/account").location == "/login?next=/account"


def test_a_deactivated_person_is_out_at_once(client, people):
    sign_in(client, people.nora)
    deactivate_person(people.nora.id, occasion())
    assert client.get("/account").status_code == 302
    page = client.post("/login", data={"email": people.nora.email, "password": PASSWORD}).text
    assert "The email or password is not right" in page


def test_preferences_follow_the_person_to_another_browser(app, client, people):
    sign_in(client, people.theo)
    chosen = {"theme": "dark", "density": "compact", "keys": "off"}
    assert client.post("/account/preferences", data=chosen).status_code == 303
    other = sign_in(app.test_client(), people.theo)
    assert 'data-bs-theme="dark"' in other.get("/account").text


def test_a_password_is_changed_with_the_present_one(client, people):
    sign_in(client, people.theo)
    form = {"password": PASSWORD, "new_password": "a new long password",
            "new_password_confirm": "a new long password"}  # fmt: skip
    assert client.post("/account/password", data=form).location == "/account"
    assert session().get(Person, people.theo.id).password


def test_a_short_new_password_is_refused(client, people):
    sign_in(client, people.theo)
    form = {"password": PASSWORD, "new_password": "short", "new_password_confirm": "short"}
    assert "Use 12 characters or more" in client.post("/account/password", data=form).text


def test_an_invited_person_chooses_a_password_once(app, client, people):
    invited = make_person("Ines Ibarra", occasion(), "meetings", password_hash=None)
    settings = app.extensions["daybook"]["settings"]
    address = f"/welcome/{password_token(invited, INVITE, settings)}"
    form = {"password": PASSWORD, "again": PASSWORD}
    assert client.post(address, data=form).location == "/login"
    assert client.get(address).status_code == 404
    sign_in(client, invited)


def test_a_broken_link_says_so(client):
    answered = client.get("/welcome/nonsense")
    assert answered.status_code == 404
    assert "Copy the whole of it" in answered.text


# ---- a forgotten password -------------------------------------------------------------------


@pytest.fixture
def with_mail(app, monkeypatch):
    """Let mail go to a server; nothing is sent, since no job runs."""
    parts = app.extensions["daybook"]
    sent = replace(parts["settings"], mail_url="smtp://mail.example")
    monkeypatch.setitem(parts, "settings", sent)


def resets() -> list[str]:
    lines = delivery_log(LogFilter(kinds=frozenset({"reset"})))
    return [message(line.id).body_text for line in lines]


def link_in(text: str) -> str:
    return urlsplit(re.search(r"http\S+", text)[0]).path


def test_a_forgotten_password_is_chosen_anew_by_a_link(client, people, with_mail):
    assert "/login/forgot" in client.get("/login").text
    asked = client.post("/login/forgot", data={"email": people.theo.email.upper()})
    assert asked.location == "/login"
    (text,) = resets()
    assert "good for 2 hours" in text
    chosen = {"password": "another long password", "again": "another long password"}
    assert client.post(link_in(text), data=chosen).location == "/login"
    assert client.get(link_in(text)).status_code == 404
    form = {"email": people.theo.email, "password": "another long password"}
    assert client.post("/login", data=form).status_code == 302


def test_no_stranger_learns_who_has_an_account(client, people, with_mail):
    deactivate_person(people.nora.id, occasion())
    pages = []
    for email in (people.theo.email, people.nora.email, "who@example.org", "no address"):
        client.post("/login/forgot", data={"email": email})
        pages.append(client.get("/login").text)
    assert len(set(pages)) == 1
    assert len(resets()) == 1


def test_a_link_is_sent_once_an_hour(client, people, with_mail):
    for _ in range(3):
        client.post("/login/forgot", data={"email": people.theo.email})
    assert len(resets()) == 1


def test_a_link_of_one_kind_is_none_of_the_other(app, client, people):
    token = password_token(people.theo, RESET, app.extensions["daybook"]["settings"])
    assert client.get(f"/reset/{token}").status_code == 200
    assert client.get(f"/welcome/{token}").status_code == 404


@pytest.mark.parametrize(("kind", "words"), [(INVITE, "7 days"), (RESET, "2 hours")])
def test_an_old_link_says_how_long_it_was_good(app, people, kind, words):
    token = password_token(people.theo, kind, app.extensions["daybook"]["settings"])
    aged = replace(kind, good_for=timedelta(seconds=-1))
    with pytest.raises(NotNow, match=f"This link was good for {words}. Ask for a new one."):
        person_of_link(token, aged, app.extensions["daybook"]["settings"])


def test_without_a_mail_server_an_administrator_is_named(client, people):
    assert "/login/forgot" not in client.get("/login").text
    answered = client.get("/login/forgot")
    assert answered.status_code == 409
    assert "Ask an administrator of your plan" in answered.text
