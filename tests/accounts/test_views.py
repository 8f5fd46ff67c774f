"""Sign-in, sign-out, and one's own account."""

from compliance.accounts.models import Person
from compliance.accounts.services import deactivate_person
from compliance.db import session
from tests.conftest import occasion, sign_in
from tests.makers.people import PASSWORD


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
