"""Links to choose a password: by invitation or when forgotten, once, the newest alone."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from itsdangerous import URLSafeTimedSerializer

from compliance.accounts.invitations import send_invite
from compliance.accounts.links import INVITE, RESET, TO_COME, password_token, person_of_link
from compliance.accounts.services import deactivate_person, end_sessions
from compliance.core.errors import NotFound, NotNow
from compliance.db import db, transaction
from compliance.doors import door_of
from compliance.mail import Accepted
from compliance.outbox.jobs import deliver
from compliance.outbox.queries import LogFilter, delivery_log, message
from tests.conftest import occasion, sign_in
from tests.makers.people import PASSWORD, make_person

CHOSEN = {"password": "another long password", "again": "another long password"}


class Postbox:
    """Takes every message that goes out, and keeps the paths of the links in it."""

    def __init__(self, door):
        self.door, self.links, self.pages = door, [], []

    def send(self, mail):
        found = re.findall(r"http\S+/(?:welcome|reset)/\S+", mail.body_text)
        self.links += [urlsplit(each).path for each in found]
        self.pages.append(mail.body_html)
        return Accepted("250 fine")

    def close(self):
        pass

    def opened(self):
        """Let everything go out that waits; return the paths of all links so far."""
        deliver(self.door, self)
        return self.links


@pytest.fixture
def settings(app):
    return app.extensions["daybook"]["settings"]


@pytest.fixture
def with_mail(app, settings, monkeypatch):
    """Let mail go to a server."""
    sent = replace(settings, mail_url="smtp://mail.example")
    monkeypatch.setitem(app.extensions["daybook"], "settings", sent)


@pytest.fixture
def post(app, people, with_mail):
    return Postbox(door_of(app))


@pytest.fixture
def invited(people):
    with transaction():
        return make_person("Ines Ibarra", occasion(), "meetings", password_hash=None)


def invite(person, settings) -> str:
    """Invite once more; return the path of the link that an administrator may hand over."""
    with transaction():
        return urlsplit(send_invite(person, settings, occasion())).path


def forget(client, person):
    return client.post("/login/forgot", data={"email": person.email})


def test_an_invited_person_chooses_a_password_once(client, invited, settings, post):
    invite(invited, settings)
    (address,) = post.opened()
    assert f'href="http://127.0.0.1:5000{address}"' in post.pages[0]
    form = {"password": PASSWORD, "again": PASSWORD}
    assert client.post(address, data=form).location == "/login"
    assert client.get(address).status_code == 404
    sign_in(client, invited)


def test_nothing_stored_holds_a_link_before_or_after_it_went_out(client, people, settings, post):
    handed = [invite(people.nora, settings)]
    forget(client, people.theo)
    for _ in range(2):
        stored = [str(row) for table in db.metadata.tables.values() for row in rows_of(table)]
        assert sum(TO_COME in each for each in stored) == 2
        links = handed + post.opened()
        tokens = [each.rpartition("/")[2] for each in links]
        assert not [each for each in stored if any(token in each for token in tokens)]
    assert len(links) == 3


def rows_of(table):
    return db.session.execute(table.select()).all()


def test_a_newer_link_ends_the_older_one(client, invited, settings, post):
    older, newer = invite(invited, settings), invite(invited, settings)
    assert "a newer one was made" in client.get(older).text
    assert client.get(newer).status_code == 200
    assert client.get(post.opened()[0]).status_code == 404
    assert client.get(post.links[1]).status_code == 200


def test_a_link_made_before_links_had_numbers_is_good_no_more(people, settings):
    token = password_token(people.theo, RESET, 0, settings)
    assert person_of_link(token, RESET, settings)
    signer = URLSafeTimedSerializer(settings.secret_key, salt="daybook.reset")
    before = signer.dumps([people.theo.id, people.theo.fs_uniquifier])
    with pytest.raises(NotFound, match="newer one"):
        person_of_link(before, RESET, settings)


def test_a_broken_link_says_so(client):
    answered = client.get("/welcome/nonsense")
    assert answered.status_code == 404
    assert "This link no longer works" in answered.text
    assert "Copy the whole of it" in answered.text
    assert client.get(f"/welcome/{TO_COME}").status_code == 404


def test_a_link_of_one_kind_is_none_of_the_other(client, people, settings):
    token = password_token(people.theo, RESET, 0, settings)
    assert client.get(f"/reset/{token}").status_code == 200
    assert client.get(f"/welcome/{token}").status_code == 404


@pytest.mark.parametrize(("kind", "words"), [(INVITE, "7 days"), (RESET, "2 hours")])
def test_an_old_link_says_how_long_it_was_good(people, kind, words, settings):
    token = password_token(people.theo, kind, 0, settings)
    aged = replace(kind, good_for=timedelta(seconds=-1))
    with pytest.raises(NotNow, match=f"This link was good for {words}. Ask for a new one."):
        person_of_link(token, aged, settings)


# ---- a forgotten password -------------------------------------------------------------------


def resets() -> list[str]:
    lines = delivery_log(LogFilter(kinds=frozenset({"reset"})))
    return [message(line.id).body_text for line in lines]


def test_a_forgotten_password_is_chosen_anew_by_a_link(client, people, post):
    assert "/login/forgot" in client.get("/login").text
    asked = client.post("/login/forgot", data={"email": people.theo.email.upper()})
    assert asked.location == "/login"
    (text,) = resets()
    assert "good for 2 hours" in text
    (link,) = post.opened()
    assert client.post(link, data=CHOSEN).location == "/login"
    assert client.get(link).status_code == 404
    form = {"email": people.theo.email, "password": CHOSEN["password"]}
    assert client.post("/login", data=form).status_code == 302


def test_no_stranger_learns_who_has_an_account(client, people, with_mail):
    deactivate_person(people.nora.id, occasion())
    pages = []
    for email in (people.theo.email, people.nora.email, "who@example.org", "no address"):
        client.post("/login/forgot", data={"email": email})
        pages.append(client.get("/login").text)
    assert len(set(pages)) == 1
    assert len(resets()) == 1


def test_a_link_that_is_good_is_sent_once_an_hour(client, people, post):
    for _ in range(3):
        forget(client, people.theo)
        assert len(post.opened()) == 1


@pytest.mark.parametrize("what", ["used", "second step", "newer"])
def test_where_the_last_link_is_good_no_more_a_new_one_goes_out(
    client, people, settings, post, what
):
    forget(client, people.theo)
    (first,) = post.opened()
    if what == "used":
        client.post(first, data=CHOSEN)
    elif what == "newer":
        invite(people.theo, settings)
    else:
        with transaction():
            end_sessions(people.theo)
    for _ in range(3):
        forget(client, people.theo)
    *_, last = post.opened()
    assert len(post.links) == (3 if what == "newer" else 2)
    assert client.get(first).status_code == 404
    assert client.get(last).status_code == 200


def test_without_a_mail_server_an_administrator_is_named(client, people):
    assert "/login/forgot" not in client.get("/login").text
    answered = client.get("/login/forgot")
    assert answered.status_code == 409
    assert "Ask an administrator of your plan" in answered.text
