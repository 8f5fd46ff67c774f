"""Shared fixtures: one app, a blank database copied for every test, an occasion."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

import compliance.models  # noqa: F401  (every table of the product)
from compliance.app import create_app
from compliance.config import Settings
from compliance.db import Base, db
from compliance.occasions import SYSTEM, Actor, Occasion
from compliance.wallclock import moment_of
from tests.makers.rulebook import book

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    settings = Settings(
        instance=tmp_path_factory.mktemp("instance"),
        database_url="sqlite://",
        secret_key="test-only",
        cheap_hashes=True,
    )
    application = create_app(settings)
    application.config["TESTING"] = True
    return application


@pytest.fixture(scope="session")
def blank(app: Flask) -> bytes:
    """Return an empty database with all tables, to be copied into each test."""
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with db.engine.connect() as connection:
            return connection.connection.driver_connection.serialize()


@pytest.fixture
def database(app: Flask, blank: bytes) -> Iterator[None]:
    """Give the test a fresh database inside an application context."""
    with app.app_context():
        with db.engine.connect() as connection:
            raw = connection.connection.driver_connection
            raw.deserialize(blank)
            raw.execute("PRAGMA foreign_keys=ON")
        yield
        db.session.remove()


def occasion(
    today: date = TODAY, actor: Actor = SYSTEM, now: datetime | None = None, **choices: str
) -> Occasion:
    """Return an occasion on a day, at nine in the morning unless told."""
    moment = now or moment_of(today, 9)
    return Occasion(actor, moment.astimezone(UTC), today, book(**choices))
