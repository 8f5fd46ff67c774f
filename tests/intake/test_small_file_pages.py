"""The pages of a small kind: upload, what it would do, the yes; and a stranger is kept out."""

import io
import re

import pytest

from compliance.app import create_app
from compliance.config import Settings
from compliance.db import db, session
from compliance.rulebook.models import PackAdoption, RulePack
from compliance.setup.migrate import migrate
from tests.conftest import OLD, Client, StillClock, occasion, sign_in
from tests.makers.people import make_person
from tests.makers.small_files import DESKS, desk_of

HOME = "/import/desks"
FIELD = r'name="{}" value="([^"]+)"'


@pytest.fixture
def desk_app(tmp_path, monkeypatch, shipped_pack):
    monkeypatch.setattr("compliance.app.FILE_KINDS", (DESKS,))
    app = create_app(Settings(tmp_path, "sqlite://", "test-only", cheap_hashes=True), StillClock())
    app.config |= {"TESTING": True, "WTF_CSRF_ENABLED": False}
    app.test_client_class = Client
    with app.app_context():
        migrate()
        session().add(RulePack(version=shipped_pack[0], body=shipped_pack[1]))
        session().flush()
        session().add(PackAdoption(version=shipped_pack[0], adopted_at=OLD))
        session().commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def signed_in(app, role: str):
    person = make_person("Arun Rao", occasion(), role)
    session().commit()
    return sign_in(app.test_client(), person)


@pytest.fixture
def arun(desk_app):
    return signed_in(desk_app, "compliance")


def hidden(page: str, name: str) -> str:
    return re.search(FIELD.format(name), page)[1]


def load(client, text: str):
    key = hidden(client.get(HOME).text, "post_key")
    data = {"file": (io.BytesIO(text.encode()), "desks.csv"), "post_key": key}
    return client.post(HOME, data=data)


def confirm(client, place: str, rows: str = "all"):
    page = client.get(place).text
    data = {name: hidden(page, name) for name in ("post_key", "seen")}
    return client.post(f"{place}/confirm", data={**data, "rows": rows})


def test_a_file_is_shown_first_and_brought_in_after_the_yes(arun):
    place = load(arun, "person,desk,floor\nines,12,3\n").headers["Location"]
    page = arun.get(place).text
    assert "ines sits at desk 12" in page
    assert "We do not know floor" in page
    assert desk_of("ines") == ""
    assert confirm(arun, place).headers["Location"] == place
    assert desk_of("ines") == "12"
    assert "What came of it" in arun.get(place).text


def test_refused_rows_are_named_and_given_back(arun):
    place = load(arun, "person,desk\nines,12\nhal,window\n").headers["Location"]
    page = arun.get(place).text
    assert "window is no desk" in page
    assert "hal,window,3" in arun.get(f"{place}/refused.csv").text
    assert confirm(arun, place).status_code == 409
    assert desk_of("ines") == ""
    assert confirm(arun, place, "good").status_code == 303
    assert desk_of("ines") == "12"


def test_a_file_that_cannot_be_read_stays_a_form_error(arun):
    answered = load(arun, "a,b\n1,2\n")
    assert answered.status_code == 200
    assert "no column for person" in answered.text


def test_a_discarded_file_changed_nothing(arun):
    place = load(arun, "person,desk\nines,12\n").headers["Location"]
    assert arun.post(f"{place}/discard").status_code == 303
    assert "was discarded" in arun.get(place).text
    assert desk_of("ines") == ""


def test_the_template_holds_the_columns(arun):
    assert arun.get(f"{HOME}/template.csv").text == "person,desk\r\n"


def test_whoever_lacks_the_permission_is_kept_out(desk_app):
    client = signed_in(desk_app, "claims")
    assert client.get(HOME).status_code == 403
    assert client.get(f"{HOME}/1").status_code == 403
