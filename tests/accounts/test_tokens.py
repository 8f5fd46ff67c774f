"""API tokens: made by a person, read exports in their name, end, and open nothing else."""

from datetime import timedelta

import pytest

from compliance.accounts.models import ApiToken
from compliance.accounts.rules import MOST_TOKEN_DAYS, MOST_WRONG_TOKENS, NewToken, check_token
from compliance.accounts.services import deactivate_person, reactivate_person, set_roles
from compliance.accounts.tokens import make_token, revoke_token, tokens_now
from compliance.core.errors import BadValue, NotFound
from compliance.db import session, transaction
from compliance.occasions import Actor
from compliance.outbox.holds import hold_outgoing, release_outgoing
from tests.conftest import OLD, TODAY, occasion, sign_in
from tests.makers.people import make_person
from tests.web.page_client import PageClient, words

OFFERED = frozenset({"applications.view", "network.view"})
DAY = timedelta(days=1)


def by(person):
    return occasion(actor=Actor(person.id, person.name, frozenset({"credentialing"})))


def made(person, *scope, ends_on=TODAY):
    """Return the text of a new token of a person."""
    with transaction():
        new = NewToken("Board figures", frozenset(scope or ("applications.view",)), ends_on)
        return make_token(new, OFFERED, by(person))


def shown(token):
    return {"Authorization": f"Bearer {token}"}


def test_no_token_opens_anything_while_what_goes_out_is_held(client, people):
    token = made(people.theo)
    with transaction():
        hold_outgoing(OLD, OLD)
    refusal(client.get("/applications.csv", headers=shown(token)), 401)
    with transaction():
        release_outgoing(by(people.olivia))
    assert client.get("/applications.csv", headers=shown(token)).status_code == 200


def refusal(answered, status):
    """Return what a refusal says, which is problem details."""
    assert answered.status_code == status
    assert answered.mimetype == "application/problem+json"
    assert answered.json["status"] == status
    return answered.json["detail"]


def test_a_token_reads_an_export_without_a_cookie(client, people):
    answered = client.get("/applications.csv", headers=shown(made(people.theo)))
    assert answered.status_code == 200
    assert answered.mimetype == "text/csv"
    assert "Set-Cookie" not in answered.headers


def test_a_token_reads_what_it_was_made_for_and_no_more(client, people):
    token = made(people.theo)
    assert "Your roles do not include this" in refusal(
        client.get("/network.csv", headers=shown(token)), 403
    )
    wider = made(people.theo, "applications.view", "network.view")
    assert client.get("/network.xlsx", headers=shown(wider)).status_code == 200


def test_a_token_reads_no_more_than_its_owner_may(client, people):
    token = made(people.theo)
    with transaction():
        set_roles(people.theo.id, frozenset({"admin"}), occasion())
    refusal(client.get("/applications.csv", headers=shown(token)), 403)


def test_a_token_asks_for_another_day_as_its_owner_may(client, people):
    address = "/applications.csv?as_of=2026-11-20"
    assert client.get(address, headers=shown(made(people.theo))).status_code == 200


def test_whoever_acts_by_a_token_holds_no_other_permission():
    actor = Actor(1, "Theo", frozenset({"supervisor"}), scope=frozenset({"network.view"}))
    assert actor.may("network.view")
    assert not actor.may("applications.reopen")


@pytest.mark.parametrize("path", ["/applications", "/account", "/settings/people", "/login"])
def test_a_token_opens_no_page(client, people, path):
    said = refusal(client.get(path, headers=shown(made(people.theo))), 403)
    assert said.startswith("A token reads exports")


@pytest.mark.parametrize("path", ["/applications.csv", "/account/preferences", "/logout"])
def test_a_token_changes_nothing(app, client, people, path):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answered = client.post(path, headers=shown(made(people.theo)), data={"theme": "dark"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answered.status_code in (403, 405)
    assert answered.mimetype == "application/problem+json"


def test_beside_a_token_the_cookie_counts_for_nothing(client, people):
    token = made(people.theo)
    sign_in(client, people.nora)
    assert client.get("/applications.csv", headers=shown(token)).status_code == 200
    refusal(client.get("/network.csv", headers=shown(token)), 403)
    refusal(client.get("/network.csv", headers=shown("dbk_wrong")), 401)
    assert client.get("/network.csv").status_code == 200


def test_a_page_that_is_not_there_is_told_in_json(client, people):
    refusal(client.get("/nothing.csv", headers=shown(made(people.theo))), 404)


def test_a_value_that_cannot_be_read_is_told_in_json(client, people):
    address = "/applications.csv?as_of=2026-02-30"
    assert "2026-02-30" in refusal(client.get(address, headers=shown(made(people.theo))), 422)


@pytest.mark.parametrize("text", ["", "dbk_", "dbk_wrong", "ü", "a b c", "x" * 5000])
def test_a_wrong_token_is_refused(client, people, text):
    answered = client.get("/applications.csv", headers=shown(text))
    assert "The token is not right" in refusal(answered, 401)
    assert answered.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_works_through_its_last_day(client, people):
    token = made(people.theo)
    row = session().query(ApiToken).one()
    assert client.get("/applications.csv", headers=shown(token)).status_code == 200
    row.ends_on = TODAY - DAY
    session().commit()
    refusal(client.get("/applications.csv", headers=shown(token)), 401)


def test_a_revoked_token_stops_at_once(client, people):
    token = made(people.theo)
    with transaction():
        revoke_token(session().query(ApiToken).one().id, by(people.theo))
    refusal(client.get("/applications.csv", headers=shown(token)), 401)


def test_the_tokens_of_somebody_deactivated_stop_for_good(client, people):
    token = made(people.theo)
    with transaction():
        deactivate_person(people.theo.id, occasion())
    refusal(client.get("/applications.csv", headers=shown(token)), 401)
    with transaction():
        reactivate_person(people.theo.id, occasion())
    refusal(client.get("/applications.csv", headers=shown(token)), 401)


def test_too_many_wrong_tokens_wait_and_keep_nobody_from_signing_in(client, people):
    token = made(people.theo)
    for _ in range(MOST_WRONG_TOKENS):
        refusal(client.get("/applications.csv", headers=shown("dbk_wrong")), 401)
    refusal(client.get("/applications.csv", headers=shown("dbk_wrong")), 429)
    assert client.get("/applications.csv", headers=shown(token)).status_code == 200
    sign_in(client, people.theo)


def test_the_database_holds_no_token(people):
    token = made(people.theo)
    row = session().query(ApiToken).one()
    assert token not in (row.token_hash, row.prefix)
    assert token.startswith(row.prefix)
    assert len(row.prefix) < len(token) / 3


def test_the_last_use_is_noted_now_and_then(client, people):
    token = made(people.theo)
    for _ in range(2):
        client.get("/applications.csv", headers=shown(token))
    assert tokens_now(TODAY)[0].used_at == occasion().now


@pytest.mark.parametrize(
    ("name", "scope", "days", "said"),
    [
        (" ", {"network.view"}, 1, "Enter a name"),
        ("Board", set(), 1, "Choose what it may read"),
        ("Board", {"people.manage"}, 1, "Choose what it may read"),
        ("Board", {"network.view"}, -1, "is no last day for it"),
        ("Board", {"network.view"}, MOST_TOKEN_DAYS + 1, "is no last day for it"),
    ],
)
def test_a_token_that_must_not_be_is_refused(name, scope, days, said):
    with pytest.raises(BadValue, match=said):
        check_token(NewToken(name, frozenset(scope), TODAY + days * DAY), OFFERED, TODAY)


@pytest.mark.parametrize("days", [0, MOST_TOKEN_DAYS])
def test_a_token_may_last_a_day_or_a_year(days):
    check_token(NewToken("Board", OFFERED, TODAY + days * DAY), OFFERED, TODAY)


# ---- the pages ------------------------------------------------------------------------------


def test_a_person_makes_a_token_and_sees_it_once(client, people):
    sign_in(client, people.theo)
    pages = PageClient(client)
    address = "/account/tokens/new"
    typed = pages.get(address).fields(address) | {
        "name": "Board figures",
        "scope": ["applications.view"],
        "ends_on": "12/31/2026",
    }
    for _ in range(2):
        assert client.post(address, data=typed).location == "/account/tokens"
    page = pages.get("/account/tokens")
    (token,) = [words(each) for each in page.all("p", "mono")]
    assert client.get("/applications.csv", headers=shown(token)).status_code == 200
    assert token not in pages.get("/account/tokens").text
    assert len(tokens_now(TODAY, people.theo.id)) == 1


def test_only_what_the_person_reads_and_a_file_shows_is_offered(client, people):
    admin = make_person("Ada Abbott", occasion(), "admin")
    sign_in(client, admin)
    page = PageClient(client).get("/account/tokens/new")
    offered = {each.get("value") for each in page.all("input", name="scope")}
    assert "duties.view" in offered
    assert not offered & {"applications.view", "people.manage", "account.own", "rules.view"}


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(client, people):
    sign_in(client, people.theo)
    typed = {"name": "Board", "scope": ["applications.view"], "ends_on": "01/01/2030",
             "post_key": "0123456789"}  # fmt: skip
    page = PageClient(client).post("/account/tokens/new", data=typed, status=200)
    assert "is no last day for it. Use" in page.text
    assert page.one("input", name="name").get("value") == "Board"


def test_nobody_revokes_the_token_of_another(client, people):
    made(people.theo)
    number = session().query(ApiToken).one().id
    sign_in(client, people.nora)
    assert client.post(f"/account/tokens/{number}/revoke").status_code == 404
    assert client.post(f"/settings/people/tokens/{number}/revoke").status_code == 403
    assert len(tokens_now(TODAY)) == 1


def test_the_owner_revokes_it(client, people):
    made(people.theo)
    number = session().query(ApiToken).one().id
    sign_in(client, people.theo)
    assert client.post(f"/account/tokens/{number}/revoke").location == "/account/tokens"
    assert tokens_now(TODAY) == []
    with pytest.raises(NotFound):
        revoke_token(number, by(people.theo))


def test_an_administrator_sees_and_revokes_every_token(client, people):
    made(people.theo)
    number = session().query(ApiToken).one().id
    sign_in(client, make_person("Ada Abbott", occasion(), "admin"))
    page = PageClient(client).get("/settings/people")
    assert "Board figures" in page.text
    done = client.post(f"/settings/people/tokens/{number}/revoke")
    assert done.location == "/settings/people"
    assert tokens_now(TODAY) == []
