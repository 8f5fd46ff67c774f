"""Sign-in beside a busy writer: the library's commit waits instead of failing."""

import threading
import time

from compliance.app import create_app
from compliance.config import Settings
from compliance.db import db, session, transaction
from compliance.setup.services import upgrade
from compliance.wallclock import WallClock
from tests.conftest import occasion
from tests.makers.people import PASSWORD, make_person

TRIES = 10
HELD = 0.03


def busy(app, stop):
    """Write again and again, holding the write lock half of the time."""
    while not stop.is_set():
        with app.app_context(), transaction() as writing:
            writing.connection().exec_driver_sql("UPDATE people SET name = name")
            time.sleep(HELD)
        time.sleep(HELD)


def test_sign_in_beside_a_busy_writer_always_works(tmp_path):
    address = f"sqlite:///{tmp_path / 'daybook.db'}"
    settings = Settings(tmp_path, address, "test-only", cheap_hashes=True)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        upgrade(settings, WallClock().now())
        with transaction():
            email = make_person("Olivia Ortega", occasion()).email
        db.session.remove()
    stop = threading.Event()
    writer = threading.Thread(target=busy, args=(app, stop))
    writer.start()
    try:
        form = {"email": email, "password": PASSWORD}
        answers = [app.test_client().post("/login", data=form).status_code for _ in range(TRIES)]
    finally:
        stop.set()
        writer.join()
    assert answers == [302] * TRIES
    with app.app_context():
        session().rollback()
        db.engine.dispose()
