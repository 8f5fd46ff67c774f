"""Shared fixtures: one app, a blank database copied for every test, an occasion, three people."""

import contextvars
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from werkzeug.test import TestResponse

from compliance.accounts.models import Person
from compliance.app import create_app
from compliance.audit.files import NAME as HEADS
from compliance.config import Settings
from compliance.db import db, session
from compliance.occasions import SYSTEM, Actor, Occasion
from compliance.rulebook.models import PackAdoption, RulePack
from compliance.rulebook.packs import pack_json
from compliance.setup.migrate import migrate
from compliance.wallclock import WallClock, moment_of
from tests.makers.people import PASSWORD, People, found_people, make_people
from tests.makers.rulebook import book
from tests.postgres import SUITE

Copy = bytes | str  # of SQLite its pages, of PostgreSQL the name of another database
TODAY = date(2026, 11, 24)
OLD = datetime(2026, 1, 1, tzinfo=UTC)

# A property says what is true, not how fast: a busy machine would make it fail now and then.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


class StillClock(WallClock):
    """A clock that stands at nine in the morning of TODAY."""

    def now(self) -> datetime:
        return moment_of(TODAY, 9)


class Client(FlaskClient):
    """A test client whose requests do not share the test's session, user or `g`."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        db.session.commit()
        response = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.rollback()
        response.request.environ["wsgi.input"].close()  # a large upload lies in a file of its own
        return response


@pytest.fixture(scope="session")
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    server, address = None, "sqlite://"
    if request.config.getoption("--database") == "postgres":
        server = request.getfixturevalue("postgres")
        address = server.fresh(SUITE)
    settings = Settings(
        instance=tmp_path_factory.mktemp("instance"),
        database_url=address,
        secret_key="test-only",
        cheap_hashes=True,
    )
    application = create_app(settings, StillClock())
    application.extensions["postgres"] = server
    application.config["TESTING"] = True
    application.config["WTF_CSRF_ENABLED"] = False
    application.test_client_class = Client
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def blank(app: Flask) -> Copy:
    """Return an empty database as the migrations make it, to be copied into each test."""
    with app.app_context():
        migrate()
        return taken()


@pytest.fixture
def database(app: Flask, blank: Copy) -> Iterator[None]:
    """Give the test a fresh database inside an application context."""
    with app.app_context():
        put_back(blank)
        yield
        db.session.remove()


def put_back(copy: Copy) -> None:
    """Make the database what it was when the copy was taken; no head of a log is kept of it."""
    (current_app.extensions["daybook"]["settings"].instance / HEADS).unlink(missing_ok=True)
    if server := current_app.extensions["postgres"]:
        _let_go()
        server.put_back(SUITE, copy)
        return
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.deserialize(copy)
        raw.execute("PRAGMA foreign_keys=ON")


def _let_go() -> None:
    """Leave no connection open that would keep a row locked."""
    db.session.rollback()
    db.engine.dispose()


def taken() -> Copy:
    """Return the database as it is, to be put back later."""
    if server := current_app.extensions["postgres"]:
        _let_go()
        return server.kept(SUITE)
    with db.engine.connect() as connection:
        return connection.connection.driver_connection.serialize()


def occasion(
    today: date = TODAY, actor: Actor = SYSTEM, now: datetime | None = None, **choices: str
) -> Occasion:
    """Return an occasion on a day, at nine in the morning unless told."""
    moment = now or moment_of(today, 9)
    return Occasion(actor, moment.astimezone(UTC), today, book(**choices))


@pytest.fixture(scope="session")
def shipped_pack() -> tuple[str, str]:
    """Return version and text of the shipped rule pack."""
    return book().version, pack_json(book())


@pytest.fixture(scope="session")
def kept() -> dict[str, Copy]:
    """Return the databases that fixtures have made, each to be made once and then copied."""
    return {}


@pytest.fixture
def with_rules(database: None, shipped_pack: tuple[str, str], kept: dict[str, Copy]) -> None:
    """Store the shipped rule pack, as `daybook upgrade` does; pages need one."""
    if "rules" in kept:
        return put_back(kept["rules"])
    version, body = shipped_pack
    session().add(RulePack(version=version, body=body))
    session().flush()
    session().add(PackAdoption(version=version, adopted_at=OLD))
    session().commit()
    kept["rules"] = taken()
    return None


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    """Return a client of the whole app, with the three people and nobody signed in yet."""
    return app.test_client()


@pytest.fixture
def people(with_rules: None, kept: dict[str, Copy]) -> People:
    """Return Olivia, who owns; Theo, who is on her team; Nora, who is neither."""
    if "people" in kept:
        put_back(kept["people"])
        return found_people()
    made = make_people(occasion())
    session().commit()
    kept["people"] = taken()
    return made


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Return the client, signed in as the person through the sign-in page."""
    form = {"email": person.email, "password": PASSWORD}
    answered = client.post("/login", data=form)
    assert answered.status_code == 302, answered.text
    return client
