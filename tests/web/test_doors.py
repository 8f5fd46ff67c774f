"""Access, errors, headers, preferences: what every door of the app does."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotImplemented as NotImplemented_

from compliance.core.errors import BadFile, BadValue, Conflict, Environment, NoValueInForce
from compliance.web.access import permission, stated_access
from compliance.web.addresses import safe_next
from compliance.web.errors import on_http_error, status_of
from compliance.web.headers import for_viewing
from compliance.web.navigation import MenuEntry, Parts, current_path, register
from tests.web.page_client import PageClient

HTMX = {"HX-Request": "true"}


def test_a_stranger_is_sent_to_sign_in_and_back(pages: PageClient):
    page = pages.get("/applications?view=overdue&anon=1", status=302)
    assert page.response.location == "/login?next=/applications?view%3Doverdue%26anon%3D1"


def test_a_stranger_asking_for_a_part_is_told_so(pages: PageClient):
    assert (
        "You are signed out" in pages.get("/applications?anon=1", 401, headers=HTMX).response.text
    )


def test_a_person_without_the_role_is_refused_with_a_way_out(pages: PageClient):
    page = pages.get("/people", status=403)
    assert page.text.count("Ask an administrator, or a colleague who has the role.") == 1
    assert page.text.count("Ask an administrator") == 1
    assert page.all("nav", id="menu")


def test_every_view_states_its_access(toy: Flask):
    stated = {name: stated_access(view) for name, view in toy.view_functions.items()}
    del stated["static"]
    assert None not in stated.values()
    assert stated["people"] == "people.manage"
    assert stated["web.change_preferences"] == "public"


def test_a_permission_that_nobody_knows_is_refused_at_once():
    with pytest.raises(KeyError, match="permission table"):
        permission("moon.land")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Conflict("changed"), 409),
        (BadValue("no", "npi"), 422),
        (BadFile("no"), 422),
        (NoValueInForce("no"), 422),
        (Environment("no"), 503),
    ],
)
def test_an_error_has_one_status(error, status):
    assert status_of(error) == status


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/refuse", 409, "The application was decided on Mon 23 Nov 2026."),
        ("/forbid", 403, "Only Joel may."),
        ("/nowhere", 404, "nothing at this address"),
        ("/break", 500, "nothing was saved"),
    ],
)
def test_an_error_page_says_what_happened(pages: PageClient, path, status, said):
    assert said in pages.get(path, status).text


def test_an_error_asked_for_as_json_is_json(pages: PageClient):
    answered = pages.get("/refuse", 409, headers={"Accept": "application/json"}).response
    assert answered.json["message"] == "The application was decided on Mon 23 Nov 2026."
    assert answered.json["code"] == 409


def test_a_refused_part_is_answered_with_a_part(pages: PageClient):
    text = pages.get("/refuse", 409, headers=HTMX).response.text
    assert "<html" not in text
    assert 'role="alert"' in text


def test_a_wrong_method_says_which_are_right(toy: Flask):
    answered = toy.test_client().delete("/applications", headers={"Accept": "application/json"})
    assert answered.status_code in (400, 405)


def test_an_error_page_needs_no_menu_that_works(toy: Flask, monkeypatch):
    def broken() -> str:
        raise BadValue("as_of is no date", "as_of")

    parts = toy.extensions["daybook.shell"]
    monkeypatch.setitem(toy.extensions, "daybook.shell", Parts(parts.menu, plan_name=broken))
    page = PageClient(toy.test_client()).get("/refuse", status=409)
    assert not page.all("nav", id="menu")


def test_every_answer_carries_the_policy(pages: PageClient):
    headers = pages.get("/applications").response.headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_https_is_remembered(toy: Flask):
    answered = toy.test_client().get("/login", base_url="https://plan.example")
    assert answered.headers["Strict-Transport-Security"].startswith("max-age=")


def test_a_document_may_stand_in_our_own_pages_only(toy: Flask):
    with toy.test_request_context("/"):
        headers = for_viewing(toy.response_class("x")).headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]


def test_static_files_with_a_version_are_kept_for_long(pages: PageClient):
    sheets = [each.get("href") for each in pages.get("/login").all("link", rel="stylesheet")]
    for sheet in sheets:
        with pages.client.get(sheet) as answered:
            assert answered.status_code == 200
            assert "immutable" in answered.headers["Cache-Control"]


def test_an_act_by_htmx_is_led_on_by_a_header(pages: PageClient):
    token = pages.get("/applications").fields("/preferences")["csrf_token"]
    sent = {"csrf_token": token, "next": "https://elsewhere.example/"}
    answered = pages.post("/preferences", sent, status=204, headers=HTMX).response
    assert answered.headers["HX-Redirect"] == "/"


def test_an_api_path_is_answered_in_json(pages: PageClient):
    assert pages.get("/api/v1/nothing", status=404).response.json["code"] == 404


def test_an_unusual_error_still_has_a_page(toy: Flask):
    with toy.test_request_context("/"):
        assert "Not Implemented" in on_http_error(NotImplemented_()).get_data(as_text=True)


def test_preferences_are_kept_in_this_browser(pages: PageClient):
    token = pages.get("/applications").fields("/preferences")["csrf_token"]
    sent = {
        "csrf_token": token,
        "theme": "dark",
        "density": "compact",
        "keys": "x",
        "next": "/form",
    }
    page = pages.post("/preferences", sent, status=303)
    assert page.response.location == "/form"
    root = pages.get("/form").one("html")
    assert root.get("data-bs-theme") == "dark"
    body = pages.get("/form").one("body")
    assert "density-compact" in (body.get("class") or "")
    assert body.get("data-keys") == "on"


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:x",
        "",
        None,
        "relative",
        "/a\tb",
        "/\n/x",
    ],
)
def test_next_never_leads_away(target):
    assert safe_next(target, "/today") == "/today"


def test_next_leads_to_our_own_pages():
    assert safe_next("/applications?view=overdue", "/") == "/applications?view=overdue"


@pytest.mark.parametrize(
    ("asked", "current"),
    [
        ("/", "/"),
        ("/applications/1058", "/applications"),
        ("/applicationsx", None),
        ("/meetings/7/kpi", "/meetings"),
        ("/other", None),
    ],
)
def test_the_longest_path_of_the_menu_is_current(asked, current):
    assert current_path(asked, ["/", "/applications", "/meetings"]) == current


def test_a_menu_entry_without_a_view_is_refused_at_assembly():
    with pytest.raises(LookupError, match="Moon"):
        register(Flask("x"), Parts((MenuEntry("", "Moon", "moon", "moon", "today.view"),)))
