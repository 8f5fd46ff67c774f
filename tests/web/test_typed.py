"""What a page sends by itself shortly before the session ends: kept, and no sign of activity."""

import pytest
from sqlalchemy import inspect, text

from compliance.accounts.rules import NewToken
from compliance.accounts.tokens import make_token
from compliance.db import db, session, transaction
from compliance.occasions import Actor
from compliance.setup.migrate import migrate, migrate_down
from compliance.web.drafts import KEPT_UNTIL, MOST_KEPT
from compliance.web.models import Draft
from tests.conftest import occasion, sign_in
from tests.makers.people import make_person
from tests.web.page_client import PageClient
from tests.web.test_drafts import ADDRESS, let_it_end

KEEPER = "/account/drafts"


@pytest.fixture
def admin(client, people):
    admin = make_person("Ada Abbott", occasion(), "admin")
    sign_in(client, admin)
    return admin


def typed(client, page=ADDRESS, action=ADDRESS, key="0123456789", **fields):
    """Send what a page's script sends for one form."""
    data = {"draft_form": action, "post_key": key, **fields}
    sent_from = {"Referer": f"http://localhost{page}", "HX-Request": "true"}
    return client.post(KEEPER, data=data, headers=sent_from)


def drafts():
    return session().query(Draft).order_by(Draft.id).all()


def offered(client, person, page=ADDRESS):
    """Sign in again and return the page and its ways to fill in, the latest first."""
    client.post("/logout")
    sign_in(client, person)
    shown = PageClient(client).get(page)
    ways = [each.get("href") for each in shown.all("a") if "".join(each.itertext()) == "Fill it in"]
    return shown, ways


def test_what_was_typed_is_kept_and_offered_after_signing_in(client, admin):
    answered = typed(client, name="Ivo Ilg", department="Quality")
    assert (answered.status_code, answered.headers[KEPT_UNTIL]) == (204, "Tue 1 Dec 2026")
    shown, (way,) = offered(client, admin)
    assert "It is kept until Tue 1 Dec 2026." in shown.text
    assert PageClient(client).get(way).fields(ADDRESS)["name"] == "Ivo Ilg"


def test_keeping_it_is_no_activity(client, admin):
    with client.session_transaction() as kept:
        kept["seen"] = before = kept["seen"] - 300
    typed(client, name="Ivo")
    with client.session_transaction() as kept:
        assert kept["seen"] == before
    client.get(ADDRESS)
    with client.session_transaction() as kept:
        assert kept["seen"] > before


def test_a_page_that_wakes_up_after_the_end_still_has_it_kept(client, admin):
    let_it_end(client)
    answered = typed(client, name="Ivo")
    assert (answered.status_code, answered.headers[KEPT_UNTIL]) == (401, "Tue 1 Dec 2026")
    assert [each.fields for each in drafts()] == [{"name": ["Ivo"]}]


def test_a_stranger_keeps_nothing(client, people):
    assert typed(client, name="Ivo").status_code == 401
    assert not drafts()


def test_a_token_keeps_nothing(client, people):
    actor = Actor(people.theo.id, "Theo", frozenset({"credentialing"}))
    with transaction():
        new = NewToken("Figures", frozenset({"applications.view"}), occasion().today)
        shown = make_token(new, new.scope, occasion(actor=actor))
    headers = {"Authorization": f"Bearer {shown}", "Referer": "http://localhost/account"}
    data = {"draft_form": "/account/preferences", "theme": "dark"}
    assert client.post(KEEPER, data=data, headers=headers).status_code == 403
    assert not drafts()


def test_secrets_and_restricted_values_are_left_out(client, admin):
    typed(client, name="Ivo", password="a b c d", birth_date="1/2/1980", npdb_note="x")
    assert [each.fields for each in drafts()] == [{"name": ["Ivo"]}]


@pytest.mark.parametrize(
    "action",
    ["/applications/APP-1/values", "/applications/APP-1/acts/decision", "/nowhere", ""],
)
def test_a_form_that_may_hold_restricted_values_or_is_none_is_not_kept(client, admin, action):
    answered = typed(client, action=action, why="as discussed")
    assert KEPT_UNTIL not in answered.headers
    assert not drafts()


def test_two_forms_of_one_page_are_filled_in_together(client, admin):
    typed(client, key="first-form", name="Ivo Ilg")
    typed(client, key="other-form", action="/settings/people/1", why="moved")
    _, ways = offered(client, admin)
    numbers = ",".join(str(each.id) for each in reversed(drafts()))
    assert ways == [f"{ADDRESS}?draft={numbers}"]
    assert PageClient(client).get(ways[0]).fields(ADDRESS)["name"] == "Ivo Ilg"


def test_two_tabs_of_one_form_are_both_kept_and_offered_apart(client, admin):
    typed(client, key="first-tab", name="Ivo")
    typed(client, key="other-tab", name="Eva")
    _, ways = offered(client, admin)
    filled = [PageClient(client).get(way).fields(ADDRESS)["name"] for way in ways]
    assert filled == ["Eva", "Ivo"]


def test_sending_a_form_lets_go_of_its_own_draft_alone(client, admin):
    typed(client, key="first-tab", name="Ivo")
    typed(client, key="other-tab", name="Eva")
    sent = {"name": "Ivo", "email": "ivo@aldercreek.example", "roles": ["meetings"]}
    assert client.post(ADDRESS, data=sent | {"post_key": "first-tab"}).status_code == 303
    assert [each.fields["name"] for each in drafts()] == [["Eva"]]


def test_a_filled_form_lets_go_of_the_draft_that_filled_it(client, admin):
    typed(client, key="first-tab", name="Ivo")
    typed(client, key="other-tab", name="Eva")
    _, ways = offered(client, admin)
    key = PageClient(client).get(ways[0]).fields(ADDRESS)["post_key"]
    sent = {"name": "Eva", "email": "eva@aldercreek.example", "roles": ["meetings"]}
    assert client.post(ADDRESS, data=sent | {"post_key": key}).status_code == 303
    assert [each.fields["name"] for each in drafts()] == [["Ivo"]]


def test_what_was_sent_in_the_meantime_is_not_kept(client, admin):
    sent = {"name": "Ivo", "email": "ivo@aldercreek.example", "roles": ["meetings"]}
    client.post(ADDRESS, data=sent | {"post_key": "first-tab"})
    assert KEPT_UNTIL not in typed(client, key="first-tab", name="Ivo").headers
    assert not drafts()


def test_staying_signed_in_forgets_what_was_kept(client, admin):
    typed(client, name="Ivo")
    assert typed(client).status_code == 204
    assert not drafts()


def test_a_page_filled_from_a_draft_is_kept_as_the_page_itself(client, admin):
    typed(client, key="first", name="Ivo")
    (first,) = drafts()
    typed(client, page=f"{ADDRESS}?draft={first.id}", key=f"second~{first.id}", name="Ivo Ilg")
    assert [(each.page, each.fields["name"]) for each in drafts()] == [(ADDRESS, ["Ivo Ilg"])]


def test_a_page_is_asked_for_its_drafts_where_another_tab_has_signed_in(client, admin):
    typed(client, name="Ivo")
    assert "Fill it in" not in client.get(ADDRESS).text
    way = PageClient(client).get(f"{ADDRESS}?draft=").links()["Fill it in"]
    assert PageClient(client).get(way).fields(ADDRESS)["name"] == "Ivo"


def test_what_no_form_of_the_page_takes_is_shown_to_be_copied(client, admin):
    typed(client, action="/settings/people/1", why="Moved to Harbor")
    _, (way,) = offered(client, admin)
    shown = PageClient(client).get(way)
    assert "The page cannot fill it in by itself: copy it from here." in shown.text
    assert "Moved to Harbor" in shown.text
    assert "Fill it in" not in shown.links()


def test_no_more_than_the_latest_are_kept(client, admin):
    for number in range(MOST_KEPT + 2):
        typed(client, key=f"copy-{number}", name=str(number))
    kept = [each.fields["name"] for each in drafts()]
    assert (len(kept), kept[0]) == (MOST_KEPT, ["2"])


def test_the_migration_keeps_drafts_up_and_down(database):
    with transaction():
        person = make_person("Olivia Ortega", occasion())
        for form in ("a", "b"):
            session().add(
                Draft(
                    person_id=person.id,
                    page="/account",
                    form=form,
                    fields={},
                    kept_at=person.made_at,
                )
            )
    migrate_down("0011")
    assert session().execute(text("SELECT page FROM drafts")).all() == [("/account",)]
    assert "form" not in {each["name"] for each in inspect(db.engine).get_columns("drafts")}
    migrate()
    assert session().execute(text("SELECT page, form FROM drafts")).all() == [("/account", "")]
