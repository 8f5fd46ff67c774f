"""What was sent after the session had ended: kept, offered after signing in, or dropped."""

from datetime import timedelta

import pytest

from compliance.core.sign_in import IDLE_MINUTES
from compliance.db import session, transaction
from compliance.web.drafts import NEVER, forget_old
from compliance.web.models import Draft
from tests.conftest import occasion, sign_in
from tests.makers.people import make_person
from tests.web.page_client import PageClient

ADDRESS = "/settings/people/invite"
TYPED = {"name": "Ines Ibarra", "email": "ines@aldercreek.example", "roles": ["meetings"],
         "department": "Quality", "supervisor": "", "post_key": "0123456789"}  # fmt: skip


@pytest.fixture
def admin(people):
    return make_person("Ada Abbott", occasion(), "admin")


def let_it_end(client):
    with client.session_transaction() as kept:
        kept["seen"] -= IDLE_MINUTES[1] * 60


def sent_too_late(client, person, address=ADDRESS, data=TYPED, **more):
    """Sign in, let the session end, send the form, and sign in again."""
    sign_in(client, person)
    let_it_end(client)
    answered = client.post(address, data=data, **more)
    assert answered.status_code == 302
    sign_in(client, person)
    return answered


def test_what_was_typed_is_kept_and_offered_and_filled_in(client, admin):
    answered = sent_too_late(client, admin)
    assert answered.location == f"/login?next={ADDRESS}"
    pages = PageClient(client)
    offer = pages.get(ADDRESS)
    assert "What you typed here was not sent. It is kept until" in offer.text
    assert "Ines Ibarra" in offer.text
    assert offer.fields(ADDRESS)["name"] == ""
    filled = pages.get(offer.links()["Fill it in"])
    fields = filled.fields(ADDRESS)
    assert (fields["name"], fields["department"]) == ("Ines Ibarra", "Quality")
    assert not fields["post_key"].startswith(TYPED["post_key"])
    assert filled.one("input", name="roles", value="meetings").get("checked") is not None


def test_a_draft_goes_once_its_form_is_sent(client, admin):
    sent_too_late(client, admin)
    assert client.post(ADDRESS, data=TYPED).status_code == 303
    assert session().query(Draft).count() == 0
    assert "Fill it in" not in client.get(ADDRESS).text


def test_a_draft_is_discarded(client, admin):
    sent_too_late(client, admin)
    number = session().query(Draft).one().id
    done = client.post("/account/drafts/discard", data={"draft": number, "next": ADDRESS})
    assert done.location == ADDRESS
    assert session().query(Draft).count() == 0
    assert "Fill it in" not in client.get(ADDRESS).text


def test_the_draft_of_another_person_is_neither_shown_nor_discarded(app, client, admin, people):
    sent_too_late(client, admin)
    number = session().query(Draft).one().id
    other = sign_in(app.test_client(), make_person("Ben Boyd", occasion(), "admin"))
    assert PageClient(other).get(f"{ADDRESS}?draft={number}").fields(ADDRESS)["name"] == ""
    assert "Fill it in" not in other.get(f"{ADDRESS}?draft={number}").text
    other.post("/account/drafts/discard", data={"draft": number})
    assert session().query(Draft).count() == 1


def test_the_sign_in_page_says_that_it_is_kept(client, admin):
    sign_in(client, admin)
    let_it_end(client)
    asked = client.post(ADDRESS, data=TYPED).location
    assert "What you typed is kept: sign in to go on with it." in client.get(asked).text


def test_a_stranger_keeps_nothing(client, admin):
    assert client.post(ADDRESS, data=TYPED).location == "/login"
    assert session().query(Draft).count() == 0


def test_somebody_deactivated_keeps_nothing(client, admin):
    sign_in(client, admin)
    admin.active = False
    session().commit()
    let_it_end(client)
    assert client.post(ADDRESS, data=TYPED).location == "/login"
    assert session().query(Draft).count() == 0


def test_a_button_without_a_page_is_kept_for_the_page_that_sent_it(client, people):
    sent = {"Referer": "http://localhost/account"}
    data = {"theme": "dark", "density": "compact", "keys": "off"}
    answered = sent_too_late(client, people.theo, "/account/preferences", data, headers=sent)
    assert answered.location == "/login?next=/account"
    page = PageClient(client).get("/account")
    filled = PageClient(client).get(page.links()["Fill it in"])
    assert filled.one("input", name="theme", value="dark").get("checked") is not None


def test_an_address_elsewhere_is_no_page_of_ours(client, people):
    sent = {"Referer": "https://elsewhere.example/account"}
    answered = sent_too_late(
        client, people.theo, "/account/preferences", {"theme": "dark"}, headers=sent
    )
    assert answered.location == "/login"


def test_a_later_draft_of_the_same_form_stands_in_place_of_the_one_before(client, admin):
    sent_too_late(client, admin)
    sent_too_late(client, admin, data=TYPED | {"name": "Ivo"})
    assert session().query(Draft).one().fields["name"] == ["Ivo"]


@pytest.mark.parametrize(
    "name",
    ["password", "off-password", "new_password_confirm", "csrf_token", "post_key", "code", "seen",
     "birth_date", "ssn_last4", "npdb_result", "disclosure_3", "deliberation", "race", "api_token"],
)  # fmt: skip
def test_what_is_secret_or_restricted_is_never_kept(name):
    assert NEVER.search(name)


@pytest.mark.parametrize("name", ["note", "why", "zip_code_4", "name", "received_on", "email"])
def test_ordinary_fields_are_kept(name):
    assert not NEVER.search(name)


def test_a_birth_date_is_left_out_of_what_is_kept(client, people):
    typed = {"last_name": "Vega", "birth_date": "05/06/1980", "post_key": "0123456789"}
    sent_too_late(client, people.theo, "/applications/new", typed)
    assert session().query(Draft).one().fields == {"last_name": ["Vega"]}


@pytest.mark.parametrize(
    "path",
    ["/applications/APP-1/values", "/applications/APP-1/acts/decision",
     "/applications/APP-1/acts/check"],
)  # fmt: skip
def test_forms_that_may_hold_restricted_values_are_not_kept(client, people, path):
    answered = sent_too_late(client, people.olivia, path, {"reason": "as discussed"})
    assert answered.location == "/login"
    assert session().query(Draft).count() == 0


def test_a_text_longer_than_a_page_is_not_kept(client, admin):
    sent_too_late(client, admin, data=TYPED | {"name": "x" * 20_001})
    assert session().query(Draft).count() == 0


def test_old_drafts_are_forgotten(client, admin):
    sent_too_late(client, admin)
    with transaction():
        assert forget_old(occasion().now + timedelta(days=7)) == 0
        assert forget_old(occasion().now + timedelta(days=7, seconds=1)) == 1
