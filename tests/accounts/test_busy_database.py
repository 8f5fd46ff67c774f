"""Beside a busy writer: sign-in and the look of a page wait for their turn instead of failing."""

import threading
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from compliance.app import create_app
from compliance.audit.models import AccessLook
from compliance.config import Settings
from compliance.db import db, session, transaction
from compliance.setup.services import upgrade
from compliance.wallclock import WallClock
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.applications import make_application
from tests.makers.people import PASSWORD, make_person

TRIES = 10
HELD = 0.03


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Yield an app on a database in a file, with one person and one application."""
    folder = tmp_path_factory.mktemp("busy")
    settings = Settings(folder, f"sqlite:///{folder / 'daybook.db'}", "test", cheap_hashes=True)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        upgrade(settings, WallClock().now())
        with transaction():
            app.olivia = make_person("Olivia Ortega", occasion())
            app.ref = 1000 + make_application(occasion(), received_on=TODAY)
        session().refresh(app.olivia)
        session().expunge_all()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def busy(app):
    """Write again and again meanwhile, holding the write lock half of the time."""
    stop = threading.Event()

    def write():
        while not stop.is_set():
            with app.app_context(), transaction() as writing:
                writing.connection().exec_driver_sql("UPDATE people SET name = name")
                time.sleep(HELD)
            time.sleep(HELD)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


def test_sign_in_beside_a_busy_writer_always_works(file):
    form = {"email": file.olivia.email, "password": PASSWORD}
    with busy(file):
        answers = [file.test_client().post("/login", data=form).status_code for _ in range(TRIES)]
    assert answers == [302] * TRIES


def test_a_page_beside_a_busy_writer_waits_and_leaves_its_look(file):
    client = sign_in(file.test_client(), file.olivia)
    with busy(file):
        answers = [client.get(f"/applications/{file.ref}").status_code for _ in range(TRIES)]
    assert answers == [200] * TRIES
    with file.app_context():
        assert session().scalar(select(func.count(AccessLook.id))) == TRIES
