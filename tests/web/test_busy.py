"""A database that others keep locked: an act waits long, and then says what to do."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event

from compliance.app import create_app
from compliance.config import Settings
from compliance.db import PATIENCE_SECONDS, db, transaction
from compliance.setup.migrate import migrate
from tests.conftest import occasion
from tests.makers.people import make_person


@pytest.fixture
def shut(tmp_path):
    """Yield an app whose database somebody else keeps locked, and that waits for nobody."""
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path / 'daybook.db'}", "test-only"))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        migrate()
        with transaction():
            make_person("Olivia Ortega", occasion())
        event.listen(db.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA busy_timeout=0"))
        db.session.remove()
        db.engine.dispose()
    with closing(sqlite3.connect(tmp_path / "daybook.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield app
    with app.app_context():
        db.engine.dispose()


def test_an_act_waits_longer_than_many_who_sign_in_at_once_take(tmp_path):
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path / 'daybook.db'}", "test-only"))
    with app.app_context(), db.engine.connect() as connection:
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert waits == PATIENCE_SECONDS * 1000 == 20_000


def test_who_waited_too_long_is_told_to_send_it_again(shut):
    answered = shut.test_client().post("/login", data={"email": "a@b.example", "password": "x"})
    assert answered.status_code == 503
    assert "Nothing was saved" in answered.text
    assert answered.headers["Retry-After"] == "60"
