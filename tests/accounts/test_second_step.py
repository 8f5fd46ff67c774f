"""The second step: set up with an app, asked for when signing in, each code taken once."""

import pytest

from compliance.accounts.models import RecoveryCode, SecondStep
from compliance.accounts.rules import MOST_FAILURES
from compliance.accounts.second_step import (
    CodesOnce,
    codes_left,
    has_second_step,
    is_second_step,
    new_secret,
    renew_codes,
    reset_second_step,
    turn_on,
)
from compliance.choices.services import NewChoice, choose
from compliance.config import Settings
from compliance.core.errors import BadValue, NotNow
from compliance.core.sign_in import SECOND_STEP_KEY
from compliance.db import session, transaction
from tests.conftest import occasion, sign_in
from tests.makers.people import PASSWORD
from tests.web.page_client import PageClient, words


@pytest.fixture
def settings(app):
    return app.extensions["daybook"]["settings"]


def code_of(secret: str, settings: Settings) -> str:
    """Return what the app on the telephone shows now."""
    return CodesOnce(dict(settings.totp_keys), "Daybook").generate_totp_password(secret)


@pytest.fixture
def theo(people, settings):
    """Return Theo with a second step; his app's code of now has not been used to sign in."""
    secret = new_secret(settings)
    with transaction():
        people.theo.codes = turn_on(
            people.theo.id, secret, code_of(secret, settings), settings, occasion()
        )
        forget_count(people.theo.id)
    people.theo.secret = secret
    return people.theo


def forget_count(person_id: int) -> None:
    session().get(SecondStep, person_id).last_counter = 0
    session().flush()


def half_way(client, person, **more):
    """Give the right password; the answer leads to the code."""
    return client.post("/login", data={"email": person.email, "password": PASSWORD}, **more)


def test_a_code_is_taken_once(theo, settings):
    code = code_of(theo.secret, settings)
    assert is_second_step(theo, code, settings, occasion())
    assert not is_second_step(theo, code, settings, occasion())


def test_a_code_before_the_last_one_is_refused(theo, settings):
    code = code_of(theo.secret, settings)
    session().get(SecondStep, theo.id).last_counter = 2**40
    assert not is_second_step(theo, code, settings, occasion())


def test_a_code_may_be_typed_in_two_halves(theo, settings):
    code = code_of(theo.secret, settings)
    assert is_second_step(theo, f" {code[:3]} {code[3:]} ", settings, occasion())


@pytest.mark.parametrize("typed", ["", "123", "abcdef", "12345678901234567890", "٣٤٥٦٧٨", "-1"])
def test_what_is_no_code_is_refused(theo, settings, typed):
    assert not is_second_step(theo, typed, settings, occasion())


def test_a_recovery_code_is_taken_once_however_it_is_typed(theo, settings):
    typed = theo.codes[0].replace("-", " ").upper()
    assert is_second_step(theo, typed, settings, occasion())
    assert not is_second_step(theo, typed, settings, occasion())
    assert codes_left(theo.id) == 9


def test_neither_secret_nor_recovery_code_can_be_read_in_the_database(theo, settings):
    kept = session().get(SecondStep, theo.id).secret
    assert CodesOnce(dict(settings.totp_keys), "Daybook").get_totp_b32_key(kept) not in kept
    hashes = {each.code_hash for each in session().query(RecoveryCode)}
    assert len(hashes) == 10
    assert not hashes & {code.replace("-", "") for code in theo.codes}


def test_new_recovery_codes_end_those_before(theo, settings):
    (code, *_) = theo.codes
    renew_codes(theo.id)
    assert not is_second_step(theo, code, settings, occasion())


def test_who_is_signed_in_is_led_on_without_a_stray_word(client, people):
    sign_in(client, people.nora)
    assert client.post("/login/code?next=/alerts", data={"code": "1"}).location == "/alerts"
    assert "The code follows" not in client.get("/account").text


def test_nobody_has_two_apps(theo, settings):
    with pytest.raises(NotNow, match="on already"):
        turn_on(theo.id, new_secret(settings), "123456", settings, occasion())


def test_a_wrong_code_turns_nothing_on(people, settings):
    with pytest.raises(BadValue), transaction():
        turn_on(people.nora.id, new_secret(settings), "abc", settings, occasion())
    assert not has_second_step(people.nora.id)


def test_a_key_of_before_still_reads_what_it_locked(people, settings, tmp_path):
    old = Settings(tmp_path, "sqlite://", "x", totp_keys={"1": "old"})
    both = Settings(tmp_path, "sqlite://", "x", totp_keys={"1": "old", "2": "new"})
    secret = new_secret(old)
    turn_on(people.nora.id, secret, code_of(secret, both), both, occasion())
    assert has_second_step(people.nora.id)


# ---- the pages ------------------------------------------------------------------------------


def test_a_person_sets_it_up_and_sees_the_recovery_codes_once(app, client, people, settings):
    elsewhere = sign_in(app.test_client(), people.nora)
    sign_in(client, people.nora)
    pages = PageClient(client)
    page = pages.get("/account/second-step")
    key = words(page.all("dd", "mono")[0])
    assert page.one("svg", "qr").get("aria-label") == "QR code that holds the key below"
    assert f"secret={key.replace('-', '')}" in page.text
    with client.session_transaction() as kept:
        code = code_of(kept["second_step_offered"], settings)
    done = client.post("/account/second-step", data={"code": code})
    assert done.location == "/account/second-step/codes"
    codes = pages.get(done.location).all("li", "mono")
    assert len(codes) == 10
    assert elsewhere.get("/account").location == "/login?next=/account"
    assert client.get(done.location).location == "/account/second-step"
    assert "10 codes left" in pages.get("/account/second-step").text


def test_a_wrong_code_is_said_at_its_field_and_the_key_stays(client, people):
    sign_in(client, people.nora)
    pages = PageClient(client)
    key = words(pages.get("/account/second-step").all("dd", "mono")[0])
    page = pages.post("/account/second-step", data={"code": "abc"}, status=200)
    assert "This is not the code that the app shows now" in page.text
    assert key in page.text


def test_signing_in_asks_for_the_code_and_leads_on(client, theo, settings):
    asked = half_way(client, theo, query_string={"next": "/applications"})
    assert asked.location == "/login/code?next=/applications"
    assert client.get("/account").status_code == 302
    page = PageClient(client).get(asked.location)
    assert page.heading == "Enter the code"
    done = client.post(asked.location, data={"code": code_of(theo.secret, settings)})
    assert done.location == "/applications"
    assert client.get("/account").status_code == 200


def test_a_code_that_was_watched_does_not_sign_in_again(app, client, theo, settings):
    code = code_of(theo.secret, settings)
    half_way(client, theo)
    assert client.post("/login/code", data={"code": code}).status_code == 302
    other = app.test_client()
    half_way(other, theo)
    answered = other.post("/login/code", data={"code": code})
    assert answered.status_code == 200
    assert "This code is not right, or it was used before. 4 tries left." in answered.text


def test_the_code_alone_signs_nobody_in(client, theo, settings):
    answered = client.post("/login/code", data={"code": code_of(theo.secret, settings)})
    assert answered.location == "/login"


def test_a_password_given_long_ago_counts_no_more(client, theo, settings):
    half_way(client, theo)
    with client.session_transaction() as kept:
        key, at = kept["half_signed_in"]
        kept["half_signed_in"] = [key, at - 601]
    answered = client.post("/login/code", data={"code": code_of(theo.secret, settings)})
    assert answered.location == "/login"


def test_the_code_leads_to_no_other_site(client, theo, settings):
    half_way(client, theo)
    address = "/login/code?next=https://elsewhere.example/"
    done = client.post(address, data={"code": code_of(theo.secret, settings)})
    assert done.location == "/"


def test_wrong_codes_wait_and_the_password_between_them_frees_nobody(client, theo, settings):
    for number in range(1, MOST_FAILURES[0] + 1):
        assert half_way(client, theo).status_code == 302
        answered = client.post("/login/code", data={"code": "000000"})
        assert answered.status_code == (429 if number == MOST_FAILURES[0] else 200)
    assert half_way(client, theo).status_code == 429
    right = client.post("/login/code", data={"code": code_of(theo.secret, settings)})
    assert right.status_code == 429
    assert "Too many wrong tries. Try again after 09:15 PT." in right.text


def test_turning_it_off_asks_for_the_password(client, theo, settings):
    half_way(client, theo)
    client.post("/login/code", data={"code": theo.codes[0]})
    wrong = client.post("/account/second-step/off", data={"off-password": "wrong"})
    assert "This is not your password. 4 tries left." in wrong.text
    assert has_second_step(theo.id)
    done = client.post("/account/second-step/off", data={"off-password": PASSWORD})
    assert done.location == "/account"
    assert not has_second_step(theo.id)


def test_making_new_recovery_codes_asks_for_the_password(client, theo, settings):
    half_way(client, theo)
    client.post("/login/code", data={"code": theo.codes[0]})
    address = "/account/second-step/codes"
    assert client.post(address, data={"renew-password": "wrong"}).status_code == 200
    assert codes_left(theo.id) == 9
    assert client.post(address, data={"renew-password": PASSWORD}).location == address
    assert codes_left(theo.id) == 10


@pytest.fixture
def demanded(people):
    with transaction():
        choose(NewChoice(SECOND_STEP_KEY, "claims admin", occasion().today), occasion().now)


def test_a_role_that_must_have_it_sets_it_up_before_anything_else(
    client, people, demanded, settings
):
    sign_in(client, people.nora)
    assert client.get("/applications").location == "/account/second-step"
    page = PageClient(client).get("/account/second-step")
    assert "Your plan asks your role for a second step" in page.text
    with client.session_transaction() as kept:
        code = code_of(kept["second_step_offered"], settings)
    client.post("/account/second-step", data={"code": code})
    assert client.get("/applications").status_code == 200


def test_whoever_must_set_it_up_may_leave(client, people, demanded):
    sign_in(client, people.nora)
    assert client.post("/logout").status_code == 302
    assert client.get("/login").status_code == 200


def test_a_role_that_need_not_have_it_is_not_asked(client, people, demanded):
    sign_in(client, people.theo)
    assert client.get("/applications").status_code == 200


def test_a_reset_ends_the_sessions_and_the_codes(client, theo):
    half_way(client, theo)
    client.post("/login/code", data={"code": theo.codes[0]})
    with transaction():
        reset_second_step(theo.id, occasion())
    assert client.get("/account").status_code == 302
    assert codes_left(theo.id) == 0
    sign_in(client, theo)


def test_there_is_nothing_to_reset_without_a_second_step(people):
    with pytest.raises(NotNow, match="has no second step"):
        reset_second_step(people.nora.id, occasion())
