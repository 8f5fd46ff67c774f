"""The log names requests, routes and ids; never a person, an address or a link's token."""

import json
import logging

import pytest
from flask import abort

from compliance.app import create_app
from compliance.config import Settings
from compliance.core.identifiers import NPI_PREFIX
from compliance.web.access import public
from compliance.web.logs import JsonLines, masked
from tests.conftest import sign_in
from tests.makers.applications import npi


@pytest.fixture
def lines(caplog):
    """Return what has been logged so far, as it would be written."""
    caplog.handler.setFormatter(JsonLines())
    caplog.set_level(logging.INFO, "compliance")
    return lambda: [json.loads(each) for each in caplog.text.splitlines() if each[:1] == "{"]


def test_a_request_is_told_by_its_route_and_ids(client, people, lines):
    answered = sign_in(client, people.olivia).get("/applications/APP-1?q=Maricela")
    told = lines()[-1]
    assert (told["route"], told["status"], told["person"]) == (
        "/applications/<ref>",
        404,
        people.olivia.id,
    )
    assert told["method"] == "GET"
    assert told["ms"] > 0
    assert told["request"] == answered.headers["X-Request-ID"]
    assert told["request"] in answered.text
    assert "Maricela" not in str(lines())
    assert people.olivia.email not in str(lines())


def test_the_token_of_a_link_is_not_logged(client, lines):
    client.get("/reset/abcdef.ghijkl")
    assert lines()[-1]["route"] == "/reset/<token>"
    assert "abcdef" not in str(lines())


def test_health_and_static_files_are_not_logged(client, lines):
    client.get("/healthz")
    client.get("/static/icon.svg").close()
    assert not lines()


@pytest.fixture
def faulty(tmp_path):
    """Return a client of an app behind a proxy, whose page breaks."""
    app = create_app(Settings(tmp_path, "sqlite://", "test-only", proxies=1))

    @app.post("/broken/<name>")
    @public
    def broken(name: str) -> str:
        if name == "Oyelaran":
            raise ValueError("invalid literal: 'Oyelaran' of oye@cedarflat.example")
        abort(400)

    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    app.before_request_funcs = {}
    return app.test_client()


def test_an_exception_says_what_and_where_but_not_with_which_values(faulty, lines):
    answered = faulty.post("/broken/Oyelaran", data={"birth_date": "1980-02-29"})
    assert answered.status_code == 500
    told = next(each for each in lines() if "error" in each)
    assert told["error"] == "ValueError: invalid literal: '…' of …@…"
    assert told["at"][-1].endswith(" broken")
    assert told["message"] == "Exception in POST /broken/<name>"
    assert "1980" not in str(lines())
    assert "Oyelaran" not in str(lines())


def test_the_id_of_a_trusted_proxy_is_kept_and_an_odd_one_is_not(faulty):
    def given(said: str) -> str:
        return faulty.post("/broken/x", headers={"X-Request-ID": said}).headers["X-Request-ID"]

    assert given("proxy-12345678") == "proxy-12345678"
    assert given("two words\t{}") != "two words\t{}"


def test_without_a_proxy_nobody_gives_the_id(client):
    answered = client.get("/login", headers={"X-Request-ID": "mine-12345678"})
    assert answered.headers["X-Request-ID"] != "mine-12345678"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("mail to olivia@aldercreek.example failed", "mail to …@… failed"),
        (f"npi {npi(7)} of {NPI_PREFIX}", f"npi … of {NPI_PREFIX}"),
        ("GET /welcome/abc.def?x=1", "GET /welcome/…?x=1"),
        ("Invalid HTTP request line: 'GET /reset/abc.def'", "Invalid HTTP request line: '…'"),
        ("GET /setup?token=abc&x=1", "GET /setup?token=…&x=1"),
        ("refused\nDETAIL:  Key (name)=(Mai Thi) exists", "refused\nDETAIL: …"),
    ],
)
def test_what_could_name_somebody_is_masked(said, left):
    assert masked(said) == left


def test_json_answers_name_their_request(client):
    answered = client.get("/nothing", headers={"Accept": "application/json"})
    assert answered.json["request"] == answered.headers["X-Request-ID"]
