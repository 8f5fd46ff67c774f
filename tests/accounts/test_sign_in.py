"""Signing in: wrong tries that slow down, sessions that end, addresses to go on to."""

import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest

from compliance.accounts.rules import MOST_FAILURES, WINDOW, open_again_at
from compliance.accounts.throttle import note_failure, shut_until
from compliance.choices.services import NewChoice, choose
from compliance.core.sign_in import IDLE_KEY, WHOLE_KEY
from compliance.db import session, transaction
from compliance.web.models import Draft, EndedSession
from compliance.web.sessions import LONGEST, forget_ended
from tests.conftest import occasion, sign_in
from tests.makers.clocks import SetClock
from tests.makers.people import PASSWORD

NOW = occasion().now
MINUTE = timedelta(minutes=1)
HERE, THERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def clock(app, client):
    parts = app.extensions["daybook"]
    real, parts["clock"] = parts["clock"], SetClock(NOW)
    yield parts["clock"]
    parts["clock"] = real


def fail(client, email, times=MOST_FAILURES[0]):
    """Try a wrong password so often; the last time allowed says to wait."""
    for number in range(1, times + 1):
        answered = client.post("/login", data={"email": email, "password": "wrong"})
        assert answered.status_code == (429 if number == MOST_FAILURES[0] else 200)


def test_one_may_try_again_when_the_fifth_latest_failure_is_a_quarter_of_an_hour_old():
    failed = [NOW - n * MINUTE for n in range(5)]
    assert open_again_at(failed, 5) == NOW - 4 * MINUTE + WINDOW
    assert open_again_at(failed[:4], 5) is None


def test_after_five_wrong_tries_the_right_password_waits_too(client, people, clock):
    fail(client, people.theo.email)
    form = {"email": people.theo.email, "password": PASSWORD}
    refused = client.post("/login", data=form)
    assert refused.status_code == 429
    assert "Too many wrong tries. Try again after 09:15 PT." in refused.text
    clock.wait(minutes=15)
    assert client.post("/login", data=form).status_code == 302


def test_a_wrong_password_says_how_many_tries_are_left(client, people, clock):
    form = {"email": people.theo.email, "password": "wrong"}
    said = [client.post("/login", data=form).text for _ in range(MOST_FAILURES[0])]
    assert "check the password and try again. 4 tries left." in said[0]
    assert "check the password and try again. 1 try left." in said[-2]
    assert "Too many wrong tries" in said[-1]


def test_an_account_that_is_none_waits_the_same(client, people, clock):
    fail(client, "who@example.org")
    form = {"email": " WHO@example.org", "password": "wrong"}
    assert client.post("/login", data=form).status_code == 429


def test_signing_in_forgets_the_wrong_tries(client, people, clock):
    for _ in range(2):
        fail(client, people.theo.email, MOST_FAILURES[0] - 1)
        signed_in = sign_in(client, people.theo)
        assert signed_in.get("/account").status_code == 200
        signed_in.post("/logout")


def test_somebody_elsewhere_is_not_kept_out_until_the_email_is_tried_too_often(database):
    with transaction():
        for _ in range(MOST_FAILURES[0]):
            note_failure("theo@a.example", HERE, NOW)
        assert shut_until("theo@a.example", HERE, NOW) == NOW + WINDOW
        assert shut_until("theo@a.example", THERE, NOW) is None
        for number in range(MOST_FAILURES[1]):
            note_failure("theo@a.example", f"192.0.2.{number}", NOW)
        assert shut_until("theo@a.example", THERE, NOW) == NOW + WINDOW


def test_a_place_that_tries_many_accounts_waits(database):
    with transaction():
        for number in range(MOST_FAILURES[2]):
            note_failure(f"person{number}@a.example", HERE, NOW)
        assert shut_until("somebody@a.example", HERE, NOW) == NOW + WINDOW
        assert shut_until("somebody@a.example", THERE, NOW) is None
        note_failure("late@a.example", HERE, NOW + WINDOW)
        assert shut_until("somebody@a.example", HERE, NOW + WINDOW) is None


def moved_back(client, **span):
    """Let the client's session have begun, or have seen its last page, so much earlier."""
    with client.session_transaction() as kept:
        for name, by in span.items():
            kept[name] -= by.total_seconds()


@pytest.mark.parametrize(("name", "lasts"), [("seen", 60 * MINUTE), ("began", 12 * 60 * MINUTE)])
def test_a_session_ends_an_hour_after_the_last_page_and_half_a_day_after_signing_in(
    client, people, name, lasts
):
    sign_in(client, people.theo)
    moved_back(client, **{name: lasts - MINUTE})
    assert client.get("/account").status_code == 200
    moved_back(client, **{name: lasts if name == "seen" else MINUTE})
    assert client.get("/account").location == "/login?next=/account"
    assert client.get("/account").location == "/login?next=/account"
    assert "You were signed out. Sign in to go on where you were." in client.get("/login").text


def test_a_page_begins_the_hour_anew(client, people):
    sign_in(client, people.theo)
    for _ in range(3):
        moved_back(client, seen=50 * MINUTE)
        assert client.get("/account").status_code == 200


def test_a_session_lasts_as_the_plan_has_chosen(client, people):
    with transaction():
        for key, value in ((IDLE_KEY, "15"), (WHOLE_KEY, "2")):
            choose(NewChoice(key, value, occasion().today), NOW)
    sign_in(client, people.theo)
    page = client.get("/account").text
    assert re.search(r'data-idle="(89[5-9]|900)" data-whole="(719[5-9]|7200)"', page)
    moved_back(client, seen=15 * MINUTE)
    assert client.get("/account").status_code == 302


def test_a_picture_of_a_page_carries_no_cookie(client, people):
    sign_in(client, people.theo)
    assert "Set-Cookie" in client.get("/account").headers
    with client.get("/static/icon.svg") as picture:
        assert "Set-Cookie" not in picture.headers


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\/\\/elsewhere.example",
        "http:elsewhere.example",
        "javascript:alert(1)",
        "/\t/elsewhere.example",
        "%09//elsewhere.example",
    ],
)
@pytest.mark.parametrize("where", ["query", "form"])
def test_whatever_next_says_sign_in_stays_on_this_site(client, people, target, where):
    form = {"email": people.olivia.email, "password": PASSWORD}
    asked = {"query_string": {"next": target}} if where == "query" else {}
    typed = {"next": target} if where == "form" else {}
    location = client.post("/login", data=form | typed, **asked).location or "/"
    seen_by_browsers = location.replace("\\", "/").replace("\t", "")
    led = urlsplit(urljoin("http://localhost/login", seen_by_browsers))
    assert (led.scheme, led.netloc) == ("http", "localhost")


def test_an_address_that_is_not_ours_is_said_once_and_counts_as_no_wrong_try(client, people):
    form = {"email": people.olivia.email, "password": PASSWORD, "next": "https://elsewhere.example"}
    for _ in range(MOST_FAILURES[0] + 1):
        page = client.post("/login", data=form)
    assert page.status_code == 200
    assert len(re.findall("address to go on to is not ours", page.text)) == 2  # summary and field
    assert "outside the domain" not in page.text
    sign_in(client, people.olivia)


def test_changing_the_password_ends_the_sessions_elsewhere(app, client, people):
    elsewhere = sign_in(app.test_client(), people.theo)
    sign_in(client, people.theo)
    new = "another long password"
    form = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert client.post("/account/password", data=form).location == "/account"
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").location == "/login?next=/account"


def copied(app, client):
    """Return another browser that holds a copy of this one's cookie."""
    thief = app.test_client()
    thief.set_cookie("daybook", client.get_cookie("daybook").value)
    return thief


def test_a_cookie_copied_before_signing_out_opens_nothing_afterwards(app, client, people):
    elsewhere = sign_in(app.test_client(), people.theo)
    thief = copied(app, sign_in(client, people.theo))
    assert thief.get("/account").status_code == 200
    client.post("/logout")
    assert thief.get("/account").location == "/login?next=/account"
    assert elsewhere.get("/account").status_code == 200
    assert sign_in(client, people.theo).get("/account").status_code == 200


def test_what_a_copied_cookie_sends_after_signing_out_is_kept_for_nobody(app, client, people):
    thief = copied(app, sign_in(client, people.theo))
    client.post("/logout")
    moved_back(thief, seen=2 * 60 * MINUTE)
    thief.post("/settings/people/invite", data={"name": "Ines", "post_key": "0123456789"})
    assert session().query(Draft).count() == 0


def test_an_ended_sign_in_is_remembered_until_its_cookie_has_ended_anyway(app, client, people):
    client.post("/logout")
    sign_in(client, people.theo).post("/logout")
    (ended,) = session().query(EndedSession)
    with transaction():
        assert forget_ended() == 0
        ended.ended_at -= LONGEST
    with transaction():
        assert forget_ended() == 1


@pytest.mark.parametrize("path", ["/account/password", "/verify"])
def test_whoever_finds_a_session_open_cannot_try_passwords_for_long(client, people, clock, path):
    sign_in(client, people.theo)
    new = {"new_password": "another long password"}
    form = {"password": "wrong", **new, "new_password_confirm": new["new_password"]}
    for number in range(1, MOST_FAILURES[0] + 1):
        answered = client.post(path, data=form)
        assert answered.status_code == (429 if number == MOST_FAILURES[0] else 200)
    right = client.post(path, data={**form, "password": PASSWORD})
    assert right.status_code == 429
    assert "Too many wrong tries. Try again after 09:15 PT." in right.text
