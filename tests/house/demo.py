"""The demo, made once and copied: what the crawl, the browser tests and the pictures look at."""

import fcntl
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from compliance.app import create_app
from compliance.config import from_environment
from tests.house.pages import GROUPS, PAGES, Page
from tests.house.tree import ROOT

TODAY = "2026-11-24"
DAYBOOK = "from compliance.cli import main; main()"
BEST_ROLES = ("compliance", "credentialing", "supervisor", "admin", "auditor", "partner")


@dataclass(frozen=True)
class Demo:
    """An instance with the sample plan, and the app that serves it."""

    folder: Path
    app: Flask

    def copied_to(self, folder: Path) -> "Demo":
        """Return a copy that a test may write in."""
        from compliance.db import db

        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.copytree(self.folder, folder)
        return opened(folder)

    def person_with(self, role: str) -> str | None:
        """Return what the session of an active person of a role holds; None if there is none.

        Takes the person with the fewest other roles, so that each role is tried by itself.
        """
        from compliance.accounts.models import Person
        from compliance.db import session

        with self.app.app_context():
            people = session().scalars(select(Person).where(Person.active)).all()
            having = [each for each in people if role in {one.name for one in each.roles}]
            having.sort(key=lambda each: (len(each.roles), each.id))
            return having[0].fs_uniquifier if having else None

    def client_of(self, role: str) -> FlaskClient:
        """Return a client that is signed in as a person of the role."""
        client = self.app.test_client()
        person = self.person_with(role)
        assert person, f"the demo has nobody who is {role}"
        with client.session_transaction() as cookies:
            cookies["_user_id"], cookies["_fresh"] = person, True
        return client

    def session_cookie(self, role: str) -> str:
        """Return the session cookie of a signed-in person of the role."""
        client = self.client_of(role)
        kept = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert kept
        return kept.value


def made(folder: Path, today: str = TODAY) -> Demo:
    """Make the demo in a new folder through the command, in a process that lets go of it."""
    words = ["--instance", str(folder), "--today", today, "demo", "--no-serve"]
    done = subprocess.run(
        [sys.executable, "-c", DAYBOOK, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr or done.stdout
    return opened(folder)


def made_once(shared: Path, folder: Path) -> Demo:
    """Return a copy of the demo that whichever process came first has made in `shared`."""
    kept = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "ready").exists():
            shutil.rmtree(kept, ignore_errors=True)
            made(kept)
            (kept / "ready").touch()
        shutil.copytree(kept, folder)
    return opened(folder)


def opened(folder: Path) -> Demo:
    """Return the app on an instance that exists."""
    app = create_app(from_environment({}, folder))
    app.config["TESTING"] = True
    return Demo(folder, app)


def role_for(page: Page) -> str | None:
    """Return the role that sees most of a page; None for a page that is shown signed out."""
    if page.is_public:
        return None
    return page.viewer or next(role for role in BEST_ROLES if role in GROUPS[page.roles])


def shown_pages() -> list[Page]:
    """Return every page a person looks at, once for each of its addresses in the demo."""
    return [
        replace(page, samples=(address,))
        for page in PAGES.values()
        if page.shows == "page"
        for address in page.addresses
    ]
